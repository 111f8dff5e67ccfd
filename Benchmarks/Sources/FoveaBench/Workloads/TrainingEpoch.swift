import Fovea

/// A whole epoch of `Trainer` on Fashion-MNIST: shuffling, bytes to floats, steps and the log.
final class TrainingEpoch: Workload {
  private let network: Network
  private let samples: ImageSet
  private var trainer: Trainer
  let operations: Double?
  let traffic: Double?

  init(_ parameters: Parameters) throws {
    network = try Zoo.network(named: try parameters.text("model"), seed: 3)
    samples = try FashionData.train()
    let batch = try parameters.number("batch")
    trainer = try Trainer(
      network, optimizer: SGD(learningRate: 0.01, momentum: 0.9), batchSize: batch)
    let arithmetic = try Arithmetic(network, batch: batch)
    let steps = Double(samples.count) / Double(batch)
    operations = arithmetic.trainStep * steps
    traffic = arithmetic.trainStepTraffic * steps
  }

  /// The pictures as floats are the other side's own business; it reads them from the same files.
  func exchange() throws -> SafetensorsFile { SafetensorsFile(weightsOf: network) }

  /// The loss of the untrained network.
  ///
  /// It shows that both have the same pictures and weights; epochs are shuffled differently.
  func results() throws -> SafetensorsFile {
    let (graph, lossNode) = try network.attaching(.loss(.crossEntropy))
    let (images, labels) = samples.batch(Array(0..<1000))
    let plan = try Plan(graph, batch: 1000, request: PlanRequest(outputs: [lossNode]))
    try plan.setInput(network.inputs[0].name, to: images)
    try plan.setInput("targets", to: labels)
    try plan.run()
    return SafetensorsFile([("loss", plan.value(of: lossNode))])
  }

  func iterate() throws { try trainer.fit(samples, epochs: 1) }
}

import Fovea

/// FGSM or PGD on one batch with all plans compiled: `perturb`, without the predictions and checks that `attack` adds.
final class AdversarialImages: Workload {
  private let network: Network
  private let victim: Victim
  private let batch: AttackBatch
  private let labels: Tensor
  private let steps: Int
  let operations: Double?

  static let epsilon: Float = 8 / 255
  static let stepSize: Float = 2 / 255

  init(_ parameters: Parameters) throws {
    network = try Zoo.network(named: try parameters.text("model"), seed: 3).awayFromKinks
    let images: Tensor
    (images, labels) = try ModelInputs.batch(for: network, count: parameters.number("batch"))
    batch = AttackBatch(originals: images, labels: labels.scalars.map { Int($0) })
    victim = try Victim(network, batchSize: images.shape[0])
    steps = try parameters.number("steps")
    operations =
      try Double(max(1, steps)) * Arithmetic(network, batch: images.shape[0]).inputGradient
  }

  func exchange() throws -> SafetensorsFile {
    var file = SafetensorsFile(weightsOf: network)
    file["images"] = batch.originals
    file["labels"] = labels
    file["epsilon"] = Tensor(Self.epsilon)
    file["step size"] = Tensor(Self.stepSize)
    return file
  }

  /// The mean loss of the attacked images, without a random start.
  ///
  /// Single pixels may differ: where a gradient is zero but for rounding, its sign is anybody's guess.
  func results() throws -> SafetensorsFile {
    let changed = try perturbed(startsRandomly: false)
    let (graph, lossNode) = try network.attaching(.loss(.crossEntropy))
    let plan = try Plan(
      graph, batch: batch.count, request: PlanRequest(outputs: [lossNode]))
    try plan.setInput("targets", to: labels)
    var file = SafetensorsFile()
    for (name, images) in [("clean", batch.originals), ("attacked", changed)] {
      try plan.setInput(network.inputs[0].name, to: images)
      try plan.run()
      file["loss of \(name) images"] = plan.value(of: lossNode)
    }
    return file
  }

  func iterate() throws { _ = try perturbed(startsRandomly: true) }

  private func perturbed(startsRandomly: Bool) throws -> Tensor {
    if steps == 0 { return try FGSM(epsilon: Self.epsilon).perturb(batch, of: victim).images }
    let attack = PGD(
      epsilon: Self.epsilon, steps: steps, stepSize: Self.stepSize, startsRandomly: startsRandomly)
    return try attack.perturb(batch, of: victim).images
  }
}

import Fovea

/// One training step on one batch: forward, backward, SGD with momentum.
///
/// Images are the first ones of Fashion-MNIST for the small networks and fixed random ones for ResNet-18.
final class TrainStep: Workload {
  private let network: Network
  private let step: StepPlan
  private let images: Tensor
  private let labels: Tensor

  init(_ parameters: Parameters) throws {
    network = try Zoo.network(named: try parameters.text("model"), seed: 3)
    (images, labels) = try ModelInputs.batch(for: network, count: parameters.number("batch"))
    step = try StepPlan(network, input: images, labels: labels)
  }

  var operations: Double? { step.operations }

  func exchange() throws -> SafetensorsFile {
    var file = SafetensorsFile(weightsOf: network)
    file["images"] = images
    file["labels"] = labels
    return file
  }

  /// The loss and all gradients, and the loss after two steps, which depends on what the optimizer does.
  func results() throws -> SafetensorsFile {
    try step.plan.run()
    var file = SafetensorsFile()
    file["loss"] = step.loss
    for (position, parameter) in network.parameters.enumerated() where parameter.isTrainable {
      file["gradient/\(parameter.name)"] = step.plan.gradient(ofParameter: position)
    }
    step.update()
    try step.run()
    try step.plan.run()
    file["loss after two steps"] = step.loss
    return file
  }

  func iterate() throws { try step.run() }
}

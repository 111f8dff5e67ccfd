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
    network = try Zoo.network(named: try parameters.text("model"), seed: 3).awayFromKinks
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
    for (name, tensor) in gradients { file[name] = tensor }
    step.update()
    try step.run()
    try step.plan.run()
    file["loss after two steps"] = step.loss
    return file
  }

  /// A tensor for each parameter; with batch normalisation, all weights and all biases together, in the order of names.
  ///
  /// A normalisation takes off what the one before adds: those gradients are small remainders of large sums, and are
  /// measured by the largest of all instead of their own.
  private var gradients: [(name: String, tensor: Tensor)] {
    let positions = network.parameters.indices.filter { network.parameters[$0].isTrainable }
      .sorted { network.parameters[$0].name < network.parameters[$1].name }
    let all = positions.map {
      (name: network.parameters[$0].name, tensor: step.plan.gradient(ofParameter: $0))
    }
    guard network.nodes.contains(where: { $0.operation is BatchNormalization }) else {
      return all.map { ("gradient/\($0.name)", $0.tensor) }
    }
    return ["weight", "bias"].map { role in
      let parts = all.filter { $0.name.hasSuffix(".\(role)") }
      return ("gradients/\(role)", Tensor(parts.flatMap(\.tensor.scalars)))
    }
  }

  func iterate() throws { try step.run() }
}

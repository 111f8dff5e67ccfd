import Fovea

/// The gradient of the cross-entropy with respect to the images alone: what attacks and attribution need.
final class InputGradient: Workload {
  private let network: Network
  private let plan: Plan
  private let lossNode: Node.ID
  private let images: Tensor
  private let labels: Tensor
  let operations: Double?

  init(_ parameters: Parameters) throws {
    network = try Zoo.network(named: try parameters.text("model"), seed: 3).awayFromKinks
    (images, labels) = try ModelInputs.batch(for: network, count: parameters.number("batch"))
    let graph: Network
    (graph, lossNode) = try network.attaching(.loss(.crossEntropy))
    let input = network.inputs[0].name
    plan = try Plan(
      graph, batch: images.shape[0],
      request: PlanRequest(outputs: [lossNode], origin: .scalar(lossNode), inputs: [input]))
    try plan.setInput(input, to: images)
    try plan.setInput("targets", to: labels)
    operations = try Arithmetic(network, batch: images.shape[0]).inputGradient
  }

  func exchange() throws -> SafetensorsFile {
    var file = SafetensorsFile(weightsOf: network)
    file["images"] = images
    file["labels"] = labels
    return file
  }

  func results() throws -> SafetensorsFile {
    try plan.run()
    return SafetensorsFile([
      ("loss", plan.value(of: lossNode)),
      ("gradient", try plan.gradient(ofInput: network.inputs[0].name)),
    ])
  }

  func iterate() throws { try plan.run() }
}

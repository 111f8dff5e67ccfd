import Fovea

/// A forward pass without gradients, as in `evaluate`.
final class Inference: Workload {
  private let network: Network
  private let plan: Plan
  private let images: Tensor
  let operations: Double?

  init(_ parameters: Parameters) throws {
    network = try Zoo.network(named: try parameters.text("model"), seed: 3)
    let count = try parameters.number("batch")
    images = try ModelInputs.batch(for: network, count: count).images
    plan = try Plan(network, batch: count)
    try plan.setInput(network.inputs[0].name, to: images)
    operations = try Arithmetic(network, batch: count).forward
  }

  func exchange() throws -> SafetensorsFile {
    var file = SafetensorsFile(weightsOf: network)
    file["images"] = images
    return file
  }

  func results() throws -> SafetensorsFile {
    try plan.run()
    return SafetensorsFile([("logits", plan.value(of: network.outputs[0]))])
  }

  func iterate() throws { try plan.run() }
}

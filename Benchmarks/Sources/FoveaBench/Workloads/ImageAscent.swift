import Fovea

/// Steps of `Maximization` on one channel of ResNet-18, the image shifted, scaled and rotated anew at each.
///
/// An iteration is a whole run, the compilation of its plans included.
final class ImageAscent: Workload {
  private let network: Network
  private let maximization: Maximization
  private let image: Tensor
  private let map: Tensor

  init(_ parameters: Parameters) throws {
    network = try Zoo.network(named: "resnet18", seed: 3).awayFromKinks
    let channel = Objective.channel(
      try parameters.text("layer"), try parameters.number("channel"))
    maximization = Maximization(
      channel, steps: try parameters.number("steps"),
      transform: ImageTransform(jitter: 8, scale: 0.9...1.1, rotation: 10))
    var random = RandomSource(seed: 10, purpose: "image")
    image = Tensor.uniform([1, 3, 224, 224], in: 0.3...0.7, from: &random)
    map = Tensor(shape: [1, 6], scalars: [1, -0.125, 2.5, 0.125, 1, -6.25])
  }

  func exchange() throws -> SafetensorsFile {
    var file = SafetensorsFile(weightsOf: network)
    file["image"] = image
    file["map"] = map
    return file
  }

  /// The objective with its penalties and its gradient for one image and one map.
  ///
  /// The map's numbers have few binary digits: places are exact, so that rounding alone moves no ReLU over its kink.
  func results() throws -> SafetensorsFile {
    let input = network.inputs[0].name
    let mapped = try network.inserting(after: input) { (graph, node) throws(FoveaError) in
      let map = try graph.addInput("map", shape: [1, 6], isBatched: false)
      return try graph.add(AffineSampling(), to: [node, map], name: "transformed")
    }
    let (graph, objective) = try mapped.attaching(
      maximization.objective - maximization.l2 * .l2(of: input, around: 0.5)
        - maximization.totalVariation * .totalVariation(of: input))
    let plan = try Plan(
      graph, batch: 1,
      request: PlanRequest(outputs: [objective], origin: .scalar(objective), inputs: [input]))
    try plan.setInput(input, to: image)
    try plan.setInput("map", to: map)
    try plan.run()
    return SafetensorsFile([
      ("objective", plan.value(of: objective)), ("gradient", try plan.gradient(ofInput: input)),
    ])
  }

  func iterate() throws { _ = try maximization.run(on: network) }
}

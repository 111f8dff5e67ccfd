import FoveaEngine
public import FoveaNetwork
public import FoveaTensor

/// Where in a picture a network sees a class, for any layer of maps: each map weighted by the mean of the logit's gradient
/// over it (Selvaraju, Cogswell, Das, Vedantam, Parikh & Batra 2017).
///
/// `αₖ = mean of ∂logit/∂Aₖ over places`, `L(y, x) = max(0, Σₖ αₖ Aₖ(y, x))`. Where the layer's means go straight into a linear
/// layer this is `ClassActivationMap` above zero, divided by the number of places.
public struct GradCAM: Sendable {
  /// L, `[rows, columns]`.
  public let map: Tensor
  /// α, one for each channel.
  public let weights: [Float]
  /// The class.
  public let label: Int
  /// The node whose maps are weighted.
  public let layer: String

  /// Computes the map of a class, or of the one with the largest logit.
  ///
  /// - Parameters:
  ///   - layer: the node whose maps are weighted; the last one with rows and columns unless given.
  ///   - image: `[channels, height, width]` in pixel units.
  /// - Throws: `FoveaError` for an unknown node, one without rows and columns, or a class that the network does not have.
  public init(
    of label: Int? = nil, at layer: String? = nil, in network: Network, on image: Tensor
  ) throws(FoveaError) {
    let input = try network.imageInput()
    let node = try Self.maps(layer, network)
    let label = if let label { label } else { try Self.best(network, image, input) }
    let (graph, origin) = try network.attaching(.class(label))
    let point = HookPoint(node: node)
    let plan = try Plan(
      graph, batch: 1,
      request: PlanRequest(origin: .scalar(origin), values: [point], gradients: [point]))
    try plan.setInput(input.name, to: try input.batch(of: image))
    try plan.run()
    let (maps, gradients) = (plan.value(of: point).element(0), plan.gradient(of: point).scalars)
    let places = maps.shape[1] * maps.shape[2]
    let values = maps.scalars
    var sum = [Float](repeating: 0, count: places)
    var weights: [Float] = []
    for channel in 0..<maps.shape[0] {
      let range = channel * places..<(channel + 1) * places
      let weight = gradients[range].reduce(0, +) / Float(places)
      weights.append(weight)
      for place in 0..<places { sum[place] += weight * values[range.lowerBound + place] }
    }
    map = Tensor(shape: [maps.shape[1], maps.shape[2]], scalars: sum.map { max(0, $0) })
    self.weights = weights
    self.label = label
    self.layer = network.label(of: node)
  }

  private static func maps(_ layer: String?, _ network: Network) throws(FoveaError) -> Node.ID {
    func hasPlaces(_ node: Node) -> Bool {
      let shape = network.nominalShape(of: node.id)
      return shape.rank == 4 && shape[2] * shape[3] > 1
    }
    if let layer {
      let node = try network.node(layer)
      guard hasPlaces(node) else {
        throw FoveaError("'\(layer)' has no rows and columns: \(network.nominalShape(of: node.id))")
      }
      return node.id
    }
    guard let last = network.nodes.last(where: { hasPlaces($0) && !($0.operation is Input) }) else {
      throw FoveaError("no layer of the network has rows and columns")
    }
    return last.id
  }

  private static func best(
    _ network: Network, _ image: Tensor, _ input: ImageInput
  ) throws(FoveaError) -> Int {
    let logits = try network.answer(to: try input.batch(of: image)).scalars
    return logits.indices.max { logits[$0] < logits[$1] } ?? 0
  }
}

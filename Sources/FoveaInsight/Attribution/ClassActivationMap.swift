import FoveaEngine
public import FoveaNetwork
public import FoveaTensor

/// Where in a picture a network sees a class: the last maps, weighted as the class weighs their means (Zhou, Khosla, Lapedriza,
/// Oliva & Torralba 2016).
///
/// For networks that end in global average pooling and one linear layer: `M(y, x) = Σₖ wₖ fₖ(y, x)`, and the class's logit is
/// exactly the mean of M over all places plus the bias.
public struct ClassActivationMap: Sendable {
  /// M, `[rows, columns]`, in the unit of a logit.
  public let map: Tensor
  /// The class.
  public let label: Int
  /// The class's logit as the network computes it.
  public let logit: Float
  /// The class's bias.
  public let bias: Float
  /// The node whose maps are weighted.
  public let layer: String

  /// How far the mean of the map plus the bias is from the logit: rounding, and nothing else.
  public var imbalance: Float {
    let mean = map.scalars.reduce(0, +) / Float(map.shape.count)
    return abs(mean + bias - logit)
  }

  /// Computes the map of a class, or of the one with the largest logit.
  ///
  /// - Parameter image: `[channels, height, width]` in pixel units.
  /// - Throws: `FoveaError` where the network does not end in global average pooling and one linear layer, has no such class or
  ///   takes other pictures.
  public init(
    of label: Int? = nil, in network: Network, on image: Tensor
  ) throws(FoveaError) {
    let head = try LinearHead(of: network)
    let input = try network.imageInput()
    let plan = try Plan(
      network, batch: 1, request: PlanRequest(outputs: [head.maps, head.logits]))
    try plan.setInput(input.name, to: try input.batch(of: image))
    try plan.run()
    let logits = plan.value(of: head.logits).scalars
    let chosen = label ?? logits.indices.max { logits[$0] < logits[$1] } ?? 0
    guard logits.indices.contains(chosen) else {
      throw FoveaError("there is no class \(chosen): the network has \(logits.count)")
    }
    let maps = plan.value(of: head.maps).element(0)
    let weights = head.weight.element(chosen).scalars
    let places = maps.shape[1] * maps.shape[2]
    var sum = [Float](repeating: 0, count: places)
    let values = maps.scalars
    for (channel, weight) in weights.enumerated() {
      for place in 0..<places { sum[place] += weight * values[channel * places + place] }
    }
    map = Tensor(shape: [maps.shape[1], maps.shape[2]], scalars: sum)
    self.label = chosen
    logit = logits[chosen]
    bias = head.bias?.scalars[chosen] ?? 0
    layer = network.label(of: head.maps)
  }
}

/// The end of a network that pools its maps to their means and weighs these.
struct LinearHead {
  let maps: Node.ID
  let logits: Node.ID
  let weight: Tensor
  let bias: Tensor?

  init(of network: Network) throws(FoveaError) {
    var node = network.nodes[network.outputs[0].position]
    if node.operation is SoftmaxFunction { node = network.nodes[node.inputs[0].position] }
    let logits = node
    guard logits.operation is DenseProduct else { throw Self.refusal(network, at: node) }
    node = network.nodes[node.inputs[0].position]
    while node.operation is DropoutMask || node.operation is Flattening {
      node = network.nodes[node.inputs[0].position]
    }
    guard (node.operation as? GlobalPooling)?.reduction == .average else {
      throw Self.refusal(network, at: node)
    }
    maps = node.inputs[0]
    self.logits = logits.id
    weight = network.weights[logits.parameters[0]]
    bias = logits.parameters.count > 1 ? network.weights[logits.parameters[1]] : nil
  }

  private static func refusal(_ network: Network, at node: Node) -> FoveaError {
    FoveaError(
      "class activation maps need a network that ends in global average pooling and one linear layer; "
        + "'\(network.label(of: node.id))' is neither, GradCAM takes any network of maps")
  }
}

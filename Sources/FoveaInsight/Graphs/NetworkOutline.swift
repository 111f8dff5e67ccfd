public import FoveaNetwork

/// A network with what belongs together folded: activations and normalisations with their layer, and in large networks
/// layers in a row with each other.
public struct NetworkOutline: Hashable, Sendable {
  /// A layer with the functions and normalisations that follow it.
  public struct Layer: Hashable, Sendable {
    /// The label of its first node.
    public let label: String
    /// The kind of its first node.
    public let kind: String
    /// Its operation and what follows, such as `conv 64 × 3×3 · BN · ReLU`.
    public internal(set) var operation: String
    /// The extents of what comes out, the batch first.
    public internal(set) var shape: [Int]
    /// The number of its weights that are trained: running statistics do not count.
    public internal(set) var parameters: Int
    /// The multiply–adds of one forward pass.
    public internal(set) var multiplyAdds: Int
    /// How many nodes it stands for.
    public internal(set) var nodes: Int
  }

  /// Layers that follow each other and that nothing else reads or feeds.
  public struct Box: Hashable, Sendable {
    /// The layers in order.
    public internal(set) var layers: [Layer]
    /// The boxes that it reads.
    public internal(set) var inputs: [Int]
  }

  /// The boxes, each after those that it reads.
  public let boxes: [Box]

  /// The number of layers above which those in a row share a box.
  static let roomForAll = 24
  /// The most layers of a box.
  static let boxLimit = 8

  /// Folds a network.
  public init(_ summary: NetworkSummary) {
    let folded = Self.layers(of: summary)
    let readers = folded.reduce(into: [Int](repeating: 0, count: folded.count)) { counts, layer in
      for input in layer.inputs { counts[input] += 1 }
    }
    var boxes: [Box] = []
    var boxOf: [Int] = []
    for (layer, inputs) in folded {
      if folded.count > Self.roomForAll, inputs.count == 1, readers[inputs[0]] == 1,
        Self.continues(boxes[boxOf[inputs[0]]], layer)
      {
        boxes[boxOf[inputs[0]]].layers.append(layer)
        boxOf.append(boxOf[inputs[0]])
      } else {
        boxes.append(Box(layers: [layer], inputs: inputs.map { boxOf[$0] }))
        boxOf.append(boxes.count - 1)
      }
    }
    self.boxes = boxes
  }

  // MARK: - Layers

  private static let functions: Set<String> = [
    Elementwise.kind, Unary.kind, BatchNormalization.kind, DropoutMask.kind,
    LayerNormalization.kind, GroupNormalization.kind, LocalResponseNormalization.kind,
  ]
  private static let given: Set<String> = [Constant.kind, ParameterValue.kind]

  /// The layers with the positions of those that each reads.
  private static func layers(of summary: NetworkSummary) -> [(layer: Layer, inputs: [Int])] {
    let readers = summary.nodes.reduce(into: [String: Int]()) { counts, node in
      for input in node.inputs { counts[input, default: 0] += 1 }
    }
    var layers: [(layer: Layer, inputs: [Int])] = []
    var layerOf: [String: Int] = [:]
    var loose: [String: NodeDescription] = [:]
    for node in summary.nodes {
      if given.contains(node.kind) {
        // Weights that are nodes belong to who reads them.
        loose[node.label] = node
        continue
      }
      let weights = node.inputs.compactMap { loose.removeValue(forKey: $0) }
      let inputs = node.inputs.compactMap { layerOf[$0] }
      let added = ([node] + weights).reduce(0) { $0 + $1.parameters }
      if functions.contains(node.kind), inputs.count == 1, weights.isEmpty,
        readers[node.inputs[0]] == 1, layers[inputs[0]].layer.shape == node.shape,
        layers[inputs[0]].layer.kind != Input.kind
      {
        layers[inputs[0]].layer.operation += " · " + words(for: node)
        layers[inputs[0]].layer.parameters += added
        layers[inputs[0]].layer.multiplyAdds += node.multiplyAdds
        layers[inputs[0]].layer.nodes += 1
        layerOf[node.label] = inputs[0]
        continue
      }
      let layer = Layer(
        label: node.label, kind: node.kind, operation: words(for: node), shape: node.shape,
        parameters: added, multiplyAdds: node.multiplyAdds, nodes: 1 + weights.count)
      var sources: [Int] = []
      for input in inputs where !sources.contains(input) { sources.append(input) }
      layers.append((layer, sources))
      layerOf[node.label] = layers.count - 1
    }
    return layers
  }

  /// An operation in words.
  private static func words(for node: NodeDescription) -> String {
    switch (node.kind, node.attributes) {
    case (Elementwise.kind, "relu"): "ReLU"
    case (Elementwise.kind, "clamp(low: 0.0, high: 6.0)"): "ReLU6"
    case (Elementwise.kind, "linear(scale: 1.0, offset: 0.0)"): "identity"
    case (BatchNormalization.kind, _): "BN"
    case (Elementwise.kind, _), (Unary.kind, _), (Arithmetic.kind, _), (Binary.kind, _):
      node.attributes
    case (_, ""): node.kind
    default: "\(node.kind) \(node.attributes)"
    }
  }

  // MARK: - Boxes

  /// Whether a layer may stand below those of a box: names of one family, no picture made smaller by a pooling before.
  private static func continues(_ box: Box, _ layer: Layer) -> Bool {
    guard let last = box.layers.last, box.layers.count < boxLimit, box.inputs.count == 1,
      box.layers.count == 1 || !isPooling(last), last.kind != Input.kind
    else { return false }
    let (before, after) = (parts(of: last.label), parts(of: layer.label))
    let common = zip(before, after).prefix { $0 == $1 }.count
    return common >= 2 || before.count == 1 && after.count == 1
      || common == 1 && max(before.count, after.count) == 2
  }

  private static func isPooling(_ layer: Layer) -> Bool {
    layer.kind == Pooling.kind || layer.kind == GlobalPooling.kind
  }

  static func parts(of label: String) -> [Substring] { label.split(separator: ".") }
}

extension NetworkOutline.Box {
  /// What the names of its layers begin with.
  public var name: String {
    guard layers.count > 1 else { return layers[0].label }
    return commonParts.joined(separator: ".")
  }

  /// A layer's name without what all names of the box begin with.
  func ownName(of layer: NetworkOutline.Layer) -> String {
    let rest = NetworkOutline.parts(of: layer.label).dropFirst(commonParts.count)
    return rest.isEmpty ? layer.label : rest.joined(separator: ".")
  }

  private var commonParts: [Substring] {
    var common = NetworkOutline.parts(of: layers[0].label).dropLast()
    for layer in layers.dropFirst() {
      let parts = NetworkOutline.parts(of: layer.label).dropLast()
      let count = zip(common, parts).prefix { $0 == $1 }.count
      common = common.prefix(count)
    }
    return Array(common)
  }
}

public import FoveaDrawing
public import FoveaNetwork
public import FoveaTensor

/// The weights of a layer as pictures, a tile for each filter or unit.
///
/// Filters of one input channel are drawn through a colour map, of three as colours; of any other number each row is a
/// filter and each column an input channel. A dense layer that reads a picture (flattened or not) shows each unit's weights
/// in the picture's shape.
public struct FilterGrid: ComposedFigure {
  /// How weights become colours.
  public struct Style: Hashable, Sendable {
    /// Whether all tiles share one scale; else each has its own extremes.
    public var isShared: Bool
    /// Whether zero lies in the middle of the scale.
    public var isZeroCentered: Bool

    /// Creates a style.
    public init(isShared: Bool = true, isZeroCentered: Bool = true) {
      self.isShared = isShared
      self.isZeroCentered = isZeroCentered
    }
  }

  /// The layer's name.
  public let layer: String
  /// The weights, `[filters, channels, height, width]`.
  public let weights: Tensor
  /// What is drawn.
  public let grid: ImageGrid

  /// What is drawn.
  public var figure: any Figure { grid }

  /// Draws the weights of a layer; without a name, of the first one that has a kernel.
  ///
  /// - Throws: `FoveaError` for an unknown layer, with the nearest names, and for one whose weights are no pictures.
  public init(
    of network: Network, at layer: String? = nil, style: Style = Style(), limit: Int = 4096
  ) throws(FoveaError) {
    let node = try Self.node(of: network, layer)
    let weights = try Self.pictures(of: node, in: network)
    self.init(
      weights: weights, layer: node.name, style: style, limit: limit, seed: network.seed)
  }

  /// Draws weights of the shape `[filters, channels, height, width]`.
  ///
  /// - Precondition: the rank is 4.
  public init(
    weights: Tensor, layer: String, style: Style = Style(), limit: Int = 4096, seed: UInt64? = nil
  ) {
    precondition(weights.shape.rank == 4, "filters are [n, c, h, w], got \(weights.shape)")
    self.layer = layer
    self.weights = weights
    let channels = weights.shape[1]
    let isPicture = channels == 1 || channels == 3
    let filters = min(weights.shape[0], max(1, limit / (isPicture ? 1 : channels)))
    let tiles = (0..<filters).map { ImageGrid.Tile(image: weights.element($0)) }
    var parts = ["\(filters) of \(weights.shape[0]) filters"]
    if filters == weights.shape[0] { parts = ["\(filters) filters"] }
    parts.append("\(weights.shape[2])×\(weights.shape[3])×\(channels)")
    parts.append(style.isShared ? "one scale for all" : "each on its own scale")
    if let seed { parts.append("seed \(seed)") }
    grid = ImageGrid(
      title: "Filters of \(layer)", tiles: tiles, columns: isPicture ? nil : channels,
      rowLabels: isPicture ? [] : (0..<filters).map { "\($0)" },
      scaling: style.isShared ? .together : .each,
      kind: style.isZeroCentered ? .symmetric : .linear, unit: "weight",
      caption: parts.joined(separator: ", ") + ".")
  }

  private static func node(of network: Network, _ layer: String?) throws(FoveaError) -> Node {
    if let layer {
      if let node = network.nodes.first(where: { $0.name == layer }) { return node }
      return try network.node(layer)
    }
    if let first = network.nodes(of: Convolution.self).first { return first.node }
    if let first = network.nodes(of: DenseProduct.self).first { return first.node }
    throw FoveaError("the network has no layer whose weights are pictures")
  }

  private static func pictures(of node: Node, in network: Network) throws(FoveaError) -> Tensor {
    if node.operation is Convolution, let position = node.parameters.first {
      let weights = network.weights[position]
      switch weights.shape.rank {
      case 4: return weights
      case 3:
        return weights.reshaped(to: [weights.shape[0], weights.shape[1], 1, weights.shape[2]])
      default: break
      }
    }
    if node.operation is DenseProduct, let position = node.parameters.first {
      let weights = network.weights[position]
      if let picture = source(of: node, in: network), picture.count == weights.shape[1] {
        return weights.reshaped(to: Shape([weights.shape[0]] + picture.dimensions))
      }
    }
    let drawable = network.nodes.filter {
      $0.operation is Convolution
        || ($0.operation is DenseProduct && source(of: $0, in: network) != nil)
    }
    throw FoveaError(
      "the weights of '\(node.name)' are no pictures; those of \(drawable.map(\.name).joined(separator: ", ")) are"
    )
  }

  /// The shape `[channels, height, width]` of the picture that a dense layer reads through a flattening.
  private static func source(of node: Node, in network: Network) -> Shape? {
    var id = node.inputs[0]
    while network.nodes[id.position].operation is Flattening {
      id = network.nodes[id.position].inputs[0]
    }
    let shape = network.nominalShape(of: id)
    return shape.rank == 4 ? Shape(Array(shape.dimensions.dropFirst())) : nil
  }
}

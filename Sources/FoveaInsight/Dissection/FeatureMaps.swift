public import FoveaDrawing
import FoveaEngine
public import FoveaNetwork
public import FoveaTensor

/// One picture and what each channel of a layer makes of it.
public struct FeatureMaps: ComposedFigure {
  /// The picture, `[channels, height, width]`.
  public let image: Tensor
  /// The activations, `[channels, height, width]`; units of a dense layer are `[units, 1, 1]`.
  public let maps: Tensor
  /// The layer's label.
  public let layer: String
  /// The share of channels that are zero everywhere on this picture.
  public let deadShare: Float

  private let grid: FigureGrid

  /// What is drawn.
  public var figure: any Figure { grid }

  /// Runs a network on a picture and draws a layer; without a name, the last one that still has a width and height.
  ///
  /// - Parameter image: `[channels, height, width]` in pixel units.
  /// - Throws: `FoveaError` for an unknown layer, with the nearest names, and for a picture of another size.
  public init(
    of network: Network, at layer: String? = nil, image: Tensor, title: String? = nil
  ) throws(FoveaError) {
    let input = try network.imageInput()
    let node = try Self.node(of: network, layer)
    let batch = try input.batch(of: image)
    let plan = try Plan(
      network, shapes: [input.name: batch.shape], request: PlanRequest(outputs: [node.id]))
    try plan.setInput(input.name, to: batch)
    try plan.run()
    self.init(
      maps: plan.value(of: node.id).element(0), layer: network.label(of: node.id), image: image,
      title: title)
  }

  /// Draws recorded activations.
  ///
  /// - Precondition: the maps have the shape `[channels, height, width]` or `[units]`.
  public init(maps: Tensor, layer: String, image: Tensor, title: String? = nil) {
    precondition(
      maps.shape.rank == 3 || maps.shape.rank == 1,
      "feature maps are [channels, height, width] or [units], got \(maps.shape)")
    let maps = maps.shape.rank == 1 ? maps.reshaped(to: [maps.shape[0], 1, 1]) : maps
    self.image = image
    self.maps = maps
    self.layer = layer
    let dead = (0..<maps.shape[0]).filter { channel in
      maps.element(channel).scalars.allSatisfy { $0 == 0 }
    }
    deadShare = Float(dead.count) / Float(max(1, maps.shape[0]))
    let isSigned = maps.scalars.contains { $0 < 0 }
    let note =
      dead.isEmpty ? "" : " \(dead.count) of \(maps.shape[0]) channels are zero everywhere."
    grid = FigureGrid(
      title: title ?? "What \(layer) makes of a picture",
      panels: [
        ImageGrid(
          title: "input", tiles: [ImageGrid.Tile(image: image)], tileSize: 120),
        ImageGrid(
          title: "\(layer): \(maps.shape[0]) channels of \(maps.shape[1])×\(maps.shape[2])",
          images: maps.reshaped(to: [maps.shape[0], 1, maps.shape[1], maps.shape[2]]),
          scaling: .together, kind: isSigned ? .symmetric : .linear,
          colorMap: isSigned ? nil : .magma, unit: "activation"),
      ], columns: 2, hasLetters: false,
      caption: "All channels share one scale." + note)
  }

  private static func node(of network: Network, _ layer: String?) throws(FoveaError) -> Node {
    if let layer { return try network.node(layer) }
    let spatial = network.nodes.last {
      network.nominalShape(of: $0.id).rank == 4 && !($0.operation is Input)
    }
    guard let spatial else { throw FoveaError("the network has no layer of feature maps") }
    return spatial
  }
}

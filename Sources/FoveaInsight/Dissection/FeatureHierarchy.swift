public import FoveaDrawing
public import FoveaNetwork
public import FoveaTensor

/// One picture on its way through a network: the channels of each layer that still has a width and a height.
public struct FeatureHierarchy: ComposedFigure {
  /// The layers' names.
  public let layers: [String]
  /// The activations of each layer, `[channels, height, width]`.
  public let maps: [Tensor]
  /// For each layer the share of channels that are zero everywhere on this picture.
  public let deadShares: [Double]

  private let grid: FigureGrid

  /// What is drawn.
  public var figure: any Figure { grid }

  /// Runs a network on a picture; what is drawn of a layer is what the next one reads, after its ReLU.
  ///
  /// - Parameter image: `[channels, height, width]` in pixel units.
  /// - Throws: `FoveaError` where the network has no layer of feature maps, or the picture has another size.
  public init(
    of network: Network, image: Tensor, title: String = "A picture on its way through a network",
    imageTitle: String = "input", caption: String = ""
  ) throws(FoveaError) {
    let spatial = network.weightedLayers.filter { entry in
      guard let node = try? network.node(entry.activation) else { return false }
      return network.nominalShape(of: node.id).rank == 4
    }
    guard !spatial.isEmpty else { throw FoveaError("the network has no layer of feature maps") }
    let batch = try network.imageInput().batch(of: image)
    let maps = try network.values(at: spatial.map(\.activation), on: batch).map { $0.element(0) }
    layers = spatial.map(\.layer)
    self.maps = maps
    deadShares = maps.map(Self.deadShare)
    let panels = zip(spatial, maps).map { entry, maps -> ImageGrid in
      let hidden = entry.activation == entry.layer ? "" : " after ReLU"
      return Self.panel(maps, "\(entry.layer)\(hidden)")
    }
    let input = ImageGrid(
      title: imageTitle, tiles: [ImageGrid.Tile(image: image)], tileSize: 112,
      caption: "\(image.shape[1])×\(image.shape[2]) pixels")
    grid = FigureGrid(
      title: title, panels: [input] + panels, columns: 2, hasLetters: true, caption: caption)
  }

  /// All channels of a layer on one scale.
  private static func panel(_ maps: Tensor, _ name: String) -> ImageGrid {
    let channels = maps.shape[0]
    let isSigned = maps.scalars.contains { $0 < 0 }
    let dead = Int((deadShare(maps) * Double(channels)).rounded())
    var grid = ImageGrid(
      title: "\(name): \(channels) channels of \(maps.shape[1])×\(maps.shape[2])",
      images: maps.reshaped(to: [channels, 1, maps.shape[1], maps.shape[2]]),
      columns: channels <= 12 ? 5 : channels <= 40 ? 8 : 16, scaling: .together,
      kind: isSigned ? .symmetric : .linear,
      colorMap: isSigned ? nil : .magma, unit: "activation",
      caption: dead == 0 ? "" : "\(dead) of \(channels) channels are zero everywhere.")
    grid.tileSize = channels <= 12 ? 56 : 28
    return grid
  }

  private static func deadShare(_ maps: Tensor) -> Double {
    let dead = (0..<maps.shape[0]).count { maps.element($0).scalars.allSatisfy { $0 == 0 } }
    return Double(dead) / Double(max(1, maps.shape[0]))
  }
}

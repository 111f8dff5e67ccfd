public import FoveaDrawing
public import FoveaNetwork
public import FoveaTensor

/// A layer's channels on two pictures and, on a scale of its own, their difference: those that differ most.
public struct ActivationContrast: ComposedFigure {
  /// The layer's label.
  public let layer: String
  /// The channels that are shown, the one that differs most first.
  public let channels: [Int]
  /// For each channel shown ‖a(second) − a(first)‖.
  public let distances: [Double]
  /// What is drawn: both pictures' channels, and below them their differences.
  public let grids: [ImageGrid]
  /// What stands above.
  public let title: String

  /// What is drawn.
  public var figure: any Figure {
    FigureGrid(title: title, panels: grids, columns: 1, hasLetters: false)
  }

  /// Compares two pictures `[channels, height, width]` at a layer of feature maps.
  ///
  /// - Parameters:
  ///   - names: what the rows of the first and second picture are called.
  ///   - count: the most channels to show.
  /// - Throws: `FoveaError` for an unknown layer, one without width and height, and pictures of another size.
  public init(
    of network: Network, at layer: String, first: Tensor, second: Tensor,
    names: (first: String, second: String), count: Int = 10, title: String? = nil
  ) throws(FoveaError) {
    let input = try network.imageInput()
    let values = try [input.batch(of: first), input.batch(of: second)].map {
      (batch) throws(FoveaError) in try network.values(at: [layer], on: batch)[0].element(0)
    }
    guard values[0].shape.rank == 3 else {
      throw FoveaError("'\(layer)' has no feature maps: its shape is \(values[0].shape)")
    }
    var difference = values[1]
    difference.scalars = zip(values[1].scalars, values[0].scalars).map { $0 - $1 }
    let sizes = (0..<difference.shape[0]).map { channel in
      difference.element(channel).scalars.reduce(0.0) { $0 + Double($1 * $1) }.squareRoot()
    }
    let ranked = sizes.indices.sorted { (sizes[$0], $1) > (sizes[$1], $0) }.prefix(max(1, count))
    self.layer = layer
    channels = Array(ranked)
    distances = ranked.map { sizes[$0] }
    self.title = title ?? "\(layer): the channels that differ most"
    let isSigned = values.contains { $0.scalars.contains { $0 < 0 } }
    grids = [
      ImageGrid(
        tiles: Self.tiles(values, ranked), columns: ranked.count,
        rowLabels: [names.first, names.second], columnLabels: ranked.map { "\($0)" },
        scaling: .together, kind: isSigned ? .symmetric : .linear,
        colorMap: isSigned ? nil : .magma, unit: "activation", tileSize: 49),
      ImageGrid(
        tiles: Self.tiles([difference], ranked), columns: ranked.count, rowLabels: ["difference"],
        scaling: .together, kind: .symmetric, unit: "change", tileSize: 49),
    ]
  }

  /// A tile for each channel shown of each picture's maps.
  private static func tiles(
    _ pictures: [Tensor], _ channels: ArraySlice<Int>
  ) -> [ImageGrid.Tile] {
    pictures.flatMap { maps in
      channels.map { channel in
        ImageGrid.Tile(
          image: maps.element(channel).reshaped(to: [1, maps.shape[1], maps.shape[2]]))
      }
    }
  }
}

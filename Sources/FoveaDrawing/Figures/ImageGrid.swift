public import FoveaTensor

/// Pictures side by side: filters, feature maps, examples, adversarial images.
///
/// A tile is a tensor `[channels, height, width]` (or `[height, width]`). One channel is drawn through a colour map, three
/// as red, green and blue; of any other number each channel becomes a tile of its own.
public struct ImageGrid: Figure {
  /// One picture with its texts.
  public struct Tile: Hashable, Sendable {
    /// The numbers, `[channels, height, width]` or `[height, width]`.
    public var image: Tensor
    /// The text above.
    public var title: String
    /// The text below; lines are parted by line ends.
    public var caption: String
    /// The colour of the border and the caption, or `nil` for quiet ones.
    public var accent: Color?

    /// Creates a tile.
    public init(image: Tensor, title: String = "", caption: String = "", accent: Color? = nil) {
      self.image = image
      self.title = title
      self.caption = caption
      self.accent = accent
    }
  }

  /// Which numbers become the first and the last colour.
  public enum Scaling: Hashable, Sendable {
    /// 0 and 1, as pictures have it; what lies outside is held there, and a note says so.
    case unit
    /// Each tile's own extremes; a note says that tiles cannot be compared.
    case each
    /// The extremes of all tiles: the same colours mean the same numbers everywhere.
    case together
    /// A scale shared with other figures.
    case shared(ColorScale)
  }

  /// What happens to tiles of neither one nor three channels.
  public enum Channels: Hashable, Sendable {
    /// Each channel is a tile of its own.
    case separate
    /// The first three are red, green and blue (a missing third is black), and a note says so.
    case firstThree
  }

  /// The title.
  public var title: String
  /// The pictures, row by row.
  public var tiles: [Tile]
  /// The number of columns, or `nil` for a pleasant one.
  public var columns: Int?
  /// Texts left of the rows.
  public var rowLabels: [String]
  /// Texts above the columns.
  public var columnLabels: [String]
  /// Which numbers become the first and the last colour.
  public var scaling: Scaling
  /// How the numbers between are spread; `symmetric` keeps zero in the middle.
  public var kind: ColorScale.Kind
  /// The colours of one-channel tiles, or `nil` for grey (red and blue where zero is in the middle).
  public var colorMap: ColorMap?
  /// What happens to tiles of neither one nor three channels.
  public var channels: Channels
  /// The name and unit of the numbers, beside the bar.
  public var unit: String
  /// Whether there is a bar, or `nil` to have one where tiles share a scale that is not 0 to 1.
  public var showsBar: Bool?
  /// The longer side of a tile in points, or `nil` to follow the pictures and their number.
  public var tileSize: Double?
  /// The text below.
  public var caption: String
  /// The look.
  public var theme = Theme.standard

  /// Creates a grid.
  public init(
    title: String = "", tiles: [Tile], columns: Int? = nil, rowLabels: [String] = [],
    columnLabels: [String] = [], scaling: Scaling = .unit, kind: ColorScale.Kind = .linear,
    colorMap: ColorMap? = nil, channels: Channels = .separate, unit: String = "",
    tileSize: Double? = nil, caption: String = ""
  ) {
    self.title = title
    self.tiles = tiles
    self.columns = columns
    self.rowLabels = rowLabels
    self.columnLabels = columnLabels
    self.scaling = scaling
    self.kind = kind
    self.colorMap = colorMap
    self.channels = channels
    self.unit = unit
    self.tileSize = tileSize
    self.caption = caption
  }

  /// Creates a grid of a batch `[count, channels, height, width]`, or of the maps `[channels, height, width]` of one
  /// picture, each a tile.
  ///
  /// - Precondition: the rank is 3 or 4.
  public init(
    title: String = "", images: Tensor, columns: Int? = nil, scaling: Scaling = .unit,
    kind: ColorScale.Kind = .linear, colorMap: ColorMap? = nil, unit: String = "",
    caption: String = ""
  ) {
    precondition(
      images.shape.rank == 3 || images.shape.rank == 4,
      "pictures are [count, channels, height, width] or [channels, height, width], got \(images.shape)"
    )
    self.init(
      title: title, tiles: (0..<images.shape[0]).map { Tile(image: images.element($0)) },
      columns: columns, scaling: scaling, kind: kind, colorMap: colorMap, unit: unit,
      caption: caption)
  }

  /// The extents, which follow from the pictures and the texts around them.
  public var size: Size { GridArrangement(self).frame.size }

  /// Throws where there is no tile, or one is no picture or an empty one.
  public func validate() throws(FoveaError) {
    guard !tiles.isEmpty else {
      throw FoveaError("the image grid '\(title)' has nothing to draw: no tiles")
    }
    if let columns, columns < 1 {
      throw FoveaError("the image grid '\(title)' cannot have \(columns) columns")
    }
    if let tileSize, !(tileSize > 0 && tileSize < 10_000) {
      throw FoveaError("the image grid '\(title)' cannot have tiles of \(tileSize) points")
    }
    for (index, tile) in tiles.enumerated() {
      let shape = tile.image.shape
      guard shape.rank == 3 || shape.rank == 2 else {
        throw FoveaError(
          "tile \(index) of '\(title)' has the shape \(shape); a picture is [channels, height, width]"
        )
      }
      guard shape.count > 0 else {
        throw FoveaError("tile \(index) of '\(title)' is empty: its shape is \(shape)")
      }
    }
  }

  /// Draws the grid.
  public func draw(on canvas: any Canvas) {
    let arrangement = GridArrangement(self)
    let origin = arrangement.frame.origin
    canvas.within(Transform(x: origin.x, y: origin.y)) { arrangement.draw(on: canvas) }
  }
}

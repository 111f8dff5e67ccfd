public import FoveaTensor

/// Several figures as one, in rows, with letters, a title and a caption.
public struct FigureGrid: Figure {
  /// The title.
  public var title: String
  /// The figures, row by row.
  public var panels: [any Figure]
  /// The number of columns.
  public var columns: Int
  /// Whether panels bear the letters a, b, c.
  public var hasLetters: Bool
  /// The text below.
  public var caption: String
  /// The look of title, letters and caption.
  public var theme = Theme.standard

  /// Creates a grid; without `columns`, one row.
  public init(
    title: String = "", panels: [any Figure], columns: Int? = nil, hasLetters: Bool = true,
    caption: String = ""
  ) {
    self.title = title
    self.panels = panels
    self.columns = columns ?? max(panels.count, 1)
    self.hasLetters = hasLetters
    self.caption = caption
  }

  /// The extents, which follow from the panels.
  public var size: Size { arranged().frame.size }

  /// Throws where there is no panel, or where a panel does.
  public func validate() throws(FoveaError) {
    guard !panels.isEmpty else {
      throw FoveaError("the figure '\(title)' has nothing to draw: no panels")
    }
    guard columns >= 1 else {
      throw FoveaError("the figure '\(title)' cannot have \(columns) columns")
    }
    for panel in panels { try panel.validate() }
  }

  /// Draws the panels and what stands around them.
  public func draw(on canvas: any Canvas) {
    let (frame, places) = arranged()
    canvas.within(Transform(x: frame.origin.x, y: frame.origin.y)) {
      for (panel, place) in zip(panels, places) {
        canvas.within(Transform(x: place.x, y: place.y)) { panel.draw(on: canvas) }
      }
      frame.drawTexts(on: canvas)
    }
  }

  /// The layout, whose plot is all panels, and the panels' upper left corners.
  private func arranged() -> (frame: FrameLayout, places: [Point]) {
    let sizes = panels.map(\.size)
    let letterHeight = hasLetters ? theme.titleFont.lineHeight - 4 : 0
    var widths = [Double](repeating: 0, count: min(columns, panels.count))
    var heights = [Double](repeating: 0, count: (panels.count + columns - 1) / columns)
    for (index, size) in sizes.enumerated() {
      widths[index % columns] = max(widths[index % columns], size.width)
      heights[index / columns] = max(heights[index / columns], size.height + letterHeight)
    }
    let places = panels.indices.map { index in
      Point(
        widths.prefix(index % columns).reduce(0, +),
        heights.prefix(index / columns).reduce(0, +) + letterHeight)
    }
    var frame = FrameLayout(
      plot: Size(widths.reduce(0, +), heights.reduce(0, +)), theme: theme)
    if hasLetters {
      for (index, place) in places.enumerated() {
        frame.add(
          letter(index), at: Point(place.x + 2, place.y + 1),
          TextStyle(theme.titleFont, theme.ink, .start, .baseline))
      }
    }
    frame.addTitle(title)
    frame.addNotes([], caption: caption)
    return (frame, places)
  }

  /// a to z, then aa, ab and so on.
  private func letter(_ index: Int) -> String {
    let alphabet = Array("abcdefghijklmnopqrstuvwxyz")
    let last = String(alphabet[index % 26])
    return index < 26 ? last : letter(index / 26 - 1) + last
  }
}

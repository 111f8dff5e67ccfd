/// One line of text with its place.
struct TextItem: Hashable {
  var text: String
  var point: Point
  var style: TextStyle

  var bounds: Rectangle { style.bounds(of: text, at: point) }
}

/// The places of everything around a plot, found before anything is drawn.
///
/// Coordinates are those of the plot, whose upper left corner is (0, 0). What is added around it widens `bounds`, and
/// what is added later is put outside of it, so nothing overlaps.
struct FrameLayout {
  /// The plot's extents.
  let plot: Size
  let theme: Theme
  /// All text, in the plot's coordinates.
  private(set) var texts: [TextItem] = []
  /// What is taken so far, in the plot's coordinates.
  private(set) var bounds: Rectangle

  init(plot: Size, theme: Theme) {
    self.plot = plot
    self.theme = theme
    bounds = Rectangle(x: 0, y: 0, width: plot.width, height: plot.height)
  }

  /// The extents of the whole, margins included.
  var size: Size {
    Size(
      (origin.x + bounds.maxX + theme.margin).rounded(.up),
      (origin.y + bounds.maxY + theme.margin).rounded(.up))
  }

  /// Where the plot's corner lies in the whole: at full points, so that pixels stay sharp.
  var origin: Point {
    Point((theme.margin - bounds.x).rounded(.up), (theme.margin - bounds.y).rounded(.up))
  }

  mutating func reserve(_ rectangle: Rectangle) { bounds = bounds.union(rectangle) }

  mutating func add(_ item: TextItem) {
    guard !item.text.isEmpty else { return }
    texts.append(item)
    reserve(item.bounds)
  }

  mutating func add(_ text: String, at point: Point, _ style: TextStyle) {
    add(TextItem(text: text, point: point, style: style))
  }

  /// Adds a block of lines; `point` is its upper left corner, upper middle or upper right corner by the style's anchor.
  mutating func add(lines: [String], at point: Point, _ style: TextStyle) {
    var style = style
    style.vertical = .top
    for (index, line) in lines.enumerated() {
      add(line, at: Point(point.x, point.y + Double(index) * style.font.lineHeight), style)
    }
  }

  // MARK: Around the plot

  /// Adds labels below the plot, turned where they would touch each other, thinned out where even that does not help.
  mutating func addBottomTicks(_ ticks: [AxisTick]) {
    let labelled = ticks.filter { !$0.label.isEmpty }.sorted { $0.position < $1.position }
    let font = theme.tickFont
    let width = labelled.map { font.width(of: $0.label) }.max() ?? 0
    let distance =
      zip(labelled, labelled.dropFirst())
      .map { ($1.position - $0.position) * plot.width }.min() ?? .infinity
    let isTurned = width + 4 > distance
    let kept = isTurned ? thinned(labelled, distance: distance, least: font.size * 1.5) : labelled
    for tick in kept {
      let point = Point(tick.position * plot.width + (isTurned ? 3 : 0), plot.height + 5)
      let style =
        isTurned
        ? TextStyle(font, theme.ink, .end, .middle, rotation: -45)
        : TextStyle(font, theme.ink, .middle, .top)
      add(
        font.fitting(tick.label, width: 150), at: isTurned ? Point(point.x, point.y + 3) : point,
        style)
    }
  }

  /// Adds labels beside the plot, thinned out where they would touch each other.
  ///
  /// Positions grow upwards.
  mutating func addLeftTicks(_ ticks: [AxisTick], growsDown: Bool = false) {
    let labelled = ticks.filter { !$0.label.isEmpty }.sorted { $0.position < $1.position }
    let distance =
      zip(labelled, labelled.dropFirst())
      .map { ($1.position - $0.position) * plot.height }.min() ?? .infinity
    for tick in thinned(labelled, distance: distance, least: theme.tickFont.size * 1.15) {
      let share = growsDown ? tick.position : 1 - tick.position
      add(
        theme.tickFont.fitting(tick.label, width: 190), at: Point(-6, share * plot.height),
        TextStyle(theme.tickFont, theme.ink, .end, .middle))
    }
  }

  /// Every n-th label, so that they lie at least `least` apart.
  private func thinned(_ ticks: [AxisTick], distance: Double, least: Double) -> [AxisTick] {
    guard distance > 0, distance < least else { return ticks }
    let every = Int((least / distance).rounded(.up))
    return ticks.enumerated().filter { $0.offset.isMultiple(of: every) }.map(\.element)
  }

  /// Adds the axes' titles outside of their labels.
  mutating func addAxisTitles(x: String, y: String) {
    let font = theme.labelFont
    if !x.isEmpty {
      add(
        lines: font.wrapping(x, width: max(plot.width, 160)),
        at: Point(plot.width / 2, bounds.maxY + 5), TextStyle(font, theme.ink, .middle))
    }
    if !y.isEmpty {
      let lines = font.wrapping(y, width: max(plot.height, 160))
      let left = bounds.x - 5
      for (index, line) in lines.reversed().enumerated() {
        add(
          line, at: Point(left - Double(index) * font.lineHeight, plot.height / 2),
          TextStyle(font, theme.ink, .middle, .bottom, rotation: -90))
      }
    }
  }

  /// Adds the title above everything.
  mutating func addTitle(_ title: String) {
    guard !title.isEmpty else { return }
    let font = theme.titleFont
    let lines = font.wrapping(title, width: max(bounds.maxX, 200))
    let height = Double(lines.count) * font.lineHeight
    add(
      lines: lines, at: Point(0, bounds.y - theme.gap - height + (font.lineHeight - font.size)),
      TextStyle(font, theme.ink))
  }

  /// Adds notes and the caption below everything, as wide as the rest.
  mutating func addNotes(_ notes: [String], caption: String = "") {
    let font = theme.captionFont
    for text in notes + [caption] where !text.isEmpty {
      let lines = font.wrapping(text, width: max(bounds.width, 200))
      add(
        lines: lines, at: Point(bounds.x, bounds.maxY + theme.gap + 2),
        TextStyle(font, text == caption ? theme.ink : theme.quietInk))
    }
  }

  // MARK: Drawing

  /// Draws all text; to be called in the plot's coordinates.
  func drawTexts(on canvas: any Canvas) {
    for item in texts { canvas.draw(item.text, at: item.point, item.style) }
  }
}

import FoveaImage
public import FoveaTensor

/// Letters on coloured ground: a text with a number for each character, such as the state of one cell behind it.
///
/// Each letter has a cell of its own, so that lines of text stand below each other like the rows of a matrix. Line ends are
/// drawn as ↵ and begin a new row; long lines are broken.
public struct ColouredText: Figure {
  /// A letter and its number.
  public struct Cell: Hashable, Sendable {
    /// What is written; a line end is drawn as ↵, a space as nothing.
    public var letter: String
    /// The number that gives the ground its colour; `nil` for none.
    public var value: Float?
    /// The ground's colour where there is no number; `nil` for white.
    public var ground: Color?

    /// Creates a cell.
    public init(_ letter: String, _ value: Float? = nil, ground: Color? = nil) {
      self.letter = letter
      self.value = value
      self.ground = ground
    }
  }

  /// The title.
  public var title: String
  /// The letters, row by row.
  public var rows: [[Cell]]
  /// Texts left of the rows; none, or one for each.
  public var rowLabels: [String]
  /// How numbers become colours.
  public var kind: ColorScale.Kind
  /// A scale shared with other figures, or `nil` to fit one to the numbers; its kind goes before `kind`.
  public var scale: ColorScale?
  /// The colours, or `nil` for those that fit the kind of scale.
  public var colorMap: ColorMap?
  /// The name and unit of the numbers, beside the bar.
  public var unit: String
  /// The text below.
  public var caption: String
  /// The look.
  public var theme = Theme.standard
  /// The extents of a cell, in points.
  public var cellSize = Size(8, 13)

  /// Creates a figure of given rows.
  public init(
    title: String = "", rows: [[Cell]], rowLabels: [String] = [],
    kind: ColorScale.Kind = .linear, scale: ColorScale? = nil, colorMap: ColorMap? = nil,
    unit: String = "", caption: String = ""
  ) {
    self.title = title
    self.rows = rows
    self.rowLabels = rowLabels
    self.kind = kind
    self.scale = scale
    self.colorMap = colorMap
    self.unit = unit
    self.caption = caption
  }

  /// Creates a figure of a running text, broken at its line ends and behind `columns` letters.
  ///
  /// - Precondition: there is one number for each scalar, and a column.
  public init(
    title: String = "", text: [Unicode.Scalar], values: [Float], columns: Int = 64,
    kind: ColorScale.Kind = .linear, scale: ColorScale? = nil, colorMap: ColorMap? = nil,
    unit: String = "", caption: String = ""
  ) {
    precondition(
      text.count == values.count && columns > 0,
      "\(values.count) numbers for \(text.count) letters in \(columns) columns")
    var rows: [[Cell]] = [[]]
    for (scalar, value) in zip(text, values) {
      if rows[rows.count - 1].count == columns { rows.append([]) }
      rows[rows.count - 1].append(Cell(String(Character(scalar)), value))
      if scalar == "\n" { rows.append([]) }
    }
    if rows.last?.isEmpty == true { rows.removeLast() }
    self.init(
      title: title, rows: rows, kind: kind, scale: scale, colorMap: colorMap, unit: unit,
      caption: caption)
  }

  /// The extents, which follow from the rows and the texts around them.
  public var size: Size { TextArrangement(self).frame.size }

  /// Throws where there is no letter, or there are labels for some rows alone.
  public func validate() throws(FoveaError) {
    guard rows.contains(where: { !$0.isEmpty }) else {
      throw FoveaError("the text '\(title)' has nothing to draw: no letters")
    }
    guard rowLabels.isEmpty || rowLabels.count == rows.count else {
      throw FoveaError(
        "the text '\(title)' has \(rows.count) rows and \(rowLabels.count) labels")
    }
  }

  /// Draws the text.
  public func draw(on canvas: any Canvas) {
    let arrangement = TextArrangement(self)
    let origin = arrangement.frame.origin
    canvas.within(Transform(x: origin.x, y: origin.y)) { arrangement.draw(on: canvas) }
  }
}

/// Where everything in a coloured text lies, found once before it is drawn.
private struct TextArrangement {
  let text: ColouredText
  let scale: ColorScale
  let colors: ColorMap
  let bar: ColorBar?
  let barOrigin: Point
  let frame: FrameLayout

  init(_ text: ColouredText) {
    let theme = text.theme
    let columns = text.rows.map(\.count).max() ?? 0
    let plot = Size(
      Double(columns) * text.cellSize.width, Double(text.rows.count) * text.cellSize.height)
    let shown = text.rows.joined().compactMap(\.value)
    let scale = text.scale ?? ColorScale.fit(shown, text.kind)
    let colors = text.colorMap ?? (scale.kind == .symmetric ? .redBlue : .viridis)
    var frame = FrameLayout(plot: plot, theme: theme)
    for (row, label) in text.rowLabels.enumerated() {
      frame.add(
        label, at: Point(-6, (Double(row) + 0.5) * text.cellSize.height),
        TextStyle(theme.tickFont, theme.ink, .end, .middle))
    }
    var bar: ColorBar?
    var barOrigin = Point.zero
    if !shown.isEmpty {
      let made = ColorBar(
        scale: scale, map: colors, unit: text.unit, offScale: OffScale(shown, on: scale),
        height: min(max(plot.height - 24, 70), 160), theme: theme)
      let around = made.arranged().layout.bounds
      barOrigin = Point(
        (frame.bounds.maxX + 14 - around.x).rounded(.up), max(0, (-around.y - 4).rounded(.up)))
      frame.reserve(around.offset(x: barOrigin.x, y: barOrigin.y))
      bar = made
    }
    frame.addTitle(text.title)
    frame.addNotes([], caption: text.caption)
    self.text = text
    self.scale = scale
    self.colors = colors
    self.bar = bar
    self.barOrigin = barOrigin
    self.frame = frame
  }

  /// Draws in the plot's coordinates.
  func draw(on canvas: any Canvas) {
    let font = Font((text.cellSize.height * 0.72).rounded(.down))
    var letters: [(String, Point, Color)] = []
    for (row, cells) in text.rows.enumerated() {
      for (column, cell) in cells.enumerated() {
        let place = Rectangle(
          x: Double(column) * text.cellSize.width, y: Double(row) * text.cellSize.height,
          width: text.cellSize.width, height: text.cellSize.height)
        let ground =
          cell.value.map { scale.color(of: Double($0), in: colors) } ?? cell.ground ?? .white
        // A hair more than the cell, or pale seams show between neighbours.
        if ground != .white { canvas.fill(place.inset(by: -0.1), ground) }
        let isEnd = cell.letter == "\n"
        guard isEnd || cell.letter != " " else { continue }
        let ink = ground.contrasting
        letters.append(
          (
            isEnd ? "↵" : cell.letter, Point(place.midX, place.midY),
            isEnd ? ink.opacity(0.45) : ink
          ))
      }
    }
    for (letter, point, ink) in letters {
      canvas.draw(letter, at: point, TextStyle(font, ink, .middle, .middle))
    }
    if let bar {
      canvas.within(Transform(x: barOrigin.x, y: barOrigin.y)) { bar.draw(on: canvas) }
    }
    frame.drawTexts(on: canvas)
  }
}

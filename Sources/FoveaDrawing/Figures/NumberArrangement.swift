/// Where everything in a grid of numbers lies, found once before it is drawn.
struct NumberArrangement {
  let grid: NumberGrid
  /// The left side of each column, and the right side of the last.
  let lefts: [Double]
  let height: Double
  let frame: FrameLayout

  private let noteFont: Font
  private let colors: ColorMap

  init(_ grid: NumberGrid) {
    self.grid = grid
    let noteFont = Font((grid.font.size * 0.75).rounded())
    self.noteFont = noteFont
    colors = grid.colorMap ?? (grid.scale?.kind == .symmetric ? .redBlue : .viridis)
    let height = (grid.font.size * 2.2).rounded()
    self.height = height
    let columns = grid.cells.first?.count ?? 0
    var widths = (0..<columns).map { column in
      let texts = grid.cells.map { row in
        column < row.count ? Self.width(of: row[column], grid.font, noteFont) : 0
      }
      let label =
        grid.columnLabels.count == columns
        ? grid.theme.tickFont.width(of: grid.columnLabels[column]) + 6 : 0
      return max((texts.max() ?? 0) + 10, label, height, grid.leastCellWidth).rounded(.up)
    }
    if !grid.fitsColumns {
      widths = [Double](repeating: widths.max() ?? height, count: columns)
    }
    let lefts = widths.reduce(into: [0.0]) { $0.append($0[$0.count - 1] + $1) }
    self.lefts = lefts
    var frame = FrameLayout(
      plot: Size(lefts[columns], Double(grid.cells.count) * height), theme: grid.theme)
    // Half of an outline lies outside.
    frame.reserve(
      Rectangle(x: 0, y: 0, width: frame.plot.width, height: frame.plot.height).inset(by: -1))
    let quiet = grid.theme.quietInk
    for (column, label) in grid.columnLabels.prefix(columns).enumerated() {
      frame.add(
        label, at: Point((lefts[column] + lefts[column + 1]) / 2, -4),
        TextStyle(grid.theme.tickFont, quiet, .middle, .bottom))
    }
    for (row, label) in grid.rowLabels.prefix(grid.cells.count).enumerated() {
      frame.add(
        label, at: Point(-6, (Double(row) + 0.5) * height),
        TextStyle(grid.theme.tickFont, quiet, .end, .middle))
    }
    frame.addTitle(grid.title)
    frame.addNotes([], caption: grid.caption)
    self.frame = frame
  }

  private static func width(of cell: NumberGrid.Cell, _ font: Font, _ noteFont: Font) -> Double {
    let note = cell.note.isEmpty ? 0 : noteFont.width(of: cell.note) + 1
    return font.width(of: cell.text) + note
  }

  /// The place of a rectangle of cells.
  func place(rows: Range<Int>, columns: Range<Int>) -> Rectangle {
    Rectangle(
      x: lefts[columns.lowerBound], y: Double(rows.lowerBound) * height,
      width: lefts[columns.upperBound] - lefts[columns.lowerBound],
      height: Double(rows.count) * height)
  }

  private func place(_ row: Int, _ column: Int) -> Rectangle {
    place(rows: row..<row + 1, columns: column..<column + 1)
  }

  /// The colour of a cell, tints of marks included.
  private func ground(_ row: Int, _ column: Int) -> Color {
    let cell = grid.cells[row][column]
    if let own = cell.ground { return own }
    if let scale = grid.scale, let value = cell.value { return scale.color(of: value, in: colors) }
    let mark = grid.marks.last {
      $0.isTinted && $0.rows.contains(row) && $0.columns.contains(column)
    }
    return mark?.color.lighter(0.82) ?? .white
  }

  /// Draws in the plot's coordinates.
  func draw(on canvas: any Canvas) {
    for (row, cells) in grid.cells.enumerated() {
      for (column, cell) in cells.enumerated() where cell.isBordered {
        canvas.fill(place(row, column), ground(row, column))
      }
    }
    let pen = Stroke(Color(grey: 0.55), width: 0.6)
    for (row, cells) in grid.cells.enumerated() {
      for (column, cell) in cells.enumerated() where cell.isBordered {
        canvas.stroke(place(row, column), pen)
      }
    }
    for mark in grid.marks {
      canvas.stroke(
        place(rows: mark.rows, columns: mark.columns), Stroke(mark.color, width: 2))
    }
    for (row, cells) in grid.cells.enumerated() {
      for (column, cell) in cells.enumerated() {
        drawText(of: cell, in: place(row, column), on: ground(row, column), canvas)
      }
    }
    frame.drawTexts(on: canvas)
  }

  private func drawText(
    of cell: NumberGrid.Cell, in place: Rectangle, on ground: Color, _ canvas: any Canvas
  ) {
    let left = place.midX - Self.width(of: cell, grid.font, noteFont) / 2
    let baseline = place.midY + grid.font.capHeight / 2
    let ink = cell.ink ?? (cell.isBordered ? ground.contrasting : grid.theme.ink)
    canvas.draw(cell.text, at: Point(left, baseline), TextStyle(grid.font, ink))
    guard !cell.note.isEmpty else { return }
    canvas.draw(
      cell.note, at: Point(left + grid.font.width(of: cell.text) + 1, baseline + 3.5),
      TextStyle(noteFont, grid.noteColor ?? grid.theme.color(1)))
  }
}

import FoveaImage
import FoveaTensor

/// Where everything in an image grid lies, found once before it is drawn.
struct GridArrangement {
  let grid: ImageGrid
  let content: GridPictures
  let columns: Int
  let cell: Cell
  let bar: ColorBar?
  let barOrigin: Point
  let frame: FrameLayout

  /// One cell: the picture's place in it, and the texts' lines and font.
  struct Cell {
    var size: Size
    var tile: Size
    var gap: Double
    var titleHeight: Double
    var font: Font
  }

  init(_ grid: ImageGrid) {
    self.grid = grid
    content = GridPictures(grid)
    let count = content.pictures.count
    columns = grid.columns ?? Self.columns(for: count, parts: content.parts, grid)
    cell = Self.cell(grid, content, columns: min(columns, max(count, 1)))
    let used = min(columns, count)
    let rows = (count + columns - 1) / columns
    let plot = Size(
      Double(used) * (cell.size.width + cell.gap) - cell.gap,
      Double(rows) * (cell.size.height + cell.gap) - cell.gap)
    var frame = FrameLayout(plot: plot, theme: grid.theme)
    Self.addLabels(to: &frame, grid, cell, columns: used, rows: rows)
    bar = Self.bar(grid, content, height: min(max(plot.height, 80), 200))
    let around = bar?.arranged().layout.bounds ?? Rectangle(x: 0, y: 0, width: 0, height: 0)
    barOrigin = Point(
      (frame.bounds.maxX + 14 - around.x).rounded(.up), max(0, (-around.y - 4).rounded(.up)))
    if bar != nil { frame.reserve(around.offset(x: barOrigin.x, y: barOrigin.y)) }
    frame.addTitle(grid.title)
    frame.addNotes(content.notes, caption: grid.caption)
    self.frame = frame
  }

  /// One row for a few; else wider than high, with few places left empty.
  ///
  /// A picture's channels fill a row.
  private static func columns(for count: Int, parts: Int, _ grid: ImageGrid) -> Int {
    if !grid.columnLabels.isEmpty { return grid.columnLabels.count }
    if parts > 1, parts <= 16 { return parts }
    guard count > 6 else { return max(count, 1) }
    let root = Double(count).squareRoot()
    let candidates = Int(root.rounded(.up))...Int((root * 1.8).rounded(.up))
    func cost(_ columns: Int) -> Double {
      let empty = (columns - count % columns) % columns
      return Double(empty) / Double(columns) + abs(Double(columns) / root - 1.25) * 0.8
    }
    return candidates.min { cost($0) < cost($1) } ?? 1
  }

  private static func cell(_ grid: ImageGrid, _ content: GridPictures, columns: Int) -> Cell {
    let pictures = content.pictures
    let width = Double(pictures.map(\.image.width).max() ?? 1)
    let height = Double(pictures.map(\.image.height).max() ?? 1)
    let side = max(width, height)
    let budget = min(max(700 / Double(columns) - 4, 10), columns <= 4 ? 140 : 112)
    let perPixel = grid.tileSize.map { $0 / side } ?? pointsPerPixel(budget / side)
    let tile = Size(max(1, (width * perPixel).rounded()), max(1, (height * perPixel).rounded()))

    let lines = pictures.map { $0.caption.split(separator: "\n").count }.max() ?? 0
    let hasTitles = pictures.contains { !$0.title.isEmpty }
    let hasText = lines > 0 || hasTitles
    let font = Font(tile.width < 50 ? 7.5 : grid.theme.tickFont.size - 0.5)
    let texts = pictures.flatMap { [$0.title] + $0.caption.split(separator: "\n").map(String.init) }
    let widest = (texts.map { font.width(of: $0) }.max() ?? 0) + 2
    let cellWidth = max(tile.width, min(widest, max(tile.width * 1.3, 84))).rounded(.up)
    let titleHeight = hasTitles ? font.lineHeight + 1 : 0
    let captionHeight = Double(lines) * font.lineHeight + (lines > 0 ? 2 : 0)
    let shorter = min(tile.width, tile.height)
    return Cell(
      size: Size(cellWidth, tile.height + titleHeight + captionHeight), tile: tile,
      gap: hasText ? 8 : shorter < 20 ? 1 : shorter < 50 ? 3 : 5, titleHeight: titleHeight,
      font: font)
  }

  /// Whole or half points for a pixel, so that all pixels are of one size at two device pixels a point.
  private static func pointsPerPixel(_ wanted: Double) -> Double {
    if wanted >= 1 { return min(wanted.rounded(.down), 12) }
    return wanted >= 0.5 ? 0.5 : wanted
  }

  private static func addLabels(
    to frame: inout FrameLayout, _ grid: ImageGrid, _ cell: Cell, columns: Int, rows: Int
  ) {
    let font = grid.theme.labelFont
    for (column, label) in grid.columnLabels.prefix(columns).enumerated() {
      let middle = Double(column) * (cell.size.width + cell.gap) + cell.size.width / 2
      let lines = font.wrapping(label, width: max(cell.size.width + cell.gap - 4, 30))
      for (index, line) in lines.reversed().enumerated() {
        frame.add(
          line, at: Point(middle, -5 - Double(index) * font.lineHeight),
          TextStyle(font, grid.theme.ink, .middle, .bottom))
      }
    }
    for (row, label) in grid.rowLabels.prefix(rows).enumerated() {
      let top = Double(row) * (cell.size.height + cell.gap) + cell.titleHeight
      let lines = font.wrapping(label, width: 130)
      let first = top + cell.tile.height / 2 - Double(lines.count - 1) / 2 * font.lineHeight
      for (index, line) in lines.enumerated() {
        frame.add(
          line, at: Point(-7, first + Double(index) * font.lineHeight),
          TextStyle(font, grid.theme.ink, .end, .middle))
      }
    }
  }

  private static func bar(_ grid: ImageGrid, _ content: GridPictures, height: Double) -> ColorBar? {
    guard let scale = content.shared, grid.showsBar ?? (grid.scaling != .unit) else { return nil }
    return ColorBar(
      scale: scale, map: content.colors, unit: grid.unit, offScale: content.offScale,
      height: height, theme: grid.theme)
  }

  /// The picture's place.
  func place(_ index: Int) -> Rectangle {
    let image = content.pictures[index].image
    let x = Double(index % columns) * (cell.size.width + cell.gap)
    let y = Double(index / columns) * (cell.size.height + cell.gap) + cell.titleHeight
    let scale = min(cell.tile.width / Double(image.width), cell.tile.height / Double(image.height))
    let size = Size(Double(image.width) * scale, Double(image.height) * scale)
    return Rectangle(
      x: (x + (cell.size.width - size.width) / 2).rounded(),
      y: (y + (cell.tile.height - size.height) / 2).rounded(), width: size.width,
      height: size.height)
  }

  /// Draws in the plot's coordinates.
  func draw(on canvas: any Canvas) {
    for index in content.pictures.indices { drawTile(index, on: canvas) }
    if let bar {
      canvas.within(Transform(x: barOrigin.x, y: barOrigin.y)) { bar.draw(on: canvas) }
    }
    frame.drawTexts(on: canvas)
  }

  private func drawTile(_ index: Int, on canvas: any Canvas) {
    let picture = content.pictures[index]
    let place = place(index)
    canvas.draw(picture.image, in: place)
    if let accent = picture.accent {
      canvas.stroke(place.inset(by: -1), Stroke(accent, width: 2))
    } else if min(place.width, place.height) >= 24 {
      canvas.stroke(place, Stroke(Color(grey: 0.6), width: 0.4))
    }
    let column = Rectangle(
      x: Double(index % columns) * (cell.size.width + cell.gap), y: place.y,
      width: cell.size.width, height: cell.tile.height)
    let top = place.midY - cell.tile.height / 2
    canvas.draw(
      cell.font.fitting(picture.title, width: column.width), at: Point(column.midX, top - 3),
      TextStyle(cell.font, grid.theme.ink, .middle, .bottom))
    let style = TextStyle(cell.font, picture.accent ?? grid.theme.quietInk, .middle, .top)
    for (line, text) in picture.caption.split(separator: "\n").enumerated() {
      let y = top + cell.tile.height + 3 + Double(line) * cell.font.lineHeight
      canvas.draw(
        cell.font.fitting(String(text), width: column.width), at: Point(column.midX, y), style)
    }
  }
}

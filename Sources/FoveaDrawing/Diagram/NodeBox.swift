/// A node of a diagram with the places of its texts, relative to its middle.
struct NodeBox {
  let node: DiagramNode
  let size: Size
  private let items: [TextItem]
  private let rule: Double?
  private let kind: Color?
  private let theme: Theme

  init(_ node: DiagramNode, kinds: [Diagram.Kind], theme: Theme) {
    self.node = node
    self.theme = theme
    kind = kinds.first { $0.name == node.kind }?.color
    var text = NodeText(
      ink: node.fill?.contrasting ?? theme.ink, quietInk: node.fill?.contrasting ?? theme.quietInk)
    text.addLabel(
      node.label,
      Font(node.shape == .box ? 9.5 : 10, bold: node.shape == .box && !text.isAlone(node)))
    for line in node.lines { text.addLine(line, Font(8.5)) }
    rule = node.table.isEmpty || text.height == 0 ? nil : text.height + 1
    text.addTable(node.table, Font(8))
    let block = Size(text.width, text.height)
    size = Self.extents(of: node.shape, around: block)
    items = node.shape == .dot ? [] : text.centred(in: block)
  }

  private static func extents(of shape: DiagramNode.Shape, around block: Size) -> Size {
    switch shape {
    case .box: return Size(block.width + 14, block.height + 8)
    case .pill: return Size(max(block.width + block.height * 0.6 + 8, 26), block.height + 9)
    case .plain: return Size(block.width + 6, block.height + 4)
    case .dot: return Size(6, 6)
    case .circle:
      let diagonal =
        (block.width * block.width + block.height * block.height * 0.7).squareRoot()
      let side = max(26, diagonal + 5)
      return Size(side, side)
    }
  }

  /// The rectangle that the node takes when its middle lies at a point.
  func bounds(at middle: Point) -> Rectangle {
    Rectangle(
      x: middle.x - size.width / 2, y: middle.y - size.height / 2, width: size.width,
      height: size.height)
  }

  /// How far the outline lies from the middle, in a direction of length 1.
  func reach(_ direction: Point) -> Double {
    guard node.shape != .circle, node.shape != .dot else { return size.width / 2 }
    let x = abs(direction.x) > 1e-9 ? size.width / 2 / abs(direction.x) : .infinity
    let y = abs(direction.y) > 1e-9 ? size.height / 2 / abs(direction.y) : .infinity
    return min(x, y)
  }

  /// How far the outline lies from the middle along the layers, at a distance across from it.
  func reach(extent: Double, across offset: Double) -> Double {
    guard node.shape == .circle || node.shape == .dot else { return extent / 2 }
    return max(0, extent * extent / 4 - offset * offset).squareRoot()
  }

  // MARK: - Drawing

  func draw(on canvas: any Canvas, at middle: Point) {
    let place = bounds(at: middle)
    let outline: Path? =
      switch node.shape {
      case .box: .rounded(place, radius: 3.5)
      case .pill: .rounded(place, radius: place.height / 2)
      case .circle, .dot: .circle(middle, radius: place.width / 2)
      case .plain: nil
      }
    if let outline {
      let pen = kind ?? theme.ink
      let inside = node.shape == .dot ? pen : node.fill ?? kind?.lighter(0.84) ?? .white
      canvas.fill(outline, inside)
      canvas.stroke(outline, Stroke(pen, width: 1))
      if let rule {
        let y = place.y + 4 + rule
        canvas.line(
          Point(place.x, y), Point(place.maxX, y), Stroke(pen.lighter(0.5), width: 0.6))
      }
    }
    for item in items {
      canvas.draw(
        item.text, at: Point(middle.x + item.point.x, middle.y + item.point.y), item.style)
    }
  }
}

/// Lines of text one below the other, the way nodes have them.
private struct NodeText {
  let ink: Color
  let quietInk: Color
  private(set) var width = 0.0
  private(set) var height = 0.0
  /// Lines in the middle, and cells with their distance from the left.
  private var lines: [TextItem] = []
  private var cells: [TextItem] = []

  init(ink: Color, quietInk: Color) {
    self.ink = ink
    self.quietInk = quietInk
  }

  func isAlone(_ node: DiagramNode) -> Bool { node.lines.isEmpty && node.table.isEmpty }

  mutating func addLabel(_ text: String, _ font: Font) { add(text, font, ink) }

  mutating func addLine(_ text: String, _ font: Font) { add(text, font, quietInk) }

  private mutating func add(_ text: String, _ font: Font, _ color: Color) {
    guard !text.isEmpty else { return }
    let line = font.size * 1.22
    lines.append(
      TextItem(
        text: text, point: Point(0, height + line / 2),
        style: TextStyle(font, color, .middle, .middle)))
    width = max(width, font.width(of: text))
    height += line
  }

  mutating func addTable(_ rows: [[String]], _ font: Font) {
    guard !rows.isEmpty else { return }
    if height > 0 { height += 4 }
    let columns = rows.map(\.count).max() ?? 0
    var x = 0.0
    for column in 0..<columns {
      let texts = rows.map { column < $0.count ? $0[column] : "" }
      let extent = texts.map { font.width(of: $0) }.max() ?? 0
      guard extent > 0 else { continue }
      let isNumber = texts.allSatisfy { $0.first.map { $0.isNumber || $0 == "−" } ?? true }
      for (row, text) in texts.enumerated() where !text.isEmpty {
        let y = height + (Double(row) + 0.5) * font.size * 1.36
        cells.append(
          TextItem(
            text: text, point: Point(isNumber ? x + extent : x, y),
            style: TextStyle(font, column == 0 ? ink : quietInk, isNumber ? .end : .start, .middle))
        )
      }
      x += extent + 9
    }
    width = max(width, x - 9)
    height += Double(rows.count) * font.size * 1.36
  }

  /// All items relative to the middle of the block.
  func centred(in block: Size) -> [TextItem] {
    lines.map { item in
      var moved = item
      moved.point.y -= block.height / 2
      return moved
    }
      + cells.map { item in
        var moved = item
        moved.point.x -= block.width / 2
        moved.point.y -= block.height / 2
        return moved
      }
  }
}

extension Path {
  /// A rectangle with round corners.
  static func rounded(_ place: Rectangle, radius: Double) -> Path {
    let radius = min(radius, place.width / 2, place.height / 2)
    let handle = radius * (1 - 0.5522847498)
    func corner(_ x: Double, _ y: Double) -> Point { Point(x, y) }
    return Path([
      .move(corner(place.x + radius, place.y)), .line(corner(place.maxX - radius, place.y)),
      .curve(
        corner(place.maxX - handle, place.y), corner(place.maxX, place.y + handle),
        corner(place.maxX, place.y + radius)),
      .line(corner(place.maxX, place.maxY - radius)),
      .curve(
        corner(place.maxX, place.maxY - handle), corner(place.maxX - handle, place.maxY),
        corner(place.maxX - radius, place.maxY)),
      .line(corner(place.x + radius, place.maxY)),
      .curve(
        corner(place.x + handle, place.maxY), corner(place.x, place.maxY - handle),
        corner(place.x, place.maxY - radius)),
      .line(corner(place.x, place.y + radius)),
      .curve(
        corner(place.x, place.y + handle), corner(place.x + handle, place.y),
        corner(place.x + radius, place.y)),
      .close,
    ])
  }
}

/// Where everything in a diagram lies, in points from wherever its layout began to count.
struct DiagramPlaces {
  /// The middle of each node.
  var middles: [Point]
  /// The way of each wire.
  var routes: [DiagramRoute]
  /// The texts beside wires.
  var labels: [TextItem]

  /// The smallest rectangle around everything.
  func bounds(of boxes: [NodeBox]) -> Rectangle {
    var bounds = boxes[0].bounds(at: middles[0])
    for (box, middle) in zip(boxes, middles) { bounds = bounds.union(box.bounds(at: middle)) }
    for label in labels { bounds = bounds.union(label.bounds) }
    for route in routes {
      for point in route.corners {
        bounds = bounds.union(Rectangle(x: point.x, y: point.y, width: 0, height: 0))
      }
    }
    return bounds
  }

  /// Both texts of a wire around a point: above and below it, or to its left and right.
  static func labels(
    of edge: DiagramEdge, at point: Point, isDown: Bool, _ diagram: Diagram
  ) -> [TextItem] {
    let font = diagram.theme.tickFont
    let (above, below): (TextStyle, TextStyle) =
      isDown
      ? (
        TextStyle(font, diagram.aboveColor, .end, .middle),
        TextStyle(font, diagram.belowColor, .start, .middle)
      )
      : (
        TextStyle(font, diagram.aboveColor, .middle, .bottom),
        TextStyle(font, diagram.belowColor, .middle, .top)
      )
    let away = isDown ? Point(4, 0) : Point(0, 2)
    return [
      TextItem(text: edge.above, point: Point(point.x - away.x, point.y - away.y), style: above),
      TextItem(text: edge.below, point: Point(point.x + away.x, point.y + away.y), style: below),
    ].filter { !$0.text.isEmpty }
  }
}

/// The way of a wire from the border of one node to that of another.
struct DiagramRoute {
  /// The position of the wire in the diagram.
  let edge: Int
  private(set) var elements: [Path.Element]
  /// The points that the way passes, its two ends among them.
  private(set) var corners: [Point]

  init(edge: Int, from start: Point) {
    self.edge = edge
    elements = [.move(start)]
    corners = [start]
  }

  /// Where it is now.
  var end: Point { corners[corners.count - 1] }

  mutating func line(to point: Point) {
    // Sums of places differ in their last digits: a piece of no length has no direction either.
    guard abs(point.x - end.x) + abs(point.y - end.y) > 1e-6 else { return }
    elements.append(.line(point))
    corners.append(point)
  }

  mutating func curve(_ first: Point, _ second: Point, to point: Point) {
    elements.append(.curve(first, second, point))
    corners.append(point)
  }

  /// Straight lines through points, with corners cut round.
  mutating func bend(through points: [Point], radius: Double) {
    for (index, point) in points.enumerated() {
      guard index + 1 < points.count else {
        line(to: point)
        break
      }
      let (before, after) = (end, points[index + 1])
      let near = { (other: Point) -> Point in
        let (dx, dy) = (other.x - point.x, other.y - point.y)
        let length = max((dx * dx + dy * dy).squareRoot(), 1e-9)
        let share = min(radius, length / 2) / length
        return Point(point.x + dx * share, point.y + dy * share)
      }
      let (from, to) = (near(before), near(after))
      line(to: from)
      curve(
        Point((from.x + point.x) / 2, (from.y + point.y) / 2),
        Point((to.x + point.x) / 2, (to.y + point.y) / 2), to: to)
    }
  }

  /// Draws the way, with a head at its end where it has one.
  func draw(on canvas: any Canvas, _ stroke: Stroke, hasHead: Bool) {
    guard hasHead else { return canvas.stroke(Path(elements), stroke) }
    guard let tip = corners.last, let last = elements.last else { return }
    let before: Point =
      switch last {
      case .curve(_, let second, _): second == tip ? corners[corners.count - 2] : second
      default: corners.count > 1 ? corners[corners.count - 2] : tip
      }
    let (dx, dy) = (tip.x - before.x, tip.y - before.y)
    let length = (dx * dx + dy * dy).squareRoot()
    guard length > 0 else { return }
    let along = Point(dx / length, dy / length)
    let head = 5 + stroke.width * 0.6
    let base = Point(tip.x - along.x * head, tip.y - along.y * head)
    // The pen stops inside of the head, so that its butt end does not stick out of the tip.
    let stop = Point(tip.x - along.x * head * 0.6, tip.y - along.y * head * 0.6)
    var shaft = elements
    switch last {
    case .curve(let first, let second, _): shaft[shaft.count - 1] = .curve(first, second, stop)
    default: shaft[shaft.count - 1] = .line(stop)
    }
    canvas.stroke(Path(shaft), stroke)
    let side = Point(-along.y * head * 0.42, along.x * head * 0.42)
    canvas.fill(
      .polygon([
        tip, Point(base.x + side.x, base.y + side.y), Point(base.x - side.x, base.y - side.y),
      ]), stroke.color)
  }

  /// Everything moved.
  mutating func move(_ dx: Double, _ dy: Double) {
    func moved(_ point: Point) -> Point { Point(point.x + dx, point.y + dy) }
    corners = corners.map(moved)
    elements = elements.map { element in
      switch element {
      case .move(let to): .move(moved(to))
      case .line(let to): .line(moved(to))
      case .curve(let a, let b, let to): .curve(moved(a), moved(b), moved(to))
      case .close: .close
      }
    }
  }
}

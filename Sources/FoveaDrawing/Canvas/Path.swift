/// Lines and curves to fill or to stroke: a plain value.
public struct Path: Hashable, Sendable {
  /// One step of a path.
  public enum Element: Hashable, Sendable {
    /// Lifts the pen and puts it down elsewhere.
    case move(Point)
    /// A straight line.
    case line(Point)
    /// A cubic Bézier curve with two control points.
    case curve(Point, Point, Point)
    /// A line back to the last `move`.
    case close
  }

  /// The steps in order.
  public var elements: [Element] = []

  /// Creates a path of its steps.
  public init(_ elements: [Element] = []) { self.elements = elements }

  /// Whether there is nothing to draw.
  public var isEmpty: Bool { elements.isEmpty }

  /// A rectangle.
  public static func rectangle(_ rectangle: Rectangle) -> Path {
    polygon([
      rectangle.origin, Point(rectangle.maxX, rectangle.y), Point(rectangle.maxX, rectangle.maxY),
      Point(rectangle.x, rectangle.maxY),
    ])
  }

  /// A straight line.
  public static func line(_ from: Point, _ to: Point) -> Path { Path([.move(from), .line(to)]) }

  /// Straight lines from point to point.
  public static func polyline(_ points: [Point]) -> Path {
    Path(points.enumerated().map { $0 == 0 ? .move($1) : .line($1) })
  }

  /// Straight lines from point to point and back to the first.
  public static func polygon(_ points: [Point]) -> Path {
    guard !points.isEmpty else { return Path() }
    return Path(polyline(points).elements + [.close])
  }

  /// A circle of four Bézier curves, which leave it by at most 0.03 % of the radius.
  public static func circle(_ centre: Point, radius: Double) -> Path {
    let handle = radius * 0.5522847498
    func point(_ x: Double, _ y: Double) -> Point { Point(centre.x + x, centre.y + y) }
    return Path([
      .move(point(radius, 0)),
      .curve(point(radius, handle), point(handle, radius), point(0, radius)),
      .curve(point(-handle, radius), point(-radius, handle), point(-radius, 0)),
      .curve(point(-radius, -handle), point(-handle, -radius), point(0, -radius)),
      .curve(point(handle, -radius), point(radius, -handle), point(radius, 0)),
      .close,
    ])
  }
}

/// How a path is stroked.
public struct Stroke: Hashable, Sendable {
  /// The colour of the pen.
  public var color: Color
  /// The width of the pen, in points.
  public var width: Double
  /// Lengths of dashes and gaps in turn, in points; empty for a solid line.
  public var dashes: [Double]
  /// Whether pixels take 16 steps of coverage in place of 255: a third of the time, unseen in pale lines.
  public var isCoarse = false
  /// Whether lines end in half circles; a line of no length is then a dot.
  public var hasRoundEnds = false

  /// Creates a stroke.
  public init(_ color: Color, width: Double = 1, dashes: [Double] = []) {
    self.color = color
    self.width = width
    self.dashes = dashes
  }
}

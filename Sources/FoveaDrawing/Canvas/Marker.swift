/// The shape of a point in a chart.
public enum Marker: String, CaseIterable, Hashable, Sendable {
  /// A filled circle.
  case circle
  /// A filled square.
  case square
  /// A filled triangle that points upwards.
  case triangle
  /// A filled square on its tip.
  case diamond
  /// The outline of a triangle that points downwards: a value that lies below the axis.
  case openDown
  /// Two crossed lines: a value that is not a number.
  case cross

  /// The width of the pen of a marker that is an outline, in points; `nil` for those that are filled.
  func pen(radius: Double) -> Double? {
    switch self {
    case .openDown, .cross: max(0.8, radius * 0.4)
    case .circle, .square, .triangle, .diamond: nil
    }
  }

  /// The outline around a centre; `radius` is that of the circle of the same weight.
  func path(_ centre: Point, radius: Double) -> Path {
    func point(_ x: Double, _ y: Double) -> Point {
      Point(centre.x + x * radius, centre.y + y * radius)
    }
    switch self {
    case .circle: return .circle(centre, radius: radius)
    case .square:
      return .polygon([(-1, -1), (1, -1), (1, 1), (-1, 1)].map { point($0 * 0.88, $1 * 0.88) })
    case .triangle: return .polygon([point(0, -1.2), point(1.1, 0.8), point(-1.1, 0.8)])
    case .diamond:
      return .polygon([point(0, -1.25), point(1.25, 0), point(0, 1.25), point(-1.25, 0)])
    case .openDown: return .polygon([point(0, 1), point(1.1, -0.9), point(-1.1, -0.9)])
    case .cross:
      return Path([
        .move(point(-0.9, -0.9)), .line(point(0.9, 0.9)), .move(point(-0.9, 0.9)),
        .line(point(0.9, -0.9)),
      ])
    }
  }
}

extension Canvas {
  /// Draws a marker around a point.
  public func marker(_ marker: Marker, at centre: Point, radius: Double = 2.5, _ color: Color) {
    let path = marker.path(centre, radius: radius)
    if let pen = marker.pen(radius: radius) {
      stroke(path, Stroke(color, width: pen))
    } else {
      fill(path, color)
    }
  }
}

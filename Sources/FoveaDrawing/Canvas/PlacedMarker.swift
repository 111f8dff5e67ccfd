/// A marker at its place: one of many that are drawn together.
public struct PlacedMarker: Hashable, Sendable {
  /// The shape.
  public var marker: Marker
  /// The middle of the shape.
  public var centre: Point
  /// The radius of the circle of the same weight, in points.
  public var radius: Double
  /// The colour.
  public var color: Color

  /// Places a marker.
  public init(_ marker: Marker, at centre: Point, radius: Double = 2.5, _ color: Color) {
    self.marker = marker
    self.centre = centre
    self.radius = radius
    self.color = color
  }

  /// The radius of a circle around everything that is drawn, pens and their joins included.
  var reach: Double {
    marker == .circle ? radius : 1.45 * radius + (marker.pen(radius: radius) ?? 0)
  }
}

extension Canvas {
  /// Draws markers one after another, each over those before it.
  public func draw(_ markers: [PlacedMarker]) {
    for placed in markers {
      marker(placed.marker, at: placed.centre, radius: placed.radius, placed.color)
    }
  }
}

public import FoveaImage

/// Something to draw on; lengths are points (1/72 inch), y grows downwards.
///
/// A conformance provides the first seven requirements; many markers at once, lines, shapes and arrows come by extension.
public protocol Canvas: AnyObject {
  /// The extents of the canvas.
  var size: Size { get }

  /// Fills a path; where it crosses itself by the non-zero winding rule.
  func fill(_ path: Path, _ color: Color)

  /// Strokes a path, with round joins, and butt ends unless the stroke asks for round ones.
  func stroke(_ path: Path, _ stroke: Stroke)

  /// Draws one line of text beside or around a point, as the style's anchor and rotation say.
  func draw(_ text: String, at point: Point, _ style: TextStyle)

  /// Draws a picture into a rectangle: its pixels as blocks where it grows, averaged where it shrinks.
  func draw(_ image: PixelImage, in rectangle: Rectangle)

  /// Begins a part with its own coordinates, cut off at `clip` (in those coordinates) if given; ends with `pop`.
  func push(_ transform: Transform, clip: Rectangle?)

  /// Ends the part that the last `push` began.
  func pop()

  /// Draws markers, each over those before it.
  func draw(_ markers: [PlacedMarker])
}

extension Canvas {
  /// Draws a part in its own coordinates, cut off at `clip` (in those coordinates) if given.
  public func within(
    _ transform: Transform = Transform(), clip: Rectangle? = nil, _ draw: () -> Void
  ) {
    push(transform, clip: clip)
    draw()
    pop()
  }

  /// Fills a rectangle.
  public func fill(_ rectangle: Rectangle, _ color: Color) { fill(.rectangle(rectangle), color) }

  /// Strokes a rectangle.
  public func stroke(_ rectangle: Rectangle, _ stroke: Stroke) {
    self.stroke(.rectangle(rectangle), stroke)
  }

  /// Draws a straight line.
  public func line(_ from: Point, _ to: Point, _ stroke: Stroke) {
    self.stroke(.line(from, to), stroke)
  }

  /// Draws straight lines from point to point.
  public func polyline(_ points: [Point], _ stroke: Stroke) {
    guard points.count > 1 else { return }
    self.stroke(.polyline(points), stroke)
  }

  /// Fills a circle.
  public func circle(_ centre: Point, radius: Double, _ color: Color) {
    fill(.circle(centre, radius: radius), color)
  }

  /// Draws a line with a filled head at its end.
  public func arrow(_ from: Point, _ to: Point, _ stroke: Stroke, head: Double = 6) {
    let length = ((to.x - from.x) * (to.x - from.x) + (to.y - from.y) * (to.y - from.y))
      .squareRoot()
    guard length > 0 else { return }
    let along = Point((to.x - from.x) / length, (to.y - from.y) / length)
    let reach = min(head, length)
    let base = Point(to.x - along.x * reach, to.y - along.y * reach)
    line(from, base, stroke)
    let side = Point(-along.y * reach * 0.4, along.x * reach * 0.4)
    fill(
      .polygon([
        to, Point(base.x + side.x, base.y + side.y), Point(base.x - side.x, base.y - side.y),
      ]),
      stroke.color)
  }

  /// Fills the rectangle's area with thin slanted lines: the sign for "there is nothing here".
  public func hatch(_ rectangle: Rectangle, _ stroke: Stroke, distance: Double = 4) {
    var path = Path()
    let reach = rectangle.width + rectangle.height
    for offset in Swift.stride(from: distance / 2, to: reach, by: distance) {
      let lowX = rectangle.x + max(0, offset - rectangle.height)
      let lowY = rectangle.y + min(offset, rectangle.height)
      let highX = rectangle.x + min(offset, rectangle.width)
      let highY = rectangle.y + max(0, offset - rectangle.width)
      path.elements += [.move(Point(lowX, lowY)), .line(Point(highX, highY))]
    }
    self.stroke(path, stroke)
  }
}

import Foundation
public import FoveaTensor

/// Figures around a figure, each in its direction.
public struct FigureWheel: Figure {
  /// The figure in the middle.
  public var centre: any Figure
  /// The figures around it with their directions, in degrees clockwise from the right.
  public var around: [(degrees: Double, figure: any Figure)]
  /// The distance of their middles from the centre, in points.
  public var radius: Double
  /// The title.
  public var title: String
  /// The text below.
  public var caption: String
  /// The look.
  public var theme = Theme.standard

  /// Creates a wheel.
  public init(
    centre: any Figure, around: [(degrees: Double, figure: any Figure)], radius: Double,
    title: String = "", caption: String = ""
  ) {
    self.centre = centre
    self.around = around
    self.radius = radius
    self.title = title
    self.caption = caption
  }

  /// The extents, which follow from the figures.
  public var size: Size { arranged().frame.size }

  /// Throws where there is nothing around the middle, or a figure throws.
  public func validate() throws(FoveaError) {
    guard !around.isEmpty else { throw FoveaError("the wheel '\(title)' has no figures around it") }
    try centre.validate()
    for part in around { try part.figure.validate() }
  }

  /// Draws the figures and the texts around them.
  public func draw(on canvas: any Canvas) {
    let (frame, places) = arranged()
    canvas.within(Transform(x: frame.origin.x, y: frame.origin.y)) {
      for (figure, place) in zip([centre] + around.map(\.figure), places) {
        canvas.within(Transform(x: place.x, y: place.y)) { figure.draw(on: canvas) }
      }
      frame.drawTexts(on: canvas)
    }
  }

  /// The layout, and the figures' upper left corners, the middle one first.
  private func arranged() -> (frame: FrameLayout, places: [Point]) {
    var rectangles = [Self.rectangle(centre.size, around: .zero)]
    for part in around {
      let angle = part.degrees * .pi / 180
      let middle = Point(radius * cos(angle), radius * sin(angle))
      rectangles.append(Self.rectangle(part.figure.size, around: middle))
    }
    let whole = rectangles.dropFirst().reduce(rectangles[0]) { $0.union($1) }
    var frame = FrameLayout(plot: whole.size, theme: theme)
    frame.addTitle(title)
    frame.addNotes([], caption: caption)
    return (
      frame, rectangles.map { Point(($0.x - whole.x).rounded(), ($0.y - whole.y).rounded()) }
    )
  }

  private static func rectangle(_ size: Size, around middle: Point) -> Rectangle {
    Rectangle(
      x: middle.x - size.width / 2, y: middle.y - size.height / 2, width: size.width,
      height: size.height)
  }
}

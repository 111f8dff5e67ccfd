/// A place on a canvas, in points (1/72 inch); x grows to the right, y downwards.
///
/// In charts, a pair of numbers.
public struct Point: Hashable, Sendable {
  /// The distance from the left.
  public var x: Double
  /// The distance from the top.
  public var y: Double

  /// Creates a point.
  public init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }

  /// The upper left corner.
  public static let zero = Point(0, 0)
}

/// A width and a height, in points.
public struct Size: Hashable, Sendable {
  /// The extent to the right.
  public var width: Double
  /// The extent downwards.
  public var height: Double

  /// Creates a size.
  public init(_ width: Double, _ height: Double) {
    self.width = width
    self.height = height
  }
}

/// A rectangle with upright sides, in points.
public struct Rectangle: Hashable, Sendable {
  /// The left side.
  public var x: Double
  /// The upper side.
  public var y: Double
  /// The extent to the right.
  public var width: Double
  /// The extent downwards.
  public var height: Double

  /// Creates a rectangle of its upper left corner and its extents.
  public init(x: Double, y: Double, width: Double, height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// The upper left corner.
  public var origin: Point { Point(x, y) }
  /// The extents.
  public var size: Size { Size(width, height) }
  /// The right side.
  public var maxX: Double { x + width }
  /// The lower side.
  public var maxY: Double { y + height }
  /// The middle between left and right.
  public var midX: Double { x + width / 2 }
  /// The middle between top and bottom.
  public var midY: Double { y + height / 2 }

  /// The rectangle with each side moved inwards, or outwards where `distance` is negative.
  public func inset(by distance: Double) -> Rectangle {
    Rectangle(
      x: x + distance, y: y + distance, width: width - 2 * distance, height: height - 2 * distance)
  }

  /// The rectangle somewhere else.
  public func offset(x dx: Double, y dy: Double) -> Rectangle {
    Rectangle(x: x + dx, y: y + dy, width: width, height: height)
  }

  /// Whether the rectangles share an area; touching is not sharing.
  public func intersects(_ other: Rectangle) -> Bool {
    x < other.maxX && other.x < maxX && y < other.maxY && other.y < maxY
  }

  /// Whether `other` lies inside of this rectangle, borders included.
  public func contains(_ other: Rectangle) -> Bool {
    x <= other.x && y <= other.y && maxX >= other.maxX && maxY >= other.maxY
  }

  /// Whether the point lies inside of this rectangle, borders included.
  public func contains(_ point: Point) -> Bool {
    point.x >= x && point.x <= maxX && point.y >= y && point.y <= maxY
  }

  /// The smallest rectangle around both.
  public func union(_ other: Rectangle) -> Rectangle {
    let left = min(x, other.x)
    let top = min(y, other.y)
    return Rectangle(
      x: left, y: top, width: max(maxX, other.maxX) - left, height: max(maxY, other.maxY) - top)
  }
}

/// A shift after a scaling: `point * scale + (x, y)`.
public struct Transform: Hashable, Sendable {
  /// The shift to the right, in the outer points.
  public var x: Double
  /// The shift downwards, in the outer points.
  public var y: Double
  /// The factor of both axes.
  public var scale: Double

  /// Creates a transform.
  public init(x: Double = 0, y: Double = 0, scale: Double = 1) {
    self.x = x
    self.y = y
    self.scale = scale
  }

  /// Where a point goes.
  public func apply(_ point: Point) -> Point { Point(point.x * scale + x, point.y * scale + y) }

  /// The transform that applies `inner` first and this one to its result.
  public func after(_ inner: Transform) -> Transform {
    Transform(x: inner.x * scale + x, y: inner.y * scale + y, scale: inner.scale * scale)
  }
}

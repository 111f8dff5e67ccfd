public import FoveaTensor

/// A value that comes from outside: an image, a sequence, targets.
public struct Input: Operation {
  /// The name of the kind.
  public static let kind = "input"
  /// The usual shape, batch included.
  public let shape: Shape
  /// Whether the first dimension is the batch and may have any size.
  public let isBatched: Bool

  /// Creates an input.
  ///
  /// - Precondition: a batched input has a dimension.
  public init(shape: Shape, isBatched: Bool = true) {
    self.shape = shape
    self.isBatched = isBatched
    requireSoundAttributes()
  }

  /// A batched input has a dimension.
  public func checkAttributes() throws(ShapeError) {
    guard !isBatched || shape.rank > 0 else {
      throw ShapeError("a batched input has a first dimension, got \(shape)")
    }
  }

  /// No inputs.
  public var arity: ClosedRange<Int> { 0...0 }

  /// The usual shape.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    try Shape(checking: shape.dimensions)
  }

  /// Takes a shape of the same rank; sizes may differ where later operations allow it.
  func accepted(_ given: Shape) throws(ShapeError) -> Shape {
    guard given.rank == shape.rank else {
      throw ShapeError("takes a value of the shape \(shape) (any batch), got \(given)")
    }
    return try Shape(checking: given.dimensions)
  }

  /// The usual shape.
  public var summary: String { "\(shape)" }
}

/// A value that never changes, such as a penalty's weight or a baseline.
public struct Constant: Operation {
  /// The name of the kind.
  public static let kind = "constant"
  /// The extents.
  public let shape: Shape
  /// The elements in row-major order.
  public let scalars: [Float]

  /// Creates a constant.
  public init(_ tensor: Tensor) {
    shape = tensor.shape
    scalars = tensor.scalars
  }

  /// As many elements as the shape has.
  public func checkAttributes() throws(ShapeError) {
    guard saturatingProduct(shape.dimensions) == scalars.count else {
      throw ShapeError("\(scalars.count) elements do not fill the shape \(shape)")
    }
  }

  /// No inputs.
  public var arity: ClosedRange<Int> { 0...0 }

  /// The constant's own shape.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape { shape }
}

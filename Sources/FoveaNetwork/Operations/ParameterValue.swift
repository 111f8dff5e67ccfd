public import FoveaTensor

/// A parameter as a value of its own, for operations that read it like any other tensor.
///
/// Learned positions, slopes and factors of products are such nodes; the parameter's role is `value`.
public struct ParameterValue: Operation {
  /// The name of the kind.
  public static let kind = "parameter"
  /// The extents.
  public let shape: Shape
  /// The first values.
  public let initializer: Initializer
  /// Whether an optimizer changes it.
  public let isTrainable: Bool

  /// Creates a parameter node.
  public init(shape: Shape, initializer: Initializer = .constant(0), isTrainable: Bool = true) {
    self.shape = shape
    self.initializer = initializer
    self.isTrainable = isTrainable
  }

  /// No inputs.
  public var arity: ClosedRange<Int> { 0...0 }

  /// The parameter.
  public func parameters(for inputs: [Shape]) throws(ShapeError) -> [ParameterSpecification] {
    [
      ParameterSpecification(
        "value", try Shape(checking: shape.dimensions), initializer, isTrainable: isTrainable)
    ]
  }

  /// The parameter's shape.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    try Shape(checking: shape.dimensions)
  }

  /// The shape.
  public var summary: String { "\(shape)" }
}

public import FoveaTensor

/// eˣ over its sum along one axis, or the logarithm of that; computed without overflow.
public struct SoftmaxFunction: Operation {
  /// The name of the kind.
  public static let kind = "softmax"
  /// The axis; negative ones count from the end.
  public let axis: Int
  /// Whether the logarithm is taken.
  public let isLogarithm: Bool

  /// Creates a softmax.
  public init(axis: Int = -1, isLogarithm: Bool = false) {
    self.axis = axis
    self.isLogarithm = isLogarithm
  }

  /// The input's shape.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    _ = try inputs[0].normalized(axis: axis)
    return inputs[0]
  }

  /// The axis and whether it is the logarithm.
  public var summary: String { (isLogarithm ? "log, " : "") + "axis \(axis)" }
}

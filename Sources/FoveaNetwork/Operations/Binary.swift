public import FoveaTensor

/// Two tensors combined element by element with NumPy's broadcasting, in ways that `Arithmetic` does not have.
///
/// Truth values are numbers: 1 for true, 0 for false; anything but 0 counts as true.
public struct Binary: Operation {
  /// The combinations.
  public enum Function: String, Hashable, Sendable, Codable, CaseIterable {
    /// aᵇ; the derivative by b where a is 0 is taken as 0.
    case power
    /// a − b ⌊a / b⌋: the remainder with the sign of b.
    case modulo
    /// The remainder with the sign of a, as C's `fmod`.
    case remainder
    /// a for a > 0, else a b: b is a learned slope (He et al. 2015).
    case prelu
    /// Whether a = b.
    case equal
    /// Whether a > b.
    case greater
    /// Whether a ≥ b.
    case greaterOrEqual
    /// Whether a < b.
    case less
    /// Whether a ≤ b.
    case lessOrEqual
    /// Whether both are true.
    case and
    /// Whether at least one is true.
    case or
    /// Whether one alone is true.
    case xor

    /// Whether small changes of the operands change the result.
    public var isDifferentiable: Bool {
      switch self {
      case .power, .modulo, .remainder, .prelu: true
      default: false
      }
    }
  }

  /// The name of the kind.
  public static let kind = "binary"
  /// The combination.
  public let function: Function

  /// Creates an operation.
  public init(_ function: Function) { self.function = function }

  /// Two inputs.
  public var arity: ClosedRange<Int> { 2...2 }

  /// The shape that both broadcast to.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    try Shape(broadcasting: inputs)
  }

  /// The combination.
  public var summary: String { function.rawValue }
}

/// Takes each element from one of two tensors: a where the condition is not 0, else b.
///
/// Inputs: condition, a, b, of shapes that broadcast. Elements that are not taken get no gradient and may be infinite.
public struct Selection: Operation {
  /// The name of the kind.
  public static let kind = "select"

  /// Creates a selection.
  public init() {}

  /// Condition, a and b.
  public var arity: ClosedRange<Int> { 3...3 }

  /// The shape that all three broadcast to.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    try Shape(broadcasting: inputs)
  }
}

extension Shape {
  /// The shape that all others broadcast to.
  ///
  /// - Throws: `ShapeError` where there is none.
  init(broadcasting shapes: [Shape]) throws(ShapeError) {
    var result: Shape = []
    for shape in shapes {
      guard let next = result.broadcast(with: shape) else {
        let list = shapes.map { "\($0)" }.joined(separator: " and ")
        throw ShapeError(
          "\(list) do not broadcast: extents, aligned at the end, must be equal or 1")
      }
      result = next
    }
    try self.init(checking: result.dimensions)
  }
}

public import FoveaTensor

/// A function of each element on its own.
public struct Elementwise: Operation {
  /// The functions.
  public enum Function: Hashable, Sendable, Codable {
    /// max(x, 0); the derivative at 0 is 0.
    case relu
    /// x for x > 0, else slope · x.
    case leakyReLU(slope: Float)
    /// 1 / (1 + e⁻ˣ).
    case sigmoid
    /// The hyperbolic tangent.
    case tanh
    /// x Φ(x) with the normal distribution's Φ (Hendrycks & Gimpel 2016), exact by erf.
    case gelu
    /// The approximation x/2 (1 + tanh(√(2/π) (x + 0.044715 x³))).
    case geluTanh
    /// x · sigmoid(x).
    case swish
    /// x for x > 0, else alpha (eˣ − 1) (Clevert et al. 2016).
    case elu(alpha: Float)
    /// ln(1 + eˣ).
    case softplus
    /// eˣ.
    case exp
    /// The natural logarithm; −∞ at 0 and not a number below.
    case log
    /// The square root; its derivative at 0 is infinite.
    case sqrt
    /// x².
    case square
    /// |x|; the derivative at 0 is 0.
    case abs
    /// scale · x + offset.
    case linear(scale: Float, offset: Float)
    /// x held within a range; the derivative is 0 outside.
    case clamp(low: Float, high: Float)
  }

  /// The name of the kind.
  public static let kind = "elementwise"
  /// The function.
  public let function: Function

  /// Creates an operation.
  ///
  /// - Precondition: a clamp's low ≤ high.
  public init(_ function: Function) {
    self.function = function
    requireSoundAttributes()
  }

  /// A clamp's bounds are in order.
  public func checkAttributes() throws(ShapeError) {
    guard case .clamp(let low, let high) = function, !(low <= high) else { return }
    throw ShapeError("a clamp's bounds must be in order, got \(low) and \(high)")
  }

  /// The input's shape.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape { inputs[0] }

  /// The function.
  public var summary: String { "\(function)" }
}

/// Two tensors combined element by element, with NumPy's broadcasting.
public struct Arithmetic: Operation {
  /// The combinations.
  public enum Function: String, Hashable, Sendable, Codable, CaseIterable {
    /// a + b.
    case add
    /// a − b.
    case subtract
    /// a · b.
    case multiply
    /// a / b.
    case divide
    /// The larger; on a tie the gradient goes to a.
    case maximum
    /// The smaller; on a tie the gradient goes to a.
    case minimum
  }

  /// The name of the kind.
  public static let kind = "arithmetic"
  /// The combination.
  public let function: Function

  /// Creates an operation.
  public init(_ function: Function) { self.function = function }

  /// Two inputs.
  public var arity: ClosedRange<Int> { 2...2 }

  /// The shape that both broadcast to.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    guard let shape = inputs[0].broadcast(with: inputs[1]) else {
      throw ShapeError(
        "\(inputs[0]) and \(inputs[1]) do not broadcast: extents, aligned at the end, must be equal or 1"
      )
    }
    return try Shape(checking: shape.dimensions)
  }

  /// The combination.
  public var summary: String { function.rawValue }
}

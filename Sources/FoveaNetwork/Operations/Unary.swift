public import FoveaTensor

/// A function of each element on its own, of those that `Elementwise` does not have.
///
/// Truth values are numbers: 1 for true, 0 for false; anything but 0 counts as true.
public struct Unary: Operation {
  /// The functions.
  public enum Function: Hashable, Sendable, Codable {
    /// −x.
    case negate
    /// 1 / x.
    case reciprocal
    /// The error function, 2/√π ∫₀ˣ e^(−t²) dt.
    case erf
    /// The sine of an angle in radians.
    case sin
    /// The cosine of an angle in radians.
    case cos
    /// The tangent of an angle in radians.
    case tan
    /// The angle in −π/2…π/2 with that sine; not a number outside of −1…1.
    case asin
    /// The angle in 0…π with that cosine; not a number outside of −1…1.
    case acos
    /// The angle in −π/2…π/2 with that tangent.
    case atan
    /// The hyperbolic sine.
    case sinh
    /// The hyperbolic cosine.
    case cosh
    /// The inverse of the hyperbolic sine.
    case asinh
    /// The inverse of the hyperbolic cosine; not a number below 1.
    case acosh
    /// The inverse of the hyperbolic tangent.
    case atanh
    /// −1, 0 or 1; the derivative is 0.
    case sign
    /// The next whole number below; the derivative is 0.
    case floor
    /// The next whole number above; the derivative is 0.
    case ceil
    /// The nearest whole number, the even one of two; the derivative is 0.
    case round
    /// The whole number towards 0; the derivative is 0.
    case truncate
    /// 1 for 0, else 0.
    case not
    /// 1 for what is not a number, else 0.
    case isNaN
    /// 1 for the named infinities, else 0.
    case isInfinite(positive: Bool, negative: Bool)
    /// gamma x for x > 0, else gamma alpha (eˣ − 1) (Klambauer et al. 2017).
    case selu(alpha: Float = 1.673_263_2, gamma: Float = 1.050_701)
    /// x for x > 0, else alpha (e^(x / alpha) − 1) (Barron 2017).
    case celu(alpha: Float)
    /// slope x + offset, held within 0…1.
    case hardSigmoid(slope: Float, offset: Float)
    /// x times x / 6 + 1/2 held within 0…1 (Howard et al. 2019).
    case hardSwish
    /// x tanh(ln(1 + eˣ)) (Misra 2019).
    case mish
    /// x / (1 + |x|).
    case softsign
    /// x above the threshold, else 0.
    case thresholdedReLU(threshold: Float)
    /// x + bias below −threshold, x − bias above threshold, 0 between.
    case shrink(threshold: Float, bias: Float)
    /// x · sigmoid(slope · x).
    case swish(slope: Float)

    /// Whether the function of 0 is 0.
    public var keepsZero: Bool {
      switch self {
      case .negate, .erf, .sin, .tan, .asin, .atan, .sinh, .asinh, .atanh, .sign, .floor, .ceil,
        .round, .truncate, .isNaN, .isInfinite, .selu, .celu, .hardSwish, .mish, .softsign,
        .thresholdedReLU,
        .swish:
        true
      case .shrink(let threshold, _): threshold >= 0
      case .reciprocal, .cos, .acos, .cosh, .acosh, .not, .hardSigmoid: false
      }
    }
  }

  /// The name of the kind.
  public static let kind = "unary"
  /// The function.
  public let function: Function

  /// Creates an operation.
  ///
  /// - Precondition: a CELU's alpha is not 0.
  public init(_ function: Function) {
    self.function = function
    requireSoundAttributes()
  }

  /// A CELU's alpha is not 0.
  public func checkAttributes() throws(ShapeError) {
    guard case .celu(let alpha) = function, alpha == 0 else { return }
    throw ShapeError("a CELU divides by its alpha, which must not be 0")
  }

  /// The input's shape.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape { inputs[0] }

  /// The function.
  public var summary: String { "\(function)" }
}

public import FoveaTensor

/// How far the best other class leads a given class: below 0 where the network decides for the class.
///
/// Inputs: logits `[…, C]`, classes y `[…]`, and for `.targetedRatio` wanted classes t `[…]`; whole numbers below C.
/// Output `[…]`. Classes get no gradient. Among equal logits the first one counts as the larger.
public struct LogitMargin: Operation {
  /// The forms.
  public enum Function: String, Hashable, Sendable, Codable, CaseIterable {
    /// max over i ≠ y of z_i, minus z_y (Carlini & Wagner 2017, f₆ before its clamp).
    case difference
    /// The difference over z₍₁₎ − z₍₃₎, the largest and third largest logit: it knows no scale of logits
    /// (Croce & Hein 2020, the difference of logits ratio).
    case ratio
    /// (z_t − z_y) / (z₍₁₎ − (z₍₃₎ + z₍₄₎) / 2), the same for a wanted class.
    case targetedRatio

    /// The smallest number of classes for which the form is defined.
    public var leastClasses: Int {
      switch self {
      case .difference: 2
      case .ratio: 3
      case .targetedRatio: 4
      }
    }
  }

  /// The name of the kind.
  public static let kind = "logitmargin"
  /// The form.
  public let function: Function

  /// Creates a margin.
  public init(_ function: Function = .difference) { self.function = function }

  /// Logits and classes; three inputs with wanted classes.
  public var arity: ClosedRange<Int> { function == .targetedRatio ? 3...3 : 2...2 }

  /// The shape of the classes.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    let logits = inputs[0]
    for classes in inputs.dropFirst() {
      guard logits.rank >= 1, Array(logits.dimensions.dropLast()) == classes.dimensions else {
        throw ShapeError(
          "logits […, classes] need classes of the shape […], got \(logits) and \(classes)")
      }
    }
    guard logits[-1] >= function.leastClasses else {
      throw ShapeError(
        "the margin '\(function.rawValue)' needs at least \(function.leastClasses) classes, "
          + "got \(logits[-1])")
    }
    return inputs[1]
  }

  /// The form.
  public var summary: String { function.rawValue }
}

public import FoveaTensor

/// The cross-entropy of a softmax over the last axis: −Σ q ln softmax(x), averaged or not.
///
/// Inputs: logits `[…, C]` and targets `[…]`, whole numbers below C; a negative target is left out, of the mean's count
/// too. With label smoothing s, q is 1 − s at the target plus s / C everywhere (Szegedy et al. 2016). Output: a scalar,
/// or with `.none` one number for each target (0 where left out). Targets get no gradient.
public struct CrossEntropy: Operation {
  /// The name of the kind.
  public static let kind = "crossentropy"
  /// The share that is spread over all classes.
  public let labelSmoothing: Float
  /// What is done with the numbers of all targets.
  public let reduction: LossReduction

  /// Creates a cross-entropy.
  ///
  /// - Precondition: 0 ≤ labelSmoothing < 1.
  public init(labelSmoothing: Float = 0, reduction: LossReduction = .mean) {
    self.labelSmoothing = labelSmoothing
    self.reduction = reduction
    requireSoundAttributes()
  }

  /// The smoothing lies in [0, 1).
  public func checkAttributes() throws(ShapeError) {
    guard labelSmoothing >= 0, labelSmoothing < 1 else {
      throw ShapeError("label smoothing lies in [0, 1), got \(labelSmoothing)")
    }
  }

  /// Logits and targets.
  public var arity: ClosedRange<Int> { 2...2 }

  /// A scalar, or the targets' shape.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    guard inputs[0].rank >= 1, Array(inputs[0].dimensions.dropLast()) == inputs[1].dimensions else {
      throw ShapeError(
        "logits […, classes] need targets of the shape […], got \(inputs[0]) and \(inputs[1])")
    }
    return reduction == .none ? inputs[1] : .scalar
  }
}

/// What a loss does with its elements.
public enum LossReduction: String, Hashable, Sendable, Codable, CaseIterable {
  /// The arithmetic mean.
  case mean
  /// The sum.
  case sum
  /// Nothing: one number each.
  case none
}

/// The mean (or sum) of (x − target)².
///
/// Inputs of one shape; targets get no gradient.
public struct SquaredError: Operation {
  /// The name of the kind.
  public static let kind = "squarederror"
  /// What is done with the elements.
  public let reduction: LossReduction

  /// Creates a squared error.
  public init(reduction: LossReduction = .mean) { self.reduction = reduction }

  /// Predictions and targets.
  public var arity: ClosedRange<Int> { 2...2 }

  /// A scalar, or the inputs' shape.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    guard inputs[0] == inputs[1] else {
      throw ShapeError(
        "predictions and targets must have one shape, got \(inputs[0]) and \(inputs[1])")
    }
    return reduction == .none ? inputs[0] : .scalar
  }
}

/// The cross-entropy of a sigmoid: −t ln σ(x) − (1 − t) ln(1 − σ(x)) of logits x, computed without overflow.
///
/// Inputs of one shape, targets in [0, 1]; targets get no gradient.
public struct BinaryCrossEntropy: Operation {
  /// The name of the kind.
  public static let kind = "binarycrossentropy"
  /// What is done with the elements.
  public let reduction: LossReduction

  /// Creates a binary cross-entropy.
  public init(reduction: LossReduction = .mean) { self.reduction = reduction }

  /// Logits and targets.
  public var arity: ClosedRange<Int> { 2...2 }

  /// A scalar, or the inputs' shape.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    try SquaredError(reduction: reduction).outputShape(for: inputs)
  }
}

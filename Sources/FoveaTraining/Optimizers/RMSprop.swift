import CKernels

/// RMSprop (Hinton 2012): the gradient divided by a running root mean square of itself.
///
/// s ← α s + (1 − α) g²; w ← w − rate · g / (√s + ε). Centred, the running mean's square is taken off s (Graves 2013);
/// with momentum, the quotient goes through a velocity.
public struct RMSprop: Optimizer {
  /// The word for the rule.
  public static let kind = "rmsprop"
  /// How far one step goes.
  public var learningRate: Double
  /// How much of the running mean square is kept, in [0, 1).
  public var alpha: Double
  /// What keeps the quotient finite.
  public var epsilon: Double
  /// The share of the last change that is kept, in [0, 1); 0 for none.
  public var momentum: Double
  /// Whether the variance is used in place of the mean square.
  public var centered: Bool
  /// The strength of the L2 penalty, coupled: it is added to the gradient.
  public var weightDecay: Double

  /// Creates the rule.
  ///
  /// - Precondition: α and momentum lie in [0, 1), ε is positive, the others are not negative.
  public init(
    learningRate: Double = 0.01, alpha: Double = 0.99, epsilon: Double = 1e-8, momentum: Double = 0,
    centered: Bool = false, weightDecay: Double = 0
  ) {
    precondition(learningRate >= 0 && weightDecay >= 0 && epsilon > 0, "settings are not negative")
    precondition((0..<1).contains(alpha), "alpha lies in [0, 1), got \(alpha)")
    precondition((0..<1).contains(momentum), "momentum lies in [0, 1), got \(momentum)")
    self.learningRate = learningRate
    self.alpha = alpha
    self.epsilon = epsilon
    self.momentum = momentum
    self.centered = centered
    self.weightDecay = weightDecay
  }

  /// The running mean square, and the running mean and velocity where they are used.
  public var states: [OptimizerState] {
    [OptimizerState("mean-square")] + (centered ? [OptimizerState("mean")] : [])
      + (momentum > 0 ? [OptimizerState("velocity")] : [])
  }

  /// Changes the weights by one step.
  public func apply(_ step: OptimizerStep) {
    unsafe fovea_rmsprop(
      step.count, Float(step.rate), Float(weightDecay), Float(alpha), Float(1 - alpha),
      Float(epsilon), Float(momentum), step.gradientStart, step.state(0),
      centered ? step.state(1) : nil, momentum > 0 ? step.state(centered ? 2 : 1) : nil,
      step.weightStart)
  }
}

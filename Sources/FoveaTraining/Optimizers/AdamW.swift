/// Adam with decoupled weight decay (Loshchilov & Hutter 2019): w ← (1 − rate · weightDecay) w before Adam's step.
///
/// The decay does not go through the running means, so that it acts evenly on all weights.
public struct AdamW: Optimizer {
  /// The word for the rule.
  public static let kind = "adamw"
  /// How far one step goes.
  public var learningRate: Double
  /// How much of the gradient's running mean is kept, in [0, 1).
  public var beta1: Double
  /// How much of the squared gradient's running mean is kept, in [0, 1).
  public var beta2: Double
  /// What keeps the quotient finite.
  public var epsilon: Double
  /// The share of a weight that is lost in each step, times the rate.
  public var weightDecay: Double

  /// Creates the rule.
  ///
  /// - Precondition: β₁ and β₂ lie in [0, 1), ε is positive, the others are not negative.
  public init(
    learningRate: Double = 1e-3, beta1: Double = 0.9, beta2: Double = 0.999,
    epsilon: Double = 1e-8, weightDecay: Double = 0.01
  ) {
    precondition(learningRate >= 0 && weightDecay >= 0 && epsilon > 0, "settings are not negative")
    precondition((0..<1).contains(beta1) && (0..<1).contains(beta2), "betas lie in [0, 1)")
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
  }

  /// The running means of the gradient and of its square.
  public var states: [OptimizerState] { Adam.moments }

  /// Changes the weights by one step.
  public func apply(_ step: OptimizerStep) {
    applyAdam(
      step, beta1: beta1, beta2: beta2, epsilon: epsilon, coupledDecay: 0,
      decoupledDecay: weightDecay)
  }
}

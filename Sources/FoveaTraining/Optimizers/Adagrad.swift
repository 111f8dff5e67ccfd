import CKernels

/// Adagrad (Duchi, Hazan & Singer 2011): the gradient divided by the root of the sum of all its squares.
///
/// s ← s + g²; w ← w − rate / (1 + (t − 1) · rateDecay) · g / (√s + ε).
public struct Adagrad: Optimizer {
  /// The word for the rule.
  public static let kind = "adagrad"
  /// How far one step goes.
  public var learningRate: Double
  /// How fast the rate itself falls with the number of steps.
  public var rateDecay: Double
  /// What the sums start from.
  public var initialSum: Double
  /// What keeps the quotient finite.
  public var epsilon: Double
  /// The strength of the L2 penalty, coupled: it is added to the gradient.
  public var weightDecay: Double

  /// Creates the rule.
  ///
  /// - Precondition: ε is positive, no other setting is negative.
  public init(
    learningRate: Double = 0.01, rateDecay: Double = 0, initialSum: Double = 0,
    epsilon: Double = 1e-10, weightDecay: Double = 0
  ) {
    precondition(learningRate >= 0 && weightDecay >= 0 && epsilon > 0, "settings are not negative")
    precondition(rateDecay >= 0 && initialSum >= 0, "settings of Adagrad are not negative")
    self.learningRate = learningRate
    self.rateDecay = rateDecay
    self.initialSum = initialSum
    self.epsilon = epsilon
    self.weightDecay = weightDecay
  }

  /// The sum of squared gradients.
  public var states: [OptimizerState] { [OptimizerState("sum", initial: Float(initialSum))] }

  /// Changes the weights by one step.
  public func apply(_ step: OptimizerStep) {
    let rate = step.rate / (1 + Double(step.number - 1) * rateDecay)
    unsafe fovea_adagrad(
      step.count, Float(rate), Float(weightDecay), Float(epsilon), step.gradientStart,
      step.state(0), step.weightStart)
  }
}

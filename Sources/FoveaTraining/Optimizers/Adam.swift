import CKernels
import Foundation

/// Adam (Kingma & Ba 2015): steps of even size from running means of the gradient and its square.
///
/// m ← β₁ m + (1 − β₁) g; v ← β₂ v + (1 − β₂) g²; w ← w − rate · m̂ / (√v̂ + ε) with m̂ = m / (1 − β₁ᵗ),
/// v̂ = v / (1 − β₂ᵗ).
public struct Adam: Optimizer {
  /// The word for the rule.
  public static let kind = "adam"
  /// How far one step goes.
  public var learningRate: Double
  /// How much of the gradient's running mean is kept, in [0, 1).
  public var beta1: Double
  /// How much of the squared gradient's running mean is kept, in [0, 1).
  public var beta2: Double
  /// What keeps the quotient finite.
  public var epsilon: Double
  /// The strength of the L2 penalty, coupled: it is added to the gradient; `AdamW` decouples it.
  public var weightDecay: Double

  /// Creates the rule.
  ///
  /// - Precondition: β₁ and β₂ lie in [0, 1), ε is positive, the others are not negative.
  public init(
    learningRate: Double = 1e-3, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8,
    weightDecay: Double = 0
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
  public var states: [OptimizerState] { Self.moments }

  static let moments = [OptimizerState("first-moment"), OptimizerState("second-moment")]

  /// Changes the weights by one step.
  public func apply(_ step: OptimizerStep) {
    applyAdam(
      step, beta1: beta1, beta2: beta2, epsilon: epsilon, coupledDecay: weightDecay,
      decoupledDecay: 0)
  }
}

/// One step of Adam or AdamW: both differ only in what a weight's decay goes through.
func applyAdam(
  _ step: OptimizerStep, beta1: Double, beta2: Double, epsilon: Double, coupledDecay: Double,
  decoupledDecay: Double
) {
  // Running means that start at 0 are too small at first.
  let rate = step.rate / (1 - pow(beta1, Double(step.number)))
  let root = 1 / (1 - pow(beta2, Double(step.number))).squareRoot()
  unsafe fovea_adam(
    step.count, Float(rate), Float(coupledDecay), Float(1 - step.rate * decoupledDecay),
    Float(1 - beta1), Float(beta2), Float(1 - beta2), Float(epsilon), Float(root),
    step.gradientStart, step.state(0), step.state(1), step.weightStart)
}

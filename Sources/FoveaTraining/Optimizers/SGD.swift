import CKernels

/// Stochastic gradient descent, with momentum where it is above 0.
///
/// g ← ∂L/∂w + weightDecay · w; v ← momentum · v + g; w ← w − rate · v, or with Nesterov's look ahead
/// w ← w − rate · (g + momentum · v) (Sutskever et al. 2013).
public struct SGD: Optimizer {
  /// The word for the rule.
  public static let kind = "sgd"
  /// How far one step goes.
  public var learningRate: Double
  /// The share of the last change that is kept, in [0, 1); 0 for none.
  public var momentum: Double
  /// Whether the gradient is taken as if the momentum had already acted.
  public var nesterov: Bool
  /// The strength of the L2 penalty ½ · weightDecay · w², coupled: it goes through the momentum.
  public var weightDecay: Double

  /// Creates the rule.
  ///
  /// - Precondition: no setting is negative, momentum is below 1, and Nesterov's look ahead comes with momentum.
  public init(
    learningRate: Double = 0.01, momentum: Double = 0, nesterov: Bool = false,
    weightDecay: Double = 0
  ) {
    precondition(learningRate >= 0 && weightDecay >= 0, "settings of SGD are not negative")
    precondition(momentum >= 0 && momentum < 1, "momentum lies in [0, 1), got \(momentum)")
    precondition(!nesterov || momentum > 0, "Nesterov's look ahead needs a momentum")
    self.learningRate = learningRate
    self.momentum = momentum
    self.nesterov = nesterov
    self.weightDecay = weightDecay
  }

  /// The velocity, with momentum.
  public var states: [OptimizerState] { momentum > 0 ? [OptimizerState("velocity")] : [] }

  /// Changes the weights by one step.
  public func apply(_ step: OptimizerStep) {
    unsafe fovea_sgd(
      step.count, Float(step.rate), Float(weightDecay), Float(momentum), nesterov ? 1 : 0,
      step.gradientStart,
      step.state(0), step.weightStart)
  }
}

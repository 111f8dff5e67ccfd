public import FoveaTensor

/// The fast gradient sign method: one step of size ε along the gradient (Goodfellow 2015).
///
/// x′ = x + ε sign(∇L) in L∞, x + ε ∇L / ‖∇L‖₂ in L2; in L1 the values with the largest gradients go to their bounds until
/// ε is spent. Then x′ is held in the bounds. For a linear network this is the exact optimum (in L2 where no bound is met).
public struct FGSM: RadiusAttack {
  /// The radius ε, in the units of a pixel (0 to 1).
  public var epsilon: Float
  /// The norm of the ball.
  public var norm: AttackNorm
  /// What is raised.
  public var loss: AttackLoss

  /// Creates an attack.
  public init(epsilon: Float, norm: AttackNorm = .linf, loss: AttackLoss = .crossEntropy) {
    self.epsilon = epsilon
    self.norm = norm
    self.loss = loss
  }

  /// The name.
  public var name: String { "FGSM" }

  /// The loss.
  public var details: [String] { [loss.name] }

  /// Throws where ε is below 0 or no number.
  public func validate() throws(FoveaError) { try requireRadius() }

  /// Moves each image by one step.
  public func perturb(
    _ batch: AttackBatch, radii: [Float], of victim: Victim
  ) throws(FoveaError) -> Perturbation {
    let ascent = try victim.ascent(on: loss, for: batch)
    try ascent.run(seed: UInt64(batch.first))
    let gradients = ascent.gradientNorms()
    try ascent.step(.fill, in: norm, sizes: radii, radii: radii)
    var result = Perturbation(images: try ascent.images(), radii: radii)
    result.note(gradients)
    return result
  }
}

extension Perturbation {
  /// Notes the images without a usable gradient.
  mutating func note(_ gradientNorms: [Double]) {
    zeroGradients = gradientNorms.indices.filter { gradientNorms[$0] == 0 }
    brokenGradients = gradientNorms.indices.filter { !gradientNorms[$0].isFinite }
  }
}

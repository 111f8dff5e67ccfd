public import FoveaTensor

/// Random noise as large as an attack: what a network must be seen to bear before an attack says anything.
///
/// L∞: ±ε at each value by a fair coin. L2 and L1: a uniform point of the sphere of radius ε. Then held in the bounds.
public struct NoiseControl: RadiusAttack {
  /// The size of the noise, in the units of a pixel (0 to 1).
  public var epsilon: Float
  /// The norm in which it has that size.
  public var norm: AttackNorm
  /// The seed.
  public var seed: UInt64

  /// Creates a control.
  public init(epsilon: Float, norm: AttackNorm = .linf, seed: UInt64 = 0) {
    self.epsilon = epsilon
    self.norm = norm
    self.seed = seed
  }

  /// The name.
  public var name: String { norm == .linf ? "noise ±ε" : "noise of size ε" }

  /// The seed.
  public var details: [String] { ["seed \(seed)"] }

  /// Throws where ε is below 0 or no number.
  public func validate() throws(FoveaError) { try requireRadius() }

  /// Adds noise to each image.
  public func perturb(
    _ batch: AttackBatch, radii: [Float], of victim: Victim
  ) throws(FoveaError) -> Perturbation {
    Perturbation(
      images: batch.displaced(
        .onSurface, norm, radii: radii, bounds: victim.bounds, seed: seed, purpose: "noise"),
      radii: radii)
  }
}

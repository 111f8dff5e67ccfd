public import FoveaTensor

/// Walks to the nearest decision boundary of the linearised network, again and again, until the prediction changes
/// (Moosavi-Dezfooli 2016).
///
/// It looks for a small change rather than for any in a given ball: the distances of its results say how close the nearest
/// other class is. Images already taken for another class stay as they are. The goal is always any other class.
public struct DeepFool: Attack {
  /// The norm that is kept small: L2 or L∞.
  public var norm: AttackNorm
  /// The largest number of steps.
  public var steps: Int
  /// How much further than to the boundary it goes.
  public var overshoot: Float
  /// How many classes with the largest logits are tried at each step.
  public var candidates: Int

  /// Creates an attack with the paper's settings.
  public init(
    norm: AttackNorm = .l2, steps: Int = 50, overshoot: Float = 0.02, candidates: Int = 10
  ) {
    self.norm = norm
    self.steps = steps
    self.overshoot = overshoot
    self.candidates = candidates
  }

  /// The name.
  public var name: String { "DeepFool" }

  /// None: the attack looks for a small one.
  public var radius: Float? { nil }

  /// Steps, overshoot and candidates.
  public var details: [String] {
    ["at most \(steps) steps", "overshoot \(overshoot)", "\(candidates) classes tried"]
  }

  /// Throws where a setting makes no sense.
  public func validate() throws(FoveaError) {
    guard norm != .l1 else { throw FoveaError("\(name) is defined for L2 and L∞, not for L1") }
    guard steps >= 1 else { throw FoveaError("\(name): steps must be 1 or more, got \(steps)") }
    guard overshoot >= 0, overshoot.isFinite else {
      throw FoveaError("\(name): overshoot must be 0 or more, got \(overshoot)")
    }
    guard candidates >= 2 else {
      throw FoveaError("\(name): candidates must be 2 or more, got \(candidates)")
    }
  }

  /// Moves each image over the nearest boundary it finds.
  ///
  /// - Throws: `FoveaError` where the goal is a certain class.
  public func perturb(_ batch: AttackBatch, of victim: Victim) throws(FoveaError) -> Perturbation {
    guard batch.targets == nil else {
      throw FoveaError("\(name) goes to the nearest class and cannot aim at one")
    }
    var walk = BoundaryWalk(
      batch, plan: try victim.jacobianPlan(batch.count), victim: victim, norm: norm)
    for step in 0..<steps {
      let logits = try walk.compute(step: step)
      let isOpen = logits.indices.map { logits[$0].label == batch.labels[$0] }
      guard isOpen.contains(true) else { break }
      try walk.compareBoundaries(
        logits, isOpen: isOpen, candidates: min(candidates, victim.classes), step: step)
      try walk.move(overshoot: overshoot)
    }
    return try walk.result()
  }
}

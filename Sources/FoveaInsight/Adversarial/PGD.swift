public import FoveaTensor

/// Projected gradient descent: small steps along the gradient, each followed by the way back into the ball (Madry 2018).
///
/// The ball lies around the original image; what leaves it is projected back and then held in the bounds.
/// A step is the steepest one in the norm: along sign(∇L) in L∞, ∇L / ‖∇L‖₂ in L2, and in L1 along sign(∇L) where |∇L| is
/// largest (Tramèr & Boneh 2019). With momentum it is MI-FGSM (Dong et al. 2018); without a random start, the basic iterative method
/// (Kurakin et al. 2017).
public struct PGD: RadiusAttack {
  /// The radius ε, in the units of a pixel (0 to 1).
  public var epsilon: Float
  /// The norm of the ball.
  public var norm: AttackNorm
  /// The number of steps.
  public var steps: Int
  /// The length of a step in the norm; 2.5 ε / steps unless given, so that all of the ball is in reach.
  public var stepSize: Float?
  /// Whether the first point is uniform in the ball instead of the image itself.
  public var startsRandomly: Bool
  /// The number of random starts; the best result of each image is kept: a success before a failure, then by loss.
  public var restarts: Int
  /// The share of the past in the direction, 0 for none; Dong (2018) uses 1.
  public var momentum: Float
  /// What is raised.
  public var loss: AttackLoss
  /// Whether an image that is taken for another class stays where it is.
  public var stopsWhenFooled: Bool
  /// Whether the course of the first start is kept.
  public var keepsTrace: Bool
  /// The share of values that a step in L1 moves, one at least.
  public var density: Float = 0.01
  /// The seed of random starts.
  public var seed: UInt64

  /// Creates an attack.
  public init(
    epsilon: Float, norm: AttackNorm = .linf, steps: Int = 40, stepSize: Float? = nil,
    startsRandomly: Bool = true, restarts: Int = 1, momentum: Float = 0,
    loss: AttackLoss = .crossEntropy, stopsWhenFooled: Bool = false, keepsTrace: Bool = false,
    seed: UInt64 = 0
  ) {
    self.epsilon = epsilon
    self.norm = norm
    self.steps = steps
    self.stepSize = stepSize
    self.startsRandomly = startsRandomly
    self.restarts = restarts
    self.momentum = momentum
    self.loss = loss
    self.stopsWhenFooled = stopsWhenFooled
    self.keepsTrace = keepsTrace
    self.seed = seed
  }

  /// The name with the number of steps and starts.
  public var name: String {
    let stem = momentum > 0 ? "MI-FGSM" : startsRandomly ? "PGD" : "BIM"
    return "\(stem)-\(steps)" + (restarts > 1 ? "×\(restarts)" : "")
  }

  /// Loss, step size, momentum and seed.
  public var details: [String] {
    var list = [loss.name, "steps of " + (stepSize.map { "\($0)" } ?? "2.5 ε / \(steps)")]
    if momentum > 0 { list.append("momentum \(momentum)") }
    if startsRandomly { list.append("random start, seed \(seed)") }
    return list
  }

  /// Throws where a setting makes no sense.
  public func validate() throws(FoveaError) {
    try requireRadius()
    guard steps >= 0 else { throw FoveaError("\(name): steps must be 0 or more, got \(steps)") }
    guard restarts >= 1 else {
      throw FoveaError("\(name): restarts must be 1 or more, got \(restarts)")
    }
    if restarts > 1, !startsRandomly {
      throw FoveaError("\(name): restarts without a random start would all be the same")
    }
    if let stepSize, !(stepSize > 0 && stepSize.isFinite) {
      throw FoveaError("\(name): the step size must be above 0, got \(stepSize)")
    }
    guard momentum >= 0, momentum.isFinite else {
      throw FoveaError("\(name): momentum must be 0 or more, got \(momentum)")
    }
    guard density > 0, density <= 1 else {
      throw FoveaError("\(name): density must lie above 0 and up to 1, got \(density)")
    }
  }

  /// Moves each image in its ball.
  public func perturb(
    _ batch: AttackBatch, radii: [Float], of victim: Victim
  ) throws(FoveaError) -> Perturbation {
    let ascent = try victim.ascent(on: loss, for: batch)
    var result = Perturbation(images: batch.originals, radii: radii)
    var best: [Standing]?
    for restart in 0..<restarts {
      if startsRandomly {
        try ascent.move(
          to: batch.displaced(
            .inside, norm, radii: radii, bounds: victim.bounds, seed: seed,
            purpose: "start \(restart)"))
      }
      let course = try climb(ascent, batch, radii, isFirst: restart == 0)
      if restart == 0 {
        result.note(course.gradients)
        result.trace = course.trace
      }
      guard restarts > 1 else {
        result.images = try ascent.images()
        break
      }
      try ascent.run(seed: UInt64(steps))
      let standings = zip(ascent.successes, ascent.objectives).map {
        Standing(isSuccess: $0, objective: $1)
      }
      result.images = Self.better(
        try ascent.images(), standings, than: result.images, &best, elements: batch.elements)
    }
    return result
  }

  // MARK: - One start

  private struct Course {
    var gradients: [Double] = []
    var trace: AttackTrace?
  }

  private func climb(
    _ ascent: Ascent, _ batch: AttackBatch, _ radii: [Float], isFirst: Bool
  ) throws(FoveaError) -> Course {
    var course = Course()
    if keepsTrace, isFirst { course.trace = AttackTrace(images: batch.count) }
    var sizes = radii.map { stepSize ?? 2.5 * $0 / Float(max(1, steps)) }
    var velocity = [Float](repeating: 0, count: momentum > 0 ? batch.originals.shape.count : 0)
    for step in 0..<steps {
      try ascent.run(seed: UInt64(step))
      if step == 0, isFirst { course.gradients = ascent.gradientNorms() }
      try course.trace?.append(ascent, norm: norm, radii: radii, elements: batch.elements)
      if stopsWhenFooled {
        for (image, isFooled) in ascent.successes.enumerated() where isFooled { sizes[image] = 0 }
        if sizes.allSatisfy({ $0 == 0 }) { return course }
      }
      if momentum > 0 { ascent.accumulate(into: &velocity, decay: momentum) }
      try ascent.step(
        .steepest(density: density), in: norm, sizes: sizes, radii: radii,
        along: momentum > 0 ? velocity : nil)
    }
    if course.trace != nil {
      try ascent.run(seed: UInt64(steps))
      try course.trace?.append(ascent, norm: norm, radii: radii, elements: batch.elements)
    }
    return course
  }

  // MARK: - Several starts

  private struct Standing {
    let isSuccess: Bool
    let objective: Float

    func beats(_ other: Standing) -> Bool {
      isSuccess != other.isSuccess ? isSuccess : objective > other.objective
    }
  }

  private static func better(
    _ images: Tensor, _ standings: [Standing], than kept: Tensor, _ best: inout [Standing]?,
    elements: Int
  ) -> Tensor {
    guard var known = best else {
      best = standings
      return images
    }
    var result = kept
    for (image, standing) in standings.enumerated() where standing.beats(known[image]) {
      let range = image * elements..<(image + 1) * elements
      result.scalars.replaceSubrange(range, with: images.scalars[range])
      known[image] = standing
    }
    best = known
    return result
  }
}

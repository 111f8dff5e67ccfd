public import FoveaNetwork
public import FoveaTensor

/// A way to change images so that a network takes them for something else.
///
/// An attack is a plain value. A conformance says how images of one batch change; predictions, checks and evidence come
/// with `attack`, which throws where a result breaks what the attack promised.
public protocol Attack: Sendable {
  /// The name with what matters of its settings, such as `PGD-40`.
  var name: String { get }
  /// The norm in which changes are measured.
  var norm: AttackNorm { get }
  /// The largest change that is allowed; `nil` where the attack looks for the smallest one.
  var radius: Float? { get }
  /// What a reader needs beside norm and radius to repeat the result, such as `seed 7`.
  var details: [String] { get }

  /// Throws where a setting makes no sense.
  ///
  /// - Throws: `FoveaError` that names the setting.
  func validate() throws(FoveaError)

  /// Changes the images of one batch.
  ///
  /// - Throws: `FoveaError` where the network cannot be attacked this way.
  func perturb(_ batch: AttackBatch, of victim: Victim) throws(FoveaError) -> Perturbation
}

/// What an attack made of one batch.
public struct Perturbation: Sendable {
  /// The changed images, of the originals' shape.
  public var images: Tensor
  /// The radius that each image was held to; `nil` for the attack's own.
  public var radii: [Float]?
  /// How it went, where that was asked for.
  public var trace: AttackTrace?
  /// The positions in the batch of images whose gradient was zero at the start.
  public var zeroGradients: [Int] = []
  /// The positions in the batch of images whose gradient was not finite at the start.
  public var brokenGradients: [Int] = []

  /// Creates a result.
  public init(images: Tensor, radii: [Float]? = nil, trace: AttackTrace? = nil) {
    self.images = images
    self.radii = radii
    self.trace = trace
  }
}

/// An attack that holds all images to a ball of a given radius.
public protocol RadiusAttack: Attack {
  /// The radius ε, in the units of a pixel (0 to 1).
  var epsilon: Float { get set }

  /// Changes the images of one batch, each in a ball of its own radius.
  ///
  /// - Throws: `FoveaError` where the network cannot be attacked this way.
  func perturb(
    _ batch: AttackBatch, radii: [Float], of victim: Victim
  ) throws(FoveaError) -> Perturbation
}

extension RadiusAttack {
  /// ε.
  public var radius: Float? { epsilon }

  /// Changes the images of one batch, all in balls of radius ε.
  public func perturb(_ batch: AttackBatch, of victim: Victim) throws(FoveaError) -> Perturbation {
    try perturb(batch, radii: [Float](repeating: epsilon, count: batch.count), of: victim)
  }

  /// The same attack with another radius.
  public func with(epsilon: Float) -> Self {
    var copy = self
    copy.epsilon = epsilon
    return copy
  }

  func requireRadius() throws(FoveaError) {
    guard epsilon >= 0, epsilon.isFinite else {
      throw FoveaError("\(name): ε must be 0 or more and finite, got \(epsilon)")
    }
  }
}

extension Attack {
  /// Nothing to add.
  public var details: [String] { [] }

  /// Attacks images of a network whose pixels lie in 0 … 1.
  ///
  /// - Parameters:
  ///   - network: reads one batch of images and answers logits `[batch, classes]`.
  ///   - images: `[count, …]` as the network's input has it.
  ///   - labels: the class of each image; the network's own predictions unless given.
  ///   - goal: what counts as a success.
  ///   - mask: 0 where nothing may change and 1 elsewhere, of a shape that repeats to the images'.
  /// - Throws: `FoveaError` where images, labels or settings do not fit, or a result breaks the attack's promise.
  public func attack(
    _ network: Network, _ images: Tensor, labels: [Int]? = nil, goal: AttackGoal = .anyOther,
    mask: Tensor? = nil
  ) throws(FoveaError) -> AdversarialExamples {
    // A smaller batch would only compile more plans.
    let size = images.shape.rank > 0 ? min(128, max(1, images.shape[0])) : 1
    return try attack(
      Victim(network, batchSize: size), images, labels: labels, goal: goal, mask: mask)
  }

  /// Attacks images of a victim, whose plans are used again.
  ///
  /// - Parameter onProgress: hears the number of images done and in all.
  /// - Throws: `FoveaError` as above.
  public func attack(
    _ victim: Victim, _ images: Tensor, labels: [Int]? = nil, goal: AttackGoal = .anyOther,
    mask: Tensor? = nil, onProgress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws(FoveaError) -> AdversarialExamples {
    var campaign = try AttackCampaign(
      self, victim, images: images, labels: labels, goal: goal, mask: mask)
    try campaign.run(onProgress: onProgress)
    return try campaign.examples()
  }
}

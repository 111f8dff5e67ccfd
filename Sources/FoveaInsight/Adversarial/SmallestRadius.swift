public import FoveaTensor

/// The smallest radius at which an attack fools the network, for each image, by bisection.
///
/// Images are searched side by side, each with a radius of its own. An image that the attack does not fool at the largest
/// radius keeps that attempt; one that is wrong from the start stays as it is, at radius 0.
public struct SmallestRadius: Attack {
  /// The attack that is tried at each radius.
  public var base: any RadiusAttack
  /// The largest radius that is tried.
  public var largest: Float
  /// How many times the interval is halved: the radius is known to largest / 2^bisections.
  public var bisections: Int

  /// Creates a search.
  public init(_ base: any RadiusAttack, upTo largest: Float, bisections: Int = 10) {
    self.base = base
    self.largest = largest
    self.bisections = bisections
  }

  /// The name of the attack that is tried.
  public var name: String { "smallest ε by \(base.name)" }

  /// The norm of the attack that is tried.
  public var norm: AttackNorm { base.norm }

  /// The largest radius.
  public var radius: Float? { largest }

  /// The settings of the attack that is tried, and the number of bisections.
  public var details: [String] { base.details + ["\(bisections) bisections"] }

  /// Throws where a setting makes no sense.
  public func validate() throws(FoveaError) {
    try base.with(epsilon: largest).validate()
    guard bisections >= 0 else {
      throw FoveaError("\(name): bisections must be 0 or more, got \(bisections)")
    }
  }

  /// Searches for all images of a batch.
  public func perturb(_ batch: AttackBatch, of victim: Victim) throws(FoveaError) -> Perturbation {
    let clean = try victim.predict(batch.originals)
    let isWrong = clean.indices.map { batch.isSuccess(clean[$0].label, at: $0) }
    var high = isWrong.map { $0 ? 0 : largest }
    var low = [Float](repeating: 0, count: batch.count)
    var result = try base.perturb(batch, radii: high, of: victim)
    for image in isWrong.indices where isWrong[image] {
      Self.copy(image, from: batch.originals, to: &result.images, elements: batch.elements)
    }
    let first = try victim.predict(result.images)
    let isOpen = first.indices.map {
      !isWrong[$0] && batch.isSuccess(first[$0].label, at: $0)
    }
    for _ in 0..<bisections where isOpen.contains(true) {
      let middle = low.indices.map { isOpen[$0] ? (low[$0] + high[$0]) / 2 : 0 }
      let attempt = try base.perturb(batch, radii: middle, of: victim)
      let predictions = try victim.predict(attempt.images)
      for image in isOpen.indices where isOpen[image] {
        if batch.isSuccess(predictions[image].label, at: image) {
          high[image] = middle[image]
          Self.copy(image, from: attempt.images, to: &result.images, elements: batch.elements)
        } else {
          low[image] = middle[image]
        }
      }
    }
    result.radii = high
    result.trace = nil
    return result
  }

  private static func copy(
    _ image: Int, from source: Tensor, to target: inout Tensor, elements: Int
  ) {
    let range = image * elements..<(image + 1) * elements
    target.scalars.replaceSubrange(range, with: source.scalars[range])
  }
}

public import FoveaData
public import FoveaNetwork
public import FoveaTensor

extension Attack {
  /// Attacks the pictures of a set, with its labels and class names.
  ///
  /// - Throws: `FoveaError` where pictures or settings do not fit, or a result breaks the attack's promise.
  public func attack(
    _ network: Network, _ set: ImageSet, goal: AttackGoal = .anyOther, mask: Tensor? = nil
  ) throws(FoveaError) -> AdversarialExamples {
    var examples = try attack(network, set.images, labels: set.labels, goal: goal, mask: mask)
    examples.classNames = set.classNames
    return examples
  }

  /// Attacks the pictures of a set on a victim, whose plans are used again.
  ///
  /// - Throws: `FoveaError` as above.
  public func attack(
    _ victim: Victim, _ set: ImageSet, goal: AttackGoal = .anyOther, mask: Tensor? = nil,
    onProgress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws(FoveaError) -> AdversarialExamples {
    var examples = try attack(
      victim, set.images, labels: set.labels, goal: goal, mask: mask, onProgress: onProgress)
    examples.classNames = set.classNames
    return examples
  }
}

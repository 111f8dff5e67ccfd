import FoveaTensor

/// What counts as a success of an attack.
public enum AttackGoal: Hashable, Sendable {
  /// Any class but the label.
  case anyOther
  /// One class for all images.
  case toClass(Int)
  /// One class for each image.
  case toClasses([Int])
  /// The class that the network finds least likely for the clean image (Kurakin et al. 2017).
  case leastLikely
  /// The class after the label, the first one after the last.
  case nextClass

  /// The wanted class of each image; `nil` where any other will do.
  ///
  /// - Throws: `FoveaError` where a class does not exist, is an image's own label, or the numbers do not agree.
  func targets(
    labels: [Int], clean: [Prediction], classes: Int
  ) throws(FoveaError) -> [Int]? {
    let targets: [Int]
    switch self {
    case .anyOther: return nil
    case .toClass(let target): targets = [Int](repeating: target, count: labels.count)
    case .toClasses(let chosen): targets = chosen
    case .nextClass: targets = labels.map { ($0 + 1) % classes }
    case .leastLikely:
      targets = zip(clean, labels).map { $0.leastLikely(except: $1) }
    }
    guard targets.count == labels.count else {
      throw FoveaError("\(targets.count) wanted classes for \(labels.count) images")
    }
    for (image, target) in targets.enumerated() {
      guard target >= 0, target < classes else {
        throw FoveaError(
          "image \(image): the wanted class \(target) is none of 0 … \(classes - 1)")
      }
      // One class for all may well be the label of some: those are won already and stay as they are.
      if case .toClass = self { continue }
      guard target != labels[image] else {
        throw FoveaError("image \(image): the wanted class \(target) is its label")
      }
    }
    return targets
  }
}

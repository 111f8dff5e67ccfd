import FoveaTensor

/// What every attack promises of its result, and the check that holds it to that.
struct PostCondition {
  let attack: String
  let norm: AttackNorm
  let bounds: ClosedRange<Float>

  /// Throws where an image is not finite, leaves the bounds, changed outside of the mask or lies outside of its ball.
  ///
  /// Norms are sums of exact differences in double precision; they may exceed the radius by `norm.slack`.
  func check(
    _ changes: [ImageChange], radii: [Float]?, first: Int, elements: Int
  ) throws(FoveaError) {
    for (index, change) in changes.enumerated() {
      let image = first + index
      guard change.notFinite == 0 else {
        throw broken(image, "\(change.notFinite) values are not finite")
      }
      guard
        elements == 0 || change.lowest >= bounds.lowerBound && change.highest <= bounds.upperBound
      else {
        throw broken(
          image,
          "its values reach \(change.lowest) … \(change.highest) and must stay in "
            + "\(bounds.lowerBound) … \(bounds.upperBound)")
      }
      guard change.outsideMask == 0 else {
        throw broken(image, "\(change.outsideMask) values changed where the mask forbids it")
      }
      guard let radius = radii?[index] else { continue }
      let distance = change.distance(in: norm)
      let limit = Double(radius) + norm.slack(elements: elements, radius: radius, bounds: bounds)
      guard distance <= limit else {
        throw broken(image, "its \(norm.symbol) distance \(Float(distance)) exceeds ε = \(radius)")
      }
    }
  }

  private func broken(_ image: Int, _ what: String) -> FoveaError {
    FoveaError("\(attack) broke its promise at image \(image): \(what)")
  }
}

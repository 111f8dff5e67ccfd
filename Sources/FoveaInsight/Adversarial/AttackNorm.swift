import CKernels
public import FoveaTensor

/// How the size of a change to an image is measured.
public enum AttackNorm: String, Hashable, Sendable, Codable, CaseIterable {
  /// The largest change of a single value.
  case linf
  /// The Euclidean length of the change.
  case l2
  /// The sum of all changes' magnitudes.
  case l1

  /// The norm as it is written: L∞, L2, L1.
  public var symbol: String {
    switch self {
    case .linf: "L∞"
    case .l2: "L2"
    case .l1: "L1"
    }
  }

  var code: Int32 {
    switch self {
    case .linf: Int32(FOVEA_NORM_INFINITY.rawValue)
    case .l2: Int32(FOVEA_NORM_TWO.rawValue)
    case .l1: Int32(FOVEA_NORM_ONE.rawValue)
    }
  }

  /// By how much a checked norm may exceed ε: what rounding every value of an image to a `Float` can add.
  ///
  /// Half a unit in the last place of the pixel range for each value, in the norm, doubled, and ε / 10⁶.
  public func slack(elements: Int, radius: Float, bounds: ClosedRange<Float> = 0...1) -> Double {
    let range = Double(max(abs(bounds.lowerBound), abs(bounds.upperBound), 1))
    let unit = 0x1p-23 * range
    let spread =
      switch self {
      case .linf: 1.0
      case .l2: Double(elements).squareRoot()
      case .l1: Double(elements)
      }
    return unit * spread + 1e-6 * Double(radius)
  }

  /// The nearest points of the balls around `centres`, one ball for each image; what lies inside does not move.
  ///
  /// L∞ holds each value in its interval, L2 shortens the difference, L1 shrinks all differences by one threshold
  /// (Duchi et al. 2008), exactly. The result is then held in the bounds; in L1 it is the nearest point of ball and bounds
  /// together (Croce & Hein 2021), since cutting afterwards would give most of the radius away.
  ///
  /// - Parameters:
  ///   - points: `[count, …]`.
  ///   - centres: of the same shape, inside of the bounds.
  ///   - radii: one for each image.
  ///   - bounds: the range of a value.
  /// - Precondition: the shapes agree, and no radius is below 0.
  public func projecting(
    _ points: Tensor, around centres: Tensor, radii: [Float],
    bounds: ClosedRange<Float> = -Float.greatestFiniteMagnitude...Float.greatestFiniteMagnitude
  ) -> Tensor {
    precondition(
      points.shape == centres.shape && points.shape.rank > 0 && points.shape[0] == radii.count,
      "points \(points.shape), centres \(centres.shape) and \(radii.count) radii do not fit")
    precondition(radii.allSatisfy { $0 >= 0 }, "no radius may be below 0, got \(radii)")
    var projected = points
    let images = AttackBatch(originals: centres, labels: [Int](repeating: 0, count: radii.count))
    unsafe projected.scalars.withUnsafeMutableBufferPointer { x in
      unsafe images.confine(x, to: self, radii: radii, bounds: bounds)
    }
    return projected
  }
}

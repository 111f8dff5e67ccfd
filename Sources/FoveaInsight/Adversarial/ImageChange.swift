import CKernels
import FoveaTensor

/// What one attacked image measures against its original.
struct ImageChange: Hashable, Sendable {
  /// ‖x′ − x‖ in each norm.
  let infinity: Double
  let two: Double
  let one: Double
  /// The range of its values.
  let lowest: Float
  let highest: Float
  /// How many values are not finite.
  let notFinite: Int
  /// How many changed where the mask forbids it.
  let outsideMask: Int
  /// How many moved up to the face of the L∞ ball or to a bound.
  let atFace: Int

  func distance(in norm: AttackNorm) -> Double {
    switch norm {
    case .linf: infinity
    case .l2: two
    case .l1: one
    }
  }

  /// The changes of all images of a batch.
  static func measure(
    _ x: UnsafeBufferPointer<Float>, against batch: AttackBatch, radii: [Float]?,
    bounds: ClosedRange<Float>
  ) -> [ImageChange] {
    var results = [fovea_attack_measurement](
      repeating: fovea_attack_measurement(), count: batch.count)
    unsafe batch.withPointers { x0, mask in
      guard let x = x.baseAddress else { return }
      let (rows, columns) = (Int64(batch.count), Int64(batch.elements))
      let (low, high) = (bounds.lowerBound, bounds.upperBound)
      if let radii {
        unsafe fovea_attack_measure(rows, columns, x0, x, mask, radii, low, high, &results)
      } else {
        unsafe fovea_attack_measure(rows, columns, x0, x, mask, nil, low, high, &results)
      }
    }
    return results.map {
      ImageChange(
        infinity: $0.infinity, two: $0.two, one: $0.one, lowest: $0.lowest, highest: $0.highest,
        notFinite: Int($0.not_finite), outsideMask: Int($0.outside_mask), atFace: Int($0.at_face))
    }
  }

  /// The changes of all images of a batch.
  static func measure(
    _ images: Tensor, against batch: AttackBatch, radii: [Float]? = nil, bounds: ClosedRange<Float>
  ) -> [ImageChange] {
    unsafe images.scalars.withUnsafeBufferPointer {
      unsafe measure($0, against: batch, radii: radii, bounds: bounds)
    }
  }
}

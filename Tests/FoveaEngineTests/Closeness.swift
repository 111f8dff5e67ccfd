import FoveaTensor

extension Tensor {
  /// Whether the shapes agree and each element does, to a relative error or an absolute one.
  func isClose(to other: Tensor, relative: Float = 1e-4, absolute: Float = 1e-5) -> Bool {
    shape == other.shape && furthest(from: other, relative: relative, absolute: absolute) == nil
  }

  /// The first element that is neither relatively nor absolutely close to the other's, for a message.
  func furthest(from other: Tensor, relative: Float = 1e-4, absolute: Float = 1e-5) -> String? {
    for (index, (a, b)) in zip(scalars, other.scalars).enumerated() {
      let error = abs(a - b)
      let isClose = error <= absolute || error <= relative * max(abs(a), abs(b)) || a == b
      guard !isClose else { continue }
      return "element \(index) of \(shape): \(a) against \(b)"
    }
    return nil
  }
}

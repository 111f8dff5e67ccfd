extension Tensor {
  /// The tensor repeated to a larger shape by NumPy's rule.
  ///
  /// - Precondition: the shape broadcasts to `target` without changing it.
  public func broadcast(to target: Shape) -> Tensor {
    precondition(
      shape.broadcast(with: target) == target, "\(shape) does not broadcast to \(target)")
    guard shape != target else { return self }
    guard scalars.count != 1 else { return Tensor(repeating: scalars[0], shape: target) }
    let strides = shape.stridesBroadcast(to: target)
    var result: [Float] = []
    result.reserveCapacity(target.count)
    var index = [Int](repeating: 0, count: target.rank)
    var offset = 0
    for _ in 0..<target.count {
      result.append(scalars[offset])
      for axis in index.indices.reversed() {
        index[axis] += 1
        offset += strides[axis]
        guard index[axis] == target.dimensions[axis] else { break }
        offset -= strides[axis] * index[axis]
        index[axis] = 0
      }
    }
    return Tensor(shape: target, scalars: result)
  }
}

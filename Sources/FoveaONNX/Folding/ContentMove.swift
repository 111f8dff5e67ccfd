import FoveaTensor

/// A rearrangement of elements, whatever they are.
protocol ContentMove {
  func apply<Element>(_ values: [Element]) -> [Element]
}

/// Reads elements at regular distances: transposition, slices and repetition are choices of the strides.
struct StridedRead: ContentMove {
  let shape: Shape
  let offset: Int
  let strides: [Int]

  func apply<Element>(_ values: [Element]) -> [Element] {
    guard shape.count > 0 else { return [] }
    guard let inner = shape.dimensions.last, let step = strides.last else {
      return [values[offset]]
    }
    var result: [Element] = []
    result.reserveCapacity(shape.count)
    var index = [Int](repeating: 0, count: shape.rank - 1)
    var start = offset
    while true {
      var position = start
      for _ in 0..<inner {
        result.append(values[position])
        position += step
      }
      var axis = index.count - 1
      while axis >= 0 {
        index[axis] += 1
        start += strides[axis]
        if index[axis] < shape[axis] { break }
        start -= strides[axis] * shape[axis]
        index[axis] = 0
        axis -= 1
      }
      if axis < 0 { return result }
    }
  }
}

/// Takes blocks of elements in a given order.
struct BlockRead: ContentMove {
  let starts: [Int]
  let length: Int

  func apply<Element>(_ values: [Element]) -> [Element] {
    var result: [Element] = []
    result.reserveCapacity(starts.count * length)
    for start in starts { result.append(contentsOf: values[start..<start + length]) }
    return result
  }
}

extension KnownTensor {
  /// The tensor after a move of its elements; one number everywhere stays that.
  func moved(by move: some ContentMove, to shape: Shape) throws(FoveaError) -> KnownTensor {
    switch content {
    case .uniform: return KnownTensor(shape, kind, content)
    case _ where shape.count > Self.madeLimit:
      throw FoveaError("the known tensor \(shape) would have more than 2^28 elements")
    case .integers(let values): return KnownTensor(shape, kind, .integers(move.apply(values)))
    case .floats(let values): return KnownTensor(shape, kind, .floats(move.apply(values)))
    case .stored:
      return kind == .float
        ? KnownTensor(shape, kind, .floats(move.apply(floats)))
        : KnownTensor(shape, kind, .integers(move.apply(integers)))
    }
  }

  /// The same elements with other extents, without touching them.
  func reshaped(to shape: Shape) -> KnownTensor { KnownTensor(shape, kind, content, name: name) }

  /// The axes in another order.
  func transposed(_ order: [Int]) throws(FoveaError) -> KnownTensor {
    let strides = shape.strides
    let target = Shape(order.map { shape[$0] })
    var result = try moved(
      by: StridedRead(shape: target, offset: 0, strides: order.map { strides[$0] }), to: target)
    result.name = name.map { "\($0).T" }
    return result
  }

  /// The elements repeated along axes of extent 1, as NumPy broadcasts.
  func broadcast(to target: Shape) throws(FoveaError) -> KnownTensor {
    guard shape != target else { return self }
    guard shape.broadcast(with: target) == target else {
      throw FoveaError("\(shape) does not broadcast to \(target)")
    }
    var result = try moved(
      by: StridedRead(shape: target, offset: 0, strides: shape.stridesBroadcast(to: target)),
      to: target)
    result.name = name.map { "\($0).wide" }
    return result
  }

  /// A part along one axis.
  func slice(axis: Int, from start: Int, count: Int, step: Int = 1) throws(FoveaError)
    -> KnownTensor
  {
    let target = shape.replacing(axis, with: count)
    var strides = shape.strides
    let offset = count == 0 ? 0 : start * strides[axis]
    strides[axis] *= step
    return try moved(by: StridedRead(shape: target, offset: offset, strides: strides), to: target)
  }

  /// Tensors one after another along an axis.
  static func concatenating(_ parts: [KnownTensor], axis: Int) throws(FoveaError) -> KnownTensor {
    var total = 0
    for part in parts {
      guard part.shape.rank == parts[0].shape.rank,
        part.shape.replacing(axis, with: 0) == parts[0].shape.replacing(axis, with: 0)
      else { throw FoveaError("the parts \(parts.map(\.shape)) do not fit along axis \(axis)") }
      total += part.shape[axis]
    }
    let shape = parts[0].shape.replacing(axis, with: total)
    guard shape.count <= madeLimit else {
      throw FoveaError("the known tensor \(shape) would have more than 2^28 elements")
    }
    let outer = shape.dimensions.prefix(axis).reduce(1, *)
    let isFloat = parts.contains { $0.kind == .float }
    if isFloat {
      return KnownTensor(
        shape, floats: joined(parts.map(\.floats), rows: outer))
    }
    return KnownTensor(
      shape, integers: joined(parts.map(\.integers), rows: outer), kind: parts[0].kind)
  }

  private static func joined<Element>(_ parts: [[Element]], rows: Int) -> [Element] {
    guard rows > 0 else { return [] }
    var result: [Element] = []
    result.reserveCapacity(parts.reduce(0) { $0 + $1.count })
    for row in 0..<rows {
      for part in parts {
        let width = part.count / rows
        result.append(contentsOf: part[row * width..<(row + 1) * width])
      }
    }
    return result
  }
}

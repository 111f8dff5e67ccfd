import FoveaNetwork
import FoveaTensor

/// Operands of one step that are repeated to a common shape while they are read.
struct Broadcast {
  let dimensions: [Int64]
  /// For each operand, its stride along each dimension.
  let strides: [[Int64]]

  /// Joins dimensions that lie behind each other in all operands, so that inner loops are long.
  init(_ operands: [Shape], to shape: Shape) {
    let all = operands.map { $0.stridesBroadcast(to: shape) }
    var dimensions: [Int] = []
    var strides: [[Int]] = all.map { _ in [] }
    for axis in shape.dimensions.indices where shape[axis] != 1 {
      let extent = shape[axis]
      let joins =
        !dimensions.isEmpty
        && zip(strides, all).allSatisfy { known, own in known.last == own[axis] * extent }
      if joins {
        dimensions[dimensions.count - 1] *= extent
        for operand in all.indices { strides[operand][dimensions.count - 1] = all[operand][axis] }
      } else {
        dimensions.append(extent)
        for operand in all.indices { strides[operand].append(all[operand][axis]) }
      }
    }
    self.dimensions = dimensions.map(Int64.init)
    self.strides = strides.map { $0.map(Int64.init) }
  }

  var rank: Int32 { Int32(dimensions.count) }
}

extension BackwardSite {
  /// Announces a share of an input's gradient that has the output's shape: summed where the input was repeated.
  func contribute(summing share: Value, toInput index: Int) {
    let shape = inputShapes[index]
    guard shape != share.shape else { return contribute(share, toInput: index) }
    let result = gradient(ofInput: index)
    let copy = StridedCopy(
      share.shape.dimensions, source: share.shape.strides,
      target: shape.stridesBroadcast(to: share.shape))
    emit("sum", reads: [share], writes: [result]) { memory in
      let (source, target) = (memory[share], memory[result])
      return { _ in
        target.fill(0)
        copy.run(source, target, accumulates: true)
      }
    }
  }
}

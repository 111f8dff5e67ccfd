import FoveaNetwork
import FoveaTensor
import ONNXProto

/// The extents that operations give their results, for known tensors and for those that will be computed.
extension OperatorSite {
  /// New extents as the file gives them: 0 keeps, −1 takes what remains.
  func reshapeExtents() throws(FoveaError) -> [Int] {
    guard let extents = try integers("shape", orInput: 1) else {
      throw FoveaError("its new shape is missing")
    }
    guard extents.count <= 64, extents.allSatisfy({ $0 >= -1 && $0 <= 1 << 32 }),
      extents.filter({ $0 == -1 }).count <= 1
    else { throw FoveaError("the new extents \(extents) are impossible") }
    return extents
  }

  /// The shape that `Reshape` makes.
  func reshapedShape(of shape: Shape) throws(FoveaError) -> Shape {
    var extents = try reshapeExtents()
    let keepsZero = attributes.flag("allowzero")
    for (axis, extent) in extents.enumerated() where extent == 0 && !keepsZero {
      guard axis < shape.rank else {
        throw FoveaError("\(extents) keeps an axis that \(shape) lacks")
      }
      extents[axis] = shape[axis]
    }
    if let free = extents.firstIndex(of: -1) {
      extents[free] = 1
      let rest = try FoldingTable.checkedShape(extents).count
      extents[free] = rest == 0 ? 0 : shape.count / rest
    }
    let result = try FoldingTable.checkedShape(extents)
    guard result.count == shape.count else { throw FoveaError("\(shape) cannot become \(result)") }
    return result
  }

  /// The matrix that `Flatten` makes.
  func flattenedShape(of shape: Shape) throws(FoveaError) -> Shape {
    let given = attributes.int("axis", 1)
    let axis = given < 0 ? given + shape.rank : given
    guard axis >= 0, axis <= shape.rank else {
      throw FoveaError("axis \(given) is not one of \(shape)")
    }
    return Shape([
      shape.dimensions.prefix(axis).reduce(1, *), shape.dimensions.dropFirst(axis).reduce(1, *),
    ])
  }

  /// The shape without axes of extent 1.
  func squeezedShape(of shape: Shape) throws(FoveaError) -> Shape {
    guard let listed = try integers("axes", orInput: 1) else {
      return Shape(shape.dimensions.filter { $0 != 1 })
    }
    let removed = try axes(listed, of: shape.rank)
    guard removed.allSatisfy({ shape[$0] == 1 }) else {
      throw FoveaError("the axes \(listed) of \(shape) are not all of extent 1")
    }
    let kept = shape.dimensions.enumerated().filter { !removed.contains($0.offset) }
    return Shape(kept.map(\.element))
  }

  /// The shape with new axes of extent 1.
  func unsqueezedShape(of shape: Shape) throws(FoveaError) -> Shape {
    guard let listed = try integers("axes", orInput: 1) else {
      throw FoveaError("axes are missing")
    }
    guard listed.count <= 64 else { throw FoveaError("\(listed.count) new axes are too many") }
    let added = try axes(listed, of: shape.rank + listed.count)
    var result = shape.dimensions
    for axis in added { result.insert(1, at: axis) }
    return Shape(result)
  }

  /// The order of `Transpose`; reversed where the file does not say one.
  func order(of shape: Shape) throws(FoveaError) -> [Int] {
    let order = attributes.ints("perm") ?? Array((0..<shape.rank).reversed())
    guard order.sorted() == Array(0..<shape.rank) else {
      throw FoveaError("the order \(order) does not name each axis of \(shape) once")
    }
    return order
  }

  /// One axis of a slice: where it begins, how many elements, how far apart.
  struct Slice {
    let axis: Int
    let start: Int
    let count: Int
    let step: Int
  }

  /// What `Slice` takes along each axis that it names.
  func slices(of shape: Shape) throws(FoveaError) -> [Slice] {
    guard let starts = try integers("starts", orInput: 1),
      let ends = try integers("ends", orInput: 2), starts.count == ends.count
    else { throw FoveaError("its starts and ends do not pair up") }
    let axes = try integers("axes", orInput: 3) ?? Array(starts.indices)
    let steps = try integers("steps", orInput: 4) ?? starts.map { _ in 1 }
    guard axes.count == starts.count, steps.count == starts.count else {
      throw FoveaError("its axes and steps do not pair up with its starts")
    }
    var result: [Slice] = []
    for index in starts.indices {
      let axis = try axis(axes[index], of: shape.rank)
      let (extent, step) = (shape[axis], steps[index])
      guard step != 0, abs(step) < 1 << 32 else { throw FoveaError("a step is \(step)") }
      // Positions are held within the axis: from its first element to behind its last, or backwards.
      let limits = step > 0 ? (0, extent) : (-1, extent - 1)
      func held(_ place: Int) -> Int {
        max(limits.0, min(limits.1, place < 0 ? place + extent : place))
      }
      let (first, last) = (held(starts[index]), held(ends[index]))
      let distance = step > 0 ? last - first : first - last
      let count = distance <= 0 ? 0 : (distance + abs(step) - 1) / abs(step)
      result.append(Slice(axis: axis, start: first, count: count, step: step))
    }
    return result
  }

  /// The ranges of `Slice` as the file gives them, so that they suit inputs of any size.
  func ranges() throws(FoveaError) -> [RangeSlicing.Range] {
    guard let starts = try integers("starts", orInput: 1),
      let ends = try integers("ends", orInput: 2)
    else { throw FoveaError("its starts and ends are missing") }
    let axes = try integers("axes", orInput: 3) ?? Array(starts.indices)
    let steps = try integers("steps", orInput: 4) ?? starts.map { _ in 1 }
    return starts.indices.map {
      RangeSlicing.Range(axis: axes[$0], start: starts[$0], end: ends[$0], step: steps[$0])
    }
  }

  /// The axis of `Split` and the extents of its parts.
  func splitSizes(of shape: Shape) throws(FoveaError) -> (axis: Int, sizes: [Int]) {
    let axis = try axis(attributes.int("axis", 0), of: shape.rank)
    let extent = shape[axis]
    let parts = attributes.has("num_outputs") ? attributes.int("num_outputs", 1) : node.output.count
    guard parts > 0, parts == node.output.count else {
      throw FoveaError("it has \(node.output.count) outputs, but \(parts) parts")
    }
    let even = (extent + parts - 1) / parts
    let equal = (0..<parts).map { max(0, min(even, extent - $0 * even)) }
    let sizes = try integers("split", orInput: 1) ?? equal
    guard sizes.count == node.output.count, sizes.allSatisfy({ $0 >= 0 && $0 <= extent }),
      sizes.reduce(0, +) == extent
    else { throw FoveaError("the parts \(sizes) do not make up the extent \(extent)") }
    return (axis, sizes)
  }
}

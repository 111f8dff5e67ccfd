import FoveaTensor
import ONNXProto

extension FoldingTable {
  /// Known tensors that are made, cut, joined or rearranged.
  static let moves: [String: Folder] = [
    "Constant": { (site, _) throws(FoveaError) -> [KnownTensor] in [try constant(site)] },
    "ConstantOfShape": { (site, inputs) throws(FoveaError) -> [KnownTensor] in
      let shape = try checkedShape(try required(inputs, 0).integers)
      guard let value = try site.tensor("value") else {
        return [KnownTensor(shape, .float, .uniform(0))]
      }
      guard value.shape.count == 1 else { throw FoveaError("its value must be one number") }
      let number = value.kind == .float ? Double(value.floats[0]) : Double(value.integers[0])
      return [KnownTensor(shape, value.kind, .uniform(number))]
    },
    "Range": { (_, inputs) throws(FoveaError) -> [KnownTensor] in [try range(inputs)] },
    "Identity": { (site, inputs) throws(FoveaError) -> [KnownTensor] in
      // Exporters keep equal weights once and name the others so: they are weights of their own.
      var tensor = try required(inputs, 0)
      if tensor.name != nil { tensor.name = site.node.output.first }
      return [tensor]
    },
    "Cast": { (site, inputs) throws(FoveaError) -> [KnownTensor] in
      [try required(inputs, 0).cast(to: try .of(site.attributes.int("to", 1)))]
    },
    "Gather": { (site, inputs) throws(FoveaError) -> [KnownTensor] in
      let table = try required(inputs, 0)
      let indices = try required(inputs, 1)
      let axis = try site.axis(site.attributes.int("axis", 0), of: table.shape.rank)
      return [try gathered(table, indices, axis: axis)]
    },
    "Concat": { (site, inputs) throws(FoveaError) -> [KnownTensor] in
      var parts: [KnownTensor] = []
      for index in inputs.indices { parts.append(try required(inputs, index)) }
      guard let first = parts.first else { throw FoveaError("it joins nothing") }
      let axis = try site.axis(site.attributes.int("axis", 1), of: first.shape.rank)
      return [try .concatenating(parts, axis: axis)]
    },
    "Slice": { (site, inputs) throws(FoveaError) -> [KnownTensor] in
      var result = try required(inputs, 0)
      for part in try site.slices(of: result.shape) {
        result = try result.slice(
          axis: part.axis, from: part.start, count: part.count, step: part.step)
      }
      return [result]
    },
    "Split": { (site, inputs) throws(FoveaError) -> [KnownTensor] in
      let whole = try required(inputs, 0)
      let (axis, sizes) = try site.splitSizes(of: whole.shape)
      var start = 0
      var parts: [KnownTensor] = []
      for size in sizes {
        parts.append(try whole.slice(axis: axis, from: start, count: size))
        start += size
      }
      return parts
    },
    "Reshape": { (site, inputs) throws(FoveaError) -> [KnownTensor] in
      let tensor = try required(inputs, 0)
      return [tensor.reshaped(to: try site.reshapedShape(of: tensor.shape))]
    },
    "Flatten": { (site, inputs) throws(FoveaError) -> [KnownTensor] in
      let tensor = try required(inputs, 0)
      return [tensor.reshaped(to: try site.flattenedShape(of: tensor.shape))]
    },
    "Squeeze": { (site, inputs) throws(FoveaError) -> [KnownTensor] in
      let tensor = try required(inputs, 0)
      return [tensor.reshaped(to: try site.squeezedShape(of: tensor.shape))]
    },
    "Unsqueeze": { (site, inputs) throws(FoveaError) -> [KnownTensor] in
      let tensor = try required(inputs, 0)
      return [tensor.reshaped(to: try site.unsqueezedShape(of: tensor.shape))]
    },
    "Transpose": { (site, inputs) throws(FoveaError) -> [KnownTensor] in
      let tensor = try required(inputs, 0)
      return [try tensor.transposed(try site.order(of: tensor.shape))]
    },
    "Expand": { (_, inputs) throws(FoveaError) -> [KnownTensor] in
      let tensor = try required(inputs, 0)
      let wanted = try checkedShape(try required(inputs, 1).integers)
      guard let shape = tensor.shape.broadcast(with: wanted) else {
        throw FoveaError("\(tensor.shape) does not expand to \(wanted)")
      }
      return [try tensor.broadcast(to: shape)]
    },
    "Tile": { (_, inputs) throws(FoveaError) -> [KnownTensor] in
      var result = try required(inputs, 0)
      let counts = try required(inputs, 1).integers
      guard counts.count == result.shape.rank, counts.allSatisfy({ $0 >= 0 }) else {
        throw FoveaError("the repeats \(counts) do not fit \(result.shape)")
      }
      for (axis, count) in counts.enumerated() where count != 1 {
        _ = try checkedShape(result.shape.dimensions + [count])
        guard count > 0 else {
          result = try result.slice(axis: axis, from: 0, count: 0)
          continue
        }
        guard result.shape.count * count <= KnownTensor.madeLimit else {
          throw FoveaError("its result would have more than 2^28 elements")
        }
        result = try .concatenating([KnownTensor](repeating: result, count: count), axis: axis)
      }
      return [result]
    },
    "ReduceProd": reduction({ $0 &* $1 }, { $0 * $1 }),
    "ReduceSum": reduction({ $0 &+ $1 }, { $0 + $1 }),
    "ReduceMax": reduction({ max($0, $1) }, { max($0, $1) }),
    "ReduceMin": reduction({ min($0, $1) }, { min($0, $1) }),
    "NonZero": { (_, inputs) throws(FoveaError) -> [KnownTensor] in
      let tensor = try required(inputs, 0)
      guard tensor.shape.count <= 1 << 20 else { throw FoveaError("its input is too large") }
      let strides = tensor.shape.strides
      let values = tensor.floats
      let places = values.indices.filter { values[$0] != 0 }
      let rows = (0..<tensor.shape.rank).flatMap { axis in
        places.map { $0 / strides[axis] % tensor.shape[axis] }
      }
      return [KnownTensor([tensor.shape.rank, places.count], integers: rows)]
    },
  ]

  /// The shape of extents from a file.
  static func checkedShape(_ dimensions: [Int]) throws(FoveaError) -> Shape {
    try TensorReader.shape(dimensions.map { Int64($0) }, elementSize: 4)
  }

  private static func constant(_ site: OperatorSite) throws(FoveaError) -> KnownTensor {
    if let tensor = try site.tensor("value") { return tensor }
    let attributes = site.attributes
    if attributes.has("value_float") {
      return KnownTensor(.scalar, floats: [attributes.float("value_float", 0)])
    }
    if let list = attributes.floats("value_floats") {
      return KnownTensor([list.count], floats: list)
    }
    if attributes.has("value_int") {
      return KnownTensor(.scalar, integers: [attributes.int("value_int", 0)])
    }
    if let list = attributes.ints("value_ints") { return KnownTensor(list) }
    throw FoveaError("a constant without a dense tensor of numbers is not read")
  }

  private static func range(_ inputs: [KnownTensor?]) throws(FoveaError) -> KnownTensor {
    let ends = [try required(inputs, 0), try required(inputs, 1), try required(inputs, 2)]
    guard ends.allSatisfy({ $0.shape.count == 1 }) else {
      throw FoveaError("start, limit and step must be one number each")
    }
    let numbers = ends.map { Double($0.floats[0]) }
    let count = ((numbers[1] - numbers[0]) / numbers[2]).rounded(.up)
    guard !count.isNaN, count <= Double(KnownTensor.madeLimit) else {
      throw FoveaError("it would count more than 2^28 numbers, or none at all")
    }
    let length = max(0, Int(count))
    if ends[0].kind == .float {
      let (start, step) = (ends[0].floats[0], ends[2].floats[0])
      return KnownTensor([length], floats: (0..<length).map { start + Float($0) * step })
    }
    let (start, step) = (ends[0].integers[0], ends[2].integers[0])
    return KnownTensor((0..<length).map { start &+ $0 &* step })
  }

  /// Rows of a table by their positions along an axis; negative ones count from the end.
  static func gathered(
    _ table: KnownTensor, _ indices: KnownTensor, axis: Int
  ) throws(FoveaError) -> KnownTensor {
    let extent = table.shape[axis]
    var positions = indices.integers
    for (place, index) in positions.enumerated() {
      guard index >= -extent, index < extent else {
        throw FoveaError("the index \(index) is outside of axis \(axis) of \(table.shape)")
      }
      positions[place] = index < 0 ? index + extent : index
    }
    let before = Array(table.shape.dimensions.prefix(axis))
    let behind = Array(table.shape.dimensions.dropFirst(axis + 1))
    let length = behind.reduce(1, *)
    let shape = try checkedShape(before + indices.shape.dimensions + behind)
    guard shape.count <= KnownTensor.madeLimit else {
      throw FoveaError("its result \(shape) would have more than 2^28 elements")
    }
    let starts = (0..<before.reduce(1, *)).flatMap { row in
      positions.map { (row * extent + $0) * length }
    }
    return try table.moved(by: BlockRead(starts: starts, length: length), to: shape)
  }

  private static func reduction(
    _ integers: @escaping @Sendable (Int, Int) -> Int,
    _ floats: @escaping @Sendable (Float, Float) -> Float
  ) -> Folder {
    { (site, inputs) throws(FoveaError) -> [KnownTensor] in
      var tensor = try required(inputs, 0)
      let listed = try site.integers("axes", orInput: 1)
      if listed?.isEmpty ?? true, site.attributes.flag("noop_with_empty_axes") { return [tensor] }
      let all = Array(0..<tensor.shape.rank)
      let axes = listed.map { $0.isEmpty ? all : $0 } ?? all
      let reduced = try site.axes(axes, of: tensor.shape.rank)
      for axis in reduced.reversed() {
        guard tensor.shape[axis] > 0 else {
          throw FoveaError("an axis without elements is reduced")
        }
        var sum = try tensor.slice(axis: axis, from: 0, count: 1)
        for position in 1..<max(1, tensor.shape[axis]) {
          let part = try tensor.slice(axis: axis, from: position, count: 1)
          sum = try .combining(sum, part, integers: integers, floats: floats)
        }
        tensor = sum
      }
      guard !site.attributes.flag("keepdims", true) else { return [tensor] }
      let kept = tensor.shape.dimensions.enumerated().filter { !reduced.contains($0.offset) }
      return [tensor.reshaped(to: Shape(kept.map(\.element)))]
    }
  }
}

import FoveaNetwork
import FoveaTensor

extension OperatorTable {
  /// Parts of tensors, and tensors made larger at their borders.
  static let slices: [String: Importer] = [
    "Slice": { (site) throws(FoveaError) in
      var result = try site.value(0)
      for part in try site.slices(of: result.shape)
      where part.count != result.shape[part.axis] || part.step < 0 {
        result = try cut(site, result, part, "axis\(part.axis)")
      }
      site.set(0, result)
    },
    "Split": { (site) throws(FoveaError) in
      let input = try site.value(0)
      let (axis, sizes) = try site.splitSizes(of: input.shape)
      var start = 0
      for (index, size) in sizes.enumerated() {
        let part = OperatorSite.Slice(axis: axis, start: start, count: size, step: 1)
        if site.hasOutput(index) { site.set(index, try cut(site, input, part, "part\(index)")) }
        start += size
      }
    },
    "Gather": { (site) throws(FoveaError) in try gather(site) },
    "Pad": { (site) throws(FoveaError) in try pad(site) },
  ]

  private static func cut(
    _ site: OperatorSite, _ input: NodeValue, _ part: OperatorSite.Slice, _ name: String
  ) throws(FoveaError) -> NodeValue {
    guard part.count > 0, part.step > 0 else {
      throw FoveaError("slices without elements and with negative steps are not read")
    }
    return try site.add(
      Slicing(axis: part.axis, start: part.start, count: part.count, step: part.step),
      to: [input], part: name)
  }

  private static func gather(_ site: OperatorSite) throws(FoveaError) {
    let shape = try site.shape(0)
    let axis = try site.axis(site.attributes.int("axis", 0), of: shape.rank)
    if case .known(let table) = try site.input(0), axis == 0, shape.rank == 2, shape.count > 0 {
      return try site.put(
        EmbeddingLookup(vocabulary: shape[0], size: shape[1]), to: [try site.value(1)],
        parameters: ["weight": table], kind: .float)
    }
    let indices = try site.known(1, "indices")
    guard let index = indices.integers.first, indices.shape.count == 1,
      index >= -shape[axis], index < shape[axis]
    else { throw FoveaError("it takes one element of the axis only, got indices \(indices.shape)") }
    let row = try site.add(
      Slicing(axis: axis, start: index < 0 ? index + shape[axis] : index, count: 1),
      to: [try site.value(0)], part: "row")
    let extents =
      shape.dimensions.prefix(axis) + indices.shape.dimensions
      + shape.dimensions.dropFirst(axis + 1)
    try site.put(Reshaping(to: Array(extents)), to: [row])
  }

  private static func pad(_ site: OperatorSite) throws(FoveaError) {
    let input = try site.value(0)
    let rank = input.shape.rank
    let listed = try site.optional(3, "axes")?.integers ?? Array(0..<rank)
    guard let pads = try site.integers("pads", orInput: 1), pads.count == 2 * listed.count,
      pads.allSatisfy({ abs($0) <= OperatorSite.extentLimit })
    else { throw FoveaError("its pads do not pair up with the axes of \(input.shape)") }
    var before = [Int](repeating: 0, count: rank)
    var behind = before
    for (place, entry) in listed.enumerated() {
      let axis = try site.axis(entry, of: rank)
      before[axis] = pads[place]
      behind[axis] = pads[listed.count + place]
    }
    var result = input
    for axis in 0..<rank where before[axis] < 0 || behind[axis] < 0 {
      let start = max(0, -before[axis])
      let count = result.shape[axis] - start - max(0, -behind[axis])
      let part = OperatorSite.Slice(axis: axis, start: start, count: count, step: 1)
      result = try cut(site, result, part, "axis\(axis)")
    }
    let mode = try padMode(site)
    let operation = Padding(
      before: before.map { max(0, $0) }, behind: behind.map { max(0, $0) }, mode: mode)
    try site.put(operation, to: [result])
  }

  private static func padMode(_ site: OperatorSite) throws(FoveaError) -> Padding.Mode {
    switch site.attributes.string("mode", "constant") {
    case "constant":
      let given = try site.optional(2, "value")?.scalar
      return .constant(given ?? site.attributes.float("value", 0))
    case "edge": return .replicate
    case "reflect": return .reflect
    case "wrap": return .circular
    case let other: throw FoveaError("mode is '\(other)', which the standard does not know")
    }
  }
}

import FoveaNetwork
import FoveaTensor

extension OperatorTable {
  /// Parts of tensors, and tensors made larger at their borders.
  static let slices: [String: Importer] = [
    "Slice": { (site) throws(FoveaError) in
      let input = try site.value(0)
      _ = try site.slices(of: input.shape)
      try site.put(RangeSlicing(try site.ranges()), to: [input])
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
    guard part.count > 0 else { throw FoveaError("parts without elements are not read") }
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
    guard case .known(let indices) = try site.input(1), indices.shape.rank == 0,
      let index = indices.integers.first, index >= -shape[axis], index < shape[axis]
    else { return try site.put(Gathering(axis: axis), to: [try site.value(0), try site.value(1)]) }
    let row = try site.add(
      Slicing(axis: axis, start: index, count: 1), to: [try site.value(0)], part: "row")
    try site.put(AxisRemoval([axis]), to: [row])
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
    let mode = try padMode(site)
    try site.put(Padding(before: before, behind: behind, mode: mode), to: [input])
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

import FoveaNetwork
import FoveaTensor

extension OperatorTable {
  /// The largest and smallest elements and their places, one-hot rows, running sums and triangles.
  static let rankings: [String: Importer] = [
    "ArgMax": { (site) throws(FoveaError) in try place(site, isLargest: true) },
    "ArgMin": { (site) throws(FoveaError) in try place(site, isLargest: false) },
    "TopK": { (site) throws(FoveaError) in
      let input = try site.value(0)
      let axis = try site.axis(site.attributes.int("axis", -1), of: input.shape.rank)
      let given = try site.optional(1, "count")?.integers.first
      let count = given ?? site.attributes.int("k", 0)
      guard count > 0, count <= input.shape[axis] else {
        throw FoveaError("axis \(axis) of \(input.shape) has no \(count) elements")
      }
      let isLargest = site.attributes.flag("largest", true)
      site.set(
        0,
        try site.add(
          Ranking(.values, axis: axis, count: count, isLargest: isLargest), to: [input],
          part: "values"))
      guard site.hasOutput(1) else { return }
      site.set(
        1,
        try site.add(
          Ranking(.indices, axis: axis, count: count, isLargest: isLargest), to: [input],
          kind: .integer, part: "indices"))
    },
    "OneHot": { (site) throws(FoveaError) in
      let depth = try site.known(1, "depth").integers
      let values = try site.known(2, "values")
      guard depth.count == 1, depth[0] > 0, depth[0] <= OperatorSite.extentLimit,
        values.shape.count == 2
      else { throw FoveaError("it needs one positive depth and two values") }
      let indices = try site.value(0)
      let (off, on) = (values.floats[0], values.floats[1])
      try site.put(
        OneHot(depth: depth[0], axis: site.attributes.int("axis", -1), on: on, off: off),
        to: [indices], kind: values.kind)
    },
    "CumSum": { (site) throws(FoveaError) in
      let input = try site.value(0)
      guard let listed = try site.known(1, "axis").integers.first else {
        throw FoveaError("its axis is missing")
      }
      try site.put(
        RunningSum(
          axis: try site.axis(listed, of: input.shape.rank),
          isExclusive: site.attributes.flag("exclusive"),
          isReversed: site.attributes.flag("reverse")), to: [input])
    },
    "Trilu": { (site) throws(FoveaError) in
      let diagonal = try site.optional(1, "diagonal")?.integers.first ?? 0
      let held = max(-OperatorSite.extentLimit, min(OperatorSite.extentLimit, diagonal))
      try site.put(
        Triangle(isUpper: site.attributes.flag("upper", true), diagonal: held),
        to: [try site.value(0)])
    },
  ]

  private static func place(_ site: OperatorSite, isLargest: Bool) throws(FoveaError) {
    let input = try site.value(0)
    let axis = try site.axis(site.attributes.int("axis", 0), of: input.shape.rank)
    let ranking = Ranking(
      .indices, axis: axis, isLargest: isLargest,
      prefersLast: site.attributes.flag("select_last_index"))
    guard !site.attributes.flag("keepdims", true) else {
      return try site.put(ranking, to: [input], kind: .integer)
    }
    let kept = try site.add(ranking, to: [input], kind: .integer, part: "kept")
    try site.put(AxisRemoval([axis]), to: [kept])
  }
}

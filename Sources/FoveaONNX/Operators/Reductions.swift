import FoveaNetwork
import FoveaTensor
import ONNXProto

extension OperatorTable {
  /// Sums, means, norms and extremes along axes.
  static let reductions: [String: Importer] = reductionFunctions.mapValues(reduce)

  private static let reductionFunctions: [String: Reduction.Function] = [
    "ReduceSum": .sum, "ReduceMean": .mean, "ReduceMax": .maximum, "ReduceMin": .minimum,
    "ReduceProd": .product, "ReduceL1": .l1, "ReduceL2": .l2, "ReduceSumSquare": .sumOfSquares,
    "ReduceLogSum": .logSum, "ReduceLogSumExp": .logSumExp,
  ]

  private static func reduce(_ function: Reduction.Function) -> Importer {
    { (site) throws(FoveaError) in
      let input = try site.value(0)
      let listed = try site.integers("axes", orInput: 1)
      if listed?.isEmpty ?? true, site.attributes.flag("noop_with_empty_axes") {
        return try site.pass(0)
      }
      let axes = listed.flatMap { $0.isEmpty ? nil : $0 }
      if let axes { _ = try site.axes(axes, of: input.shape.rank) }
      try site.put(
        Reduction(function, axes: axes, keepsAxes: site.attributes.flag("keepdims", true)),
        to: [input])
    }
  }

  /// What a reduction makes of a tensor without elements, which is known whatever the input; `nil` for other nodes.
  static func reductionOfNothing(_ site: OperatorSite) throws(FoveaError) -> KnownTensor? {
    guard let function = reductionFunctions[site.node.opType],
      case .known(let input) = try site.input(0),
      input.shape.count == 0
    else { return nil }
    let listed = try site.integers("axes", orInput: 1) ?? []
    if listed.isEmpty, site.attributes.flag("noop_with_empty_axes") { return input }
    let all = Array(0..<input.shape.rank)
    let axes = try site.axes(listed.isEmpty ? all : listed, of: input.shape.rank)
    let keeps = site.attributes.flag("keepdims", true)
    let extents = all.compactMap { axis in
      axes.contains(axis) ? (keeps ? 1 : nil) : input.shape[axis]
    }
    return KnownTensor(
      try FoldingTable.checkedShape(extents), input.kind, .uniform(neutral(function)))
  }

  /// The value of a reduction over nothing: what changes nothing when it is joined with more.
  private static func neutral(_ function: Reduction.Function) -> Double {
    switch function {
    case .sum, .l1, .l2, .sumOfSquares: 0
    case .product: 1
    case .maximum, .logSum, .logSumExp: -.infinity
    case .minimum: .infinity
    case .mean: .nan
    }
  }
}

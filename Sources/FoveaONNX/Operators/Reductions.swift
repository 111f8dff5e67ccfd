import FoveaNetwork
import FoveaTensor

extension OperatorTable {
  /// Sums, means, norms and extremes along axes.
  static let reductions: [String: Importer] = [
    "ReduceSum": reduce(.sum), "ReduceMean": reduce(.mean), "ReduceMax": reduce(.maximum),
    "ReduceMin": reduce(.minimum), "ReduceProd": reduce(.product), "ReduceL1": reduce(.l1),
    "ReduceL2": reduce(.l2), "ReduceSumSquare": reduce(.sumOfSquares),
    "ReduceLogSum": reduce(.logSum), "ReduceLogSumExp": reduce(.logSumExp),
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
}

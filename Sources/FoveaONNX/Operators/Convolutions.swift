import FoveaNetwork
import FoveaTensor

extension OperatorTable {
  /// Convolutions over one to three axes.
  static let convolutions: [String: Importer] = [
    "Conv": { (site) throws(FoveaError) in
      let input = try site.value(0)
      let weight = try site.known(1, "weight")
      let bias = try site.optional(2, "bias")
      let sizes = try site.sizes(of: input.shape)
      guard weight.shape.rank == input.shape.rank, weight.shape[0] > 0 else {
        throw FoveaError("its weight \(weight.shape) does not fit the input \(input.shape)")
      }
      let window = try site.window(kernel: Array(weight.shape.dimensions.dropFirst(2)), over: sizes)
      let groups = site.attributes.int("group", 1)
      guard groups > 0, groups <= input.shape[1] || input.shape[1] == 0 else {
        throw FoveaError("\(groups) groups do not divide \(input.shape[1]) channels")
      }
      let operation = Convolution(
        filters: weight.shape[0], window: window, groups: groups, hasBias: bias != nil)
      try site.put(
        operation, to: [input],
        parameters: ["weight": weight, "bias": bias].compactMapValues { $0 })
    }
  ]
}

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
    },
    "ConvTranspose": { (site) throws(FoveaError) in try transposed(site) },
  ]

  private static func transposed(_ site: OperatorSite) throws(FoveaError) {
    let input = try site.value(0)
    let weight = try site.known(1, "weight")
    let bias = try site.optional(2, "bias")
    let sizes = try site.sizes(of: input.shape)
    guard weight.shape.rank == input.shape.rank, weight.shape[1] > 0 else {
      throw FoveaError("its weight \(weight.shape) does not fit the input \(input.shape)")
    }
    let groups = site.attributes.int("group", 1)
    guard groups > 0, groups <= 1 << 20, groups <= max(1, input.shape[1]) else {
      throw FoveaError("\(groups) groups do not divide \(input.shape[1]) channels")
    }
    var window = try site.window(kernel: Array(weight.shape.dimensions.dropFirst(2)), over: sizes)
    var extra = site.attributes.ints("output_padding") ?? sizes.map { _ in 0 }
    if let outputs = site.attributes.ints("output_shape") {
      (window, extra) = try reaching(outputs, window, extra, from: sizes, site)
    }
    guard extra.count == sizes.count,
      zip(extra, window.stride).allSatisfy({ $0 >= 0 && $0 < $1 })
    else { throw FoveaError("its output_padding \(extra) must be smaller than its strides") }
    let operation = TransposedConvolution(
      filters: weight.shape[1] * groups, window: window, outputPadding: extra, groups: groups,
      hasBias: bias != nil)
    try site.put(
      operation, to: [input],
      parameters: ["weight": weight, "bias": bias].compactMapValues { $0 })
  }

  /// Borders and padding with which a transposed convolution makes the extents that the file demands.
  private static func reaching(
    _ outputs: [Int], _ window: Window, _ extra: [Int], from sizes: [Int], _ site: OperatorSite
  ) throws(FoveaError) -> (Window, [Int]) {
    let wanted = Array(outputs.suffix(sizes.count))
    guard wanted.count == sizes.count, extra.count == sizes.count,
      (wanted + sizes).allSatisfy({ $0 > 0 && $0 < 1 << 30 })
    else { throw FoveaError("its output_shape \(outputs) does not fit") }
    let isUpper = site.attributes.string("auto_pad", "NOTSET") == "SAME_UPPER"
    var (before, behind, added) = (sizes, sizes, extra)
    for axis in sizes.indices {
      let whole = (sizes[axis] - 1) * window.stride[axis] + extra[axis] + window.extent[axis]
      let cut = whole - wanted[axis]
      if cut < 0 { added[axis] -= cut }
      let (less, more) = (max(0, cut) / 2, max(0, cut) - max(0, cut) / 2)
      (before[axis], behind[axis]) = isUpper ? (less, more) : (more, less)
    }
    let border = BorderSize.explicit(before: before, behind: behind)
    return (
      Window(
        kernel: window.kernel, stride: window.stride, dilation: window.dilation, border: border),
      added
    )
  }
}

import FoveaNetwork
import FoveaTensor

extension OperatorTable {
  /// Maxima and means of windows, and of whole channels.
  static let pools: [String: Importer] = [
    "MaxPool": { (site) throws(FoveaError) in try pool(site, .max) },
    "AveragePool": { (site) throws(FoveaError) in try pool(site, .average) },
    "GlobalAveragePool": { (site) throws(FoveaError) in try globalPool(site, .average) },
    "LpPool": { (site) throws(FoveaError) in try normPool(site) },
    "GlobalLpPool": { (site) throws(FoveaError) in try globalNorm(site) },
    "GlobalMaxPool": { (site) throws(FoveaError) in try globalPool(site, .max) },
  ]

  private static func pool(_ site: OperatorSite, _ kind: Pooling.Kind) throws(FoveaError) {
    let input = try site.value(0)
    let sizes = try site.sizes(of: input.shape)
    let window = try site.window(kernel: nil, over: sizes)
    let countsBorder = kind == .average && site.attributes.flag("count_include_pad")
    let roundsUp = site.attributes.flag("ceil_mode")
    let borders = window.borders(for: sizes)
    let fits = sizes.indices.allSatisfy {
      max(borders.before[$0], borders.behind[$0]) < window.extent[$0]
    }
    if fits, !roundsUp {
      try site.put(Pooling(kind, window: window, countsBorder: countsBorder), to: [input])
    } else {
      let function: WindowReduction.Function =
        kind == .max ? .maximum : .average(countsBorder: countsBorder)
      try requireFew(sizes)
      try site.put(WindowReduction(function, window: window, roundsUp: roundsUp), to: [input])
    }
    guard kind == .max, site.hasOutput(1) else { return }
    try requireFew(sizes)
    let place = WindowReduction.Function.place(
      countsColumns: site.attributes.flag("storage_order"))
    site.set(
      1,
      try site.add(
        WindowReduction(place, window: window, roundsUp: roundsUp), to: [input], kind: .integer,
        part: "places"))
  }

  private static func requireFew(_ sizes: [Int]) throws(FoveaError) {
    guard sizes.count <= 3 else {
      throw FoveaError("windows over \(sizes.count) axes are not read")
    }
  }

  /// (Σ |x|ᵖ)^(1/p) of each window.
  private static func normPool(_ site: OperatorSite) throws(FoveaError) {
    let input = try site.value(0)
    let sizes = try site.sizes(of: input.shape)
    try requireFew(sizes)
    let window = try site.window(kernel: nil, over: sizes)
    try site.put(
      WindowReduction(
        .norm(p: try norm(site)), window: window, roundsUp: site.attributes.flag("ceil_mode")),
      to: [input])
  }

  private static func norm(_ site: OperatorSite) throws(FoveaError) -> Float {
    let p = site.attributes.int("p", 2)
    guard p > 0, p < 1 << 20 else { throw FoveaError("its p must be positive, got \(p)") }
    return Float(p)
  }

  private static func globalNorm(_ site: OperatorSite) throws(FoveaError) {
    let input = try site.value(0)
    let sizes = try site.sizes(of: input.shape)
    let axes = Array(2..<2 + sizes.count)
    let p = try norm(site)
    guard p != 1, p != 2 else {
      return try site.put(Reduction(p == 1 ? .l1 : .l2, axes: axes, keepsAxes: true), to: [input])
    }
    let size = try site.add(Elementwise(.abs), to: [input], part: "size")
    let power = try site.add(
      Binary(.power), to: [size, try site.held(KnownTensor(.scalar, floats: [p]), part: "p")],
      part: "power")
    let total = try site.add(
      Reduction(.sum, axes: axes, keepsAxes: true), to: [power], part: "total")
    let root = try site.held(KnownTensor(.scalar, floats: [1 / p]), part: "root")
    try site.put(Binary(.power), to: [total, root])
  }

  private static func globalPool(_ site: OperatorSite, _ kind: Pooling.Kind) throws(FoveaError) {
    let input = try site.value(0)
    let sizes = try site.sizes(of: input.shape)
    let pooled = try site.add(GlobalPooling(kind), to: [input], part: "pool")
    try site.put(AxisInsertion(Array(2..<2 + sizes.count)), to: [pooled])
  }
}

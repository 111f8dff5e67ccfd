import FoveaNetwork
import FoveaTensor

extension OperatorTable {
  /// Maxima and means of windows, and of whole channels.
  static let pools: [String: Importer] = [
    "MaxPool": { (site) throws(FoveaError) in try pool(site, .max) },
    "AveragePool": { (site) throws(FoveaError) in try pool(site, .average) },
    "GlobalAveragePool": { (site) throws(FoveaError) in try globalPool(site, .average) },
    "GlobalMaxPool": { (site) throws(FoveaError) in try globalPool(site, .max) },
  ]

  private static func pool(_ site: OperatorSite, _ kind: Pooling.Kind) throws(FoveaError) {
    var input = try site.value(0)
    let sizes = try site.sizes(of: input.shape)
    var window = try site.window(kernel: nil, over: sizes)
    let countsBorder = kind == .average && site.attributes.flag("count_include_pad")
    if site.attributes.flag("ceil_mode"), let reach = try ceilingBorder(window, over: sizes) {
      if countsBorder {
        // The border counts, what is added to reach the last window does not: so it is made first.
        let borders = window.borders(for: sizes)
        input = try site.add(
          Padding(
            before: [0, 0] + borders.before, behind: [0, 0] + borders.behind, mode: .constant(0)),
          to: [input], part: "pad")
        let extra = zip(reach.behind, borders.behind).map { $0 - $1 }
        let border = BorderSize.explicit(before: sizes.map { _ in 0 }, behind: extra)
        window = Window(
          kernel: window.kernel, stride: window.stride, dilation: window.dilation, border: border)
        return try site.put(Pooling(kind, window: window), to: [input])
      }
      window = Window(
        kernel: window.kernel, stride: window.stride, dilation: window.dilation,
        border: .explicit(before: reach.before, behind: reach.behind))
    }
    try site.put(Pooling(kind, window: window, countsBorder: countsBorder), to: [input])
  }

  /// Borders with which as many windows fit as the standard's `ceil_mode` has: the last one may reach over the end, but
  /// begins before it. `nil` where no more fit than without.
  private static func ceilingBorder(
    _ window: Window, over sizes: [Int]
  ) throws(FoveaError) -> (before: [Int], behind: [Int])? {
    let borders = window.borders(for: sizes)
    var behind = borders.behind
    for axis in sizes.indices {
      let room = sizes[axis] + borders.before[axis] + borders.behind[axis] - window.extent[axis]
      guard room > 0 else { continue }
      let stride = window.stride[axis]
      var last = (room + stride - 1) / stride
      if last * stride >= sizes[axis] + borders.before[axis] { last -= 1 }
      behind[axis] += max(0, last * stride - room)
    }
    return behind == borders.behind ? nil : (borders.before, behind)
  }

  private static func globalPool(_ site: OperatorSite, _ kind: Pooling.Kind) throws(FoveaError) {
    let input = try site.value(0)
    let sizes = try site.sizes(of: input.shape)
    let pooled = try site.add(GlobalPooling(kind), to: [input], part: "pool")
    try site.put(AxisInsertion(Array(2..<2 + sizes.count)), to: [pooled])
  }
}

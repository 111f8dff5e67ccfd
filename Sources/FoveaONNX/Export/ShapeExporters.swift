import FoveaNetwork
import FoveaTensor
import ONNXProto

extension ExporterTable {
  /// The same elements in another shape, parts of them, and borders around them.
  static let shapes: [String: Exporter] = Dictionary(uniqueKeysWithValues: [
    entry(Reshaping.self) { (site, operation) throws(FoveaError) in
      site.emit("Reshape", site.inputs + [site.integers(operation.dimensions, "shape")])
    },
    entry(Flattening.self) { (site, operation) throws(FoveaError) in
      guard operation.axis != 1 else {
        return _ = site.emit("Flatten", site.inputs, [.int("axis", 1)])
      }
      let kept = [Int](repeating: 0, count: operation.axis)
      site.emit("Reshape", site.inputs + [site.integers(kept + [-1], "shape")])
    },
    entry(Transposition.self) { (site, operation) throws(FoveaError) in
      site.emit("Transpose", site.inputs, [.ints("perm", operation.order)])
    },
    entry(Slicing.self) { (site, operation) throws(FoveaError) in
      let end = operation.start + (operation.count - 1) * operation.step + 1
      // Counted from the end, the place behind the last element has no number of its own.
      let last = operation.start < 0 && end >= 0 ? Int(Int64.max) : end
      site.emit(
        "Slice",
        site.inputs + [
          site.integers([operation.start], "start"), site.integers([last], "end"),
          site.integers([operation.axis], "axis"), site.integers([operation.step], "step"),
        ])
    },
    entry(Concatenation.self) { (site, operation) throws(FoveaError) in
      site.emit("Concat", site.inputs, [.int("axis", operation.axis)])
    },
    entry(Padding.self) { (site, operation) throws(FoveaError) in
      let pads = site.integers(operation.before + operation.behind, "pads")
      switch operation.mode {
      case .constant(let value):
        site.emit(
          "Pad", site.inputs + [pads, site.number(value, "value")], [.string("mode", "constant")])
      case .replicate: site.emit("Pad", site.inputs + [pads], [.string("mode", "edge")])
      case .reflect: site.emit("Pad", site.inputs + [pads], [.string("mode", "reflect")])
      case .circular: wrap(site, operation)
      }
    },
  ])

  /// Operator set 17 cannot pad from the other end: the ends are cut off and joined to the other ones.
  private static func wrap(_ site: ExportSite, _ operation: Padding) {
    var value = site.inputs[0]
    let axes = operation.before.indices.filter { operation.before[$0] + operation.behind[$0] > 0 }
    for axis in axes {
      func part(_ name: String, from start: Int, to end: Int) -> String {
        site.emit(
          "Slice",
          [
            value, site.integers([start], "\(name)start\(axis)"),
            site.integers([end], "\(name)end\(axis)"), site.integers([axis], "axis\(axis)"),
          ], part: "\(name)\(axis)")
      }
      var parts: [String] = []
      if operation.before[axis] > 0 {
        parts.append(part("end", from: -operation.before[axis], to: Int(Int64.max)))
      }
      parts.append(value)
      if operation.behind[axis] > 0 {
        parts.append(part("head", from: 0, to: operation.behind[axis]))
      }
      value = site.emit(
        "Concat", parts, [.int("axis", axis)], part: axis == axes.last ? nil : "wrapped\(axis)")
    }
    if axes.isEmpty { site.emit("Identity", [value]) }
  }
}

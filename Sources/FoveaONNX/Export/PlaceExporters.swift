import FoveaNetwork
import FoveaTensor
import ONNXProto

extension ExporterTable {
  /// Repeated, cut and gathered elements; places are floats here and whole numbers there.
  static let places: [String: Exporter] = Dictionary(uniqueKeysWithValues: [
    entry(RangeSlicing.self) { (site, operation) throws(FoveaError) in
      let ranges = operation.ranges
      site.emit(
        "Slice",
        site.inputs + [
          site.integers(ranges.map(\.start), "starts"), site.integers(ranges.map(\.end), "ends"),
          site.integers(ranges.map(\.axis), "axes"), site.integers(ranges.map(\.step), "steps"),
        ])
    },
    entry(Expansion.self) { (site, operation) throws(FoveaError) in
      site.emit("Expand", site.inputs + [site.integers(operation.dimensions, "shape")])
    },
    entry(BatchRepetition.self) { (site, _) throws(FoveaError) in
      let shape = site.emit("Shape", [site.inputs[1]], part: "shape")
      let batch = site.emit(
        "Slice", [shape, site.integers([0], "first"), site.integers([1], "last")], part: "batch")
      let ones = [Int](repeating: 1, count: site.shape(0).rank - 1)
      let target =
        ones.isEmpty
        ? batch
        : site.emit(
          "Concat", [batch, site.integers(ones, "ones")], [.int("axis", 0)], part: "target")
      site.emit("Expand", [site.inputs[0], target])
    },
    entry(Tiling.self) { (site, operation) throws(FoveaError) in
      site.emit("Tile", site.inputs + [site.integers(operation.repeats, "repeats")])
    },
    entry(AxisInsertion.self) { (site, operation) throws(FoveaError) in
      site.emit("Unsqueeze", site.inputs + [site.integers(operation.axes, "axes")])
    },
    entry(AxisRemoval.self) { (site, operation) throws(FoveaError) in
      let axes = operation.axes.map { [site.integers($0, "axes")] } ?? []
      site.emit("Squeeze", site.inputs + axes)
    },
    entry(PixelShuffle.self) { (site, operation) throws(FoveaError) in
      let block = Onnx_AttributeProto.int("blocksize", operation.block)
      guard operation.isInverse else {
        let mode = operation.order == .blockFirst ? "DCR" : "CRD"
        return _ = site.emit("DepthToSpace", site.inputs, [block, .string("mode", mode)])
      }
      guard operation.order == .blockFirst else {
        throw FoveaError("ONNX has no space to depth with the channels first")
      }
      site.emit("SpaceToDepth", site.inputs, [block])
    },
    entry(Gathering.self) { (site, operation) throws(FoveaError) in
      let indices = site.cast(site.inputs[1], to: 7, part: "indices")
      site.emit("Gather", [site.inputs[0], indices], [.int("axis", operation.axis)])
    },
    entry(ElementGathering.self) { (site, operation) throws(FoveaError) in
      let indices = site.cast(site.inputs[1], to: 7, part: "indices")
      site.emit("GatherElements", [site.inputs[0], indices], [.int("axis", operation.axis)])
    },
    entry(ElementScattering.self) { (site, operation) throws(FoveaError) in
      let indices = site.cast(site.inputs[1], to: 7, part: "indices")
      site.emit(
        "ScatterElements", [site.inputs[0], indices, site.inputs[2]],
        [.int("axis", operation.axis), try reduction(operation.reduction)])
    },
    entry(TupleGathering.self) { (site, operation) throws(FoveaError) in
      let indices = site.cast(site.inputs[1], to: 7, part: "indices")
      site.emit("GatherND", [site.inputs[0], indices], [.int("batch_dims", operation.batchAxes)])
    },
    entry(TupleScattering.self) { (site, operation) throws(FoveaError) in
      let indices = site.cast(site.inputs[1], to: 7, part: "indices")
      site.emit(
        "ScatterND", [site.inputs[0], indices, site.inputs[2]], [try reduction(operation.reduction)]
      )
    },
    entry(Ranking.self) { (site, operation) throws(FoveaError) in
      guard !operation.prefersLast else {
        throw FoveaError("ONNX takes the first of equal elements only")
      }
      let isValues = operation.content == .values
      let found = isValues ? site.label : "\(site.label)/places"
      site.emit(
        "TopK", site.inputs + [site.integers([operation.count], "count")],
        [.int("axis", operation.axis), .int("largest", operation.isLargest ? 1 : 0)],
        part: "top", outputs: isValues ? [found] : ["", found])
      if !isValues { _ = site.cast(found, to: 1, part: nil) }
    },
    entry(OneHot.self) { (site, operation) throws(FoveaError) in
      let indices = site.cast(site.inputs[0], to: 7, part: "indices")
      let values = site.numbers(Tensor([operation.off, operation.on]), "values")
      let depth = site.integers([operation.depth], "depth")
      site.emit("OneHot", [indices, depth, values], [.int("axis", operation.axis)])
    },
    entry(RunningSum.self) { (site, operation) throws(FoveaError) in
      site.emit(
        "CumSum", site.inputs + [site.integers([operation.axis], "axis")],
        [
          .int("exclusive", operation.isExclusive ? 1 : 0),
          .int("reverse", operation.isReversed ? 1 : 0),
        ])
    },
    entry(Triangle.self) { (site, operation) throws(FoveaError) in
      let diagonal = site.integers([operation.diagonal], "diagonal")
      let flat = site.emit("Squeeze", [diagonal], part: "k")
      site.emit("Trilu", site.inputs + [flat], [.int("upper", operation.isUpper ? 1 : 0)])
    },
  ])

  /// The largest and the smallest came with operator set 18.
  private static func reduction(
    _ reduction: Scattering
  ) throws(FoveaError) -> Onnx_AttributeProto {
    switch reduction {
    case .replace: return .string("reduction", "none")
    case .add: return .string("reduction", "add")
    case .multiply: return .string("reduction", "mul")
    case .maximum, .minimum:
      throw FoveaError(
        "operator set \(ONNXWriter.operatorSet) has no scattering by '\(reduction.rawValue)'")
    }
  }
}

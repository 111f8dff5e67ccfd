import FoveaNetwork
import FoveaTensor
import ONNXProto

extension ExporterTable {
  /// Images made larger or smaller between their elements.
  static let resizing: [String: Exporter] = Dictionary(uniqueKeysWithValues: [
    entry(Resampling.self) { (site, operation) throws(FoveaError) in try resample(site, operation) }
  ])

  private static func resample(_ site: ExportSite, _ operation: Resampling) throws(FoveaError) {
    let rank = site.shape(0).rank
    let attributes =
      try method(operation.method) + [
        .string("coordinate_transformation_mode", try coordinates(operation.coordinates)),
        .int("exclude_outside", operation.excludesOutside ? 1 : 0),
        .float("extrapolation_value", operation.extrapolation),
      ]
    var region = [Float](repeating: 0, count: rank) + [Float](repeating: 1, count: rank)
    var scales = [Float](repeating: 1, count: rank)
    var sizes: [Int: Int] = [:]
    for target in operation.targets {
      let axis = target.axis < 0 ? target.axis + rank : target.axis
      (region[axis], region[rank + axis]) = (target.region[0], target.region[1])
      if let scale = target.scale { scales[axis] = scale } else { sizes[axis] = target.size }
    }
    let roi = site.numbers(Tensor(region), "roi")
    guard !sizes.isEmpty else {
      let list = site.numbers(Tensor(scales), "scales")
      return _ = site.emit("Resize", [site.inputs[0], roi, list], attributes)
    }
    // The sizes of the axes in front, the batch among them, are the input's own.
    guard let first = sizes.keys.min(), sizes.count == rank - first else {
      throw FoveaError("ONNX needs scales for all axes or sizes for all")
    }
    let shape = site.emit("Shape", site.inputs, part: "shape")
    let kept = site.emit(
      "Slice", [shape, site.integers([0], "first"), site.integers([first], "last")], part: "kept")
    let wanted = site.integers((first..<rank).map { sizes[$0] ?? 1 }, "sizes")
    let target = site.emit("Concat", [kept, wanted], [.int("axis", 0)], part: "target")
    site.emit("Resize", [site.inputs[0], roi, "", target], attributes)
  }

  private static func method(
    _ method: Resampling.Method
  ) throws(FoveaError) -> [Onnx_AttributeProto] {
    switch method {
    case .nearest(let rounding):
      let name =
        switch rounding {
        case .preferFloor: "round_prefer_floor"
        case .preferCeil: "round_prefer_ceil"
        case .floor: "floor"
        case .ceil: "ceil"
        }
      return [.string("mode", "nearest"), .string("nearest_mode", name)]
    case .linear(isSmoothed: false): return [.string("mode", "linear")]
    case .cubic(let a, isSmoothed: false):
      return [.string("mode", "cubic"), .float("cubic_coeff_a", a)]
    case .linear, .cubic:
      throw FoveaError("operator set 17 does not smooth where it makes images smaller")
    }
  }

  private static func coordinates(
    _ coordinates: Resampling.Coordinates
  ) throws(FoveaError) -> String {
    switch coordinates {
    case .halfPixel: return "half_pixel"
    case .pytorchHalfPixel: return "pytorch_half_pixel"
    case .alignCorners: return "align_corners"
    case .asymmetric: return "asymmetric"
    case .crop: return "tf_crop_and_resize"
    case .halfPixelSymmetric, .shiftedHalfPixel:
      throw FoveaError("operator set 17 has no coordinates '\(coordinates.rawValue)'")
    }
  }
}

import FoveaNetwork
import FoveaTensor

extension OperatorTable {
  /// Images made larger or smaller between their elements.
  static let resizing: [String: Importer] = [
    "Resize": { (site) throws(FoveaError) in try resize(site) },
    "Upsample": { (site) throws(FoveaError) in
      let input = try site.value(0)
      var scales = site.attributes.floats("scales")
      if scales == nil { scales = try site.optional(1, "scales")?.floats }
      try put(
        site, input, try method(site, .floor), .asymmetric,
        try targets(input.shape, Array(0..<input.shape.rank), scales: scales ?? []))
    },
  ]

  private static func resize(_ site: OperatorSite) throws(FoveaError) {
    let input = try site.value(0)
    let rank = input.shape.rank
    guard site.operatorSet > 10 else {
      let scales = try site.known(1, "scales").floats
      return try put(
        site, input, try method(site, .floor), .asymmetric,
        try targets(input.shape, Array(0..<rank), scales: scales))
    }
    var axes: [Int] = []
    for entry in site.attributes.ints("axes") ?? Array(0..<rank) {
      axes.append(try site.axis(entry, of: rank))
    }
    let coordinates = try coordinates(site)
    let region = coordinates == .crop ? try site.optional(1, "roi")?.floats ?? [] : []
    var list: [Resampling.Target]
    if let scales = try site.optional(2, "scales")?.floats, !scales.isEmpty {
      list = try targets(input.shape, axes, scales: scales)
    } else {
      let sizes = try site.known(3, "sizes").integers
      list = try targets(
        input.shape, axes, sizes: sizes,
        site.attributes.string("keep_aspect_ratio_policy", "stretch"))
    }
    if coordinates == .crop {
      guard region.count == 2 * axes.count else {
        throw FoveaError("its roi does not fit its axes")
      }
      list = list.enumerated().map { place, target in
        Resampling.Target(
          axis: target.axis, scale: target.scale, size: target.size,
          region: [region[place], region[axes.count + place]])
      }
    } else {
      list.removeAll {
        ($0.scale ?? 1) == 1 && ($0.size ?? input.shape[$0.axis]) == input.shape[$0.axis]
      }
    }
    try put(site, input, try method(site, try rounding(site)), coordinates, list)
  }

  private static func put(
    _ site: OperatorSite, _ input: NodeValue, _ method: Resampling.Method,
    _ coordinates: Resampling.Coordinates, _ targets: [Resampling.Target]
  ) throws(FoveaError) {
    guard !targets.isEmpty else { return try site.pass(0) }
    try site.put(
      Resampling(
        method, coordinates: coordinates, targets: targets,
        excludesOutside: site.attributes.flag("exclude_outside"),
        extrapolation: site.attributes.float("extrapolation_value", 0)), to: [input])
  }

  private static func targets(
    _ shape: Shape, _ axes: [Int], scales: [Float]
  ) throws(FoveaError) -> [Resampling.Target] {
    guard scales.count == axes.count, scales.allSatisfy({ $0 >= 1e-6 && $0 <= 1e6 }) else {
      throw FoveaError("its scales \(scales) must be \(axes.count) numbers between 1e-6 and 1e6")
    }
    return zip(axes, scales).filter { $1 != 1 }.map { Resampling.Target(axis: $0, scale: $1) }
  }

  private static func targets(
    _ shape: Shape, _ axes: [Int], sizes: [Int], _ policy: String
  ) throws(FoveaError) -> [Resampling.Target] {
    guard sizes.count == axes.count, sizes.allSatisfy({ $0 > 0 && $0 <= 1 << 30 }),
      axes.allSatisfy({ shape[$0] > 0 })
    else { throw FoveaError("its sizes \(sizes) do not fit its \(axes.count) axes") }
    guard policy != "stretch", !axes.isEmpty else {
      return zip(axes, sizes).map { Resampling.Target(axis: $0, size: $1) }
    }
    let ratios = zip(axes, sizes).map { Float($1) / Float(shape[$0]) }
    let scale = ratios.dropFirst().reduce(ratios[0]) {
      policy == "not_larger" ? min($0, $1) : max($0, $1)
    }
    guard scale >= 1e-6, scale <= 1e6 else {
      throw FoveaError("its scale \(scale) is out of reach")
    }
    return axes.map { axis in
      let size = Int((scale * Float(shape[axis]) + 0.5).rounded(.down))
      return Resampling.Target(axis: axis, scale: scale, size: max(1, size))
    }
  }

  private static func method(
    _ site: OperatorSite, _ rounding: Resampling.Rounding
  ) throws(FoveaError) -> Resampling.Method {
    let isSmoothed = site.attributes.flag("antialias")
    switch site.attributes.string("mode", "nearest") {
    case "nearest": return .nearest(rounding)
    case "linear", "bilinear", "trilinear": return .linear(isSmoothed: isSmoothed)
    case "cubic":
      return .cubic(a: site.attributes.float("cubic_coeff_a", -0.75), isSmoothed: isSmoothed)
    case let other: throw FoveaError("mode is '\(other)', which the standard does not know")
    }
  }

  private static func rounding(_ site: OperatorSite) throws(FoveaError) -> Resampling.Rounding {
    switch site.attributes.string("nearest_mode", "round_prefer_floor") {
    case "round_prefer_floor": return .preferFloor
    case "round_prefer_ceil": return .preferCeil
    case "floor": return .floor
    case "ceil": return .ceil
    case let other: throw FoveaError("nearest_mode is '\(other)', which the standard does not know")
    }
  }

  private static func coordinates(_ site: OperatorSite) throws(FoveaError) -> Resampling.Coordinates
  {
    switch site.attributes.string("coordinate_transformation_mode", "half_pixel") {
    case "half_pixel": return .halfPixel
    case "half_pixel_symmetric": return .halfPixelSymmetric
    case "pytorch_half_pixel": return .pytorchHalfPixel
    case "align_corners": return .alignCorners
    case "asymmetric": return .asymmetric
    case "tf_half_pixel_for_nn": return .shiftedHalfPixel
    case "tf_crop_and_resize": return .crop
    case let other:
      throw FoveaError("coordinate_transformation_mode is '\(other)', which is not known")
    }
  }
}

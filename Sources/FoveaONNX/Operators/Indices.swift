import FoveaNetwork
import FoveaTensor

extension OperatorTable {
  /// Elements read from and written to places that other values name.
  static let indices: [String: Importer] = [
    "GatherElements": { (site) throws(FoveaError) in
      let input = try site.value(0)
      let axis = try site.axis(site.attributes.int("axis", 0), of: input.shape.rank)
      try site.put(ElementGathering(axis: axis), to: [input, try site.value(1)])
    },
    "ScatterElements": { (site) throws(FoveaError) in try scatter(site) },
    "Scatter": { (site) throws(FoveaError) in try scatter(site) },
    "GatherND": { (site) throws(FoveaError) in
      let batch = site.attributes.int("batch_dims", 0)
      guard batch >= 0, batch < 64 else { throw FoveaError("batch_dims is \(batch)") }
      try site.put(TupleGathering(batchAxes: batch), to: [try site.value(0), try site.value(1)])
    },
    "ScatterND": { (site) throws(FoveaError) in
      try site.put(
        TupleScattering(reduction: try reduction(site)),
        to: [try site.value(0), try site.value(1), try site.value(2)])
    },
  ]

  private static func scatter(_ site: OperatorSite) throws(FoveaError) {
    let input = try site.value(0)
    let axis = try site.axis(site.attributes.int("axis", 0), of: input.shape.rank)
    try site.put(
      ElementScattering(axis: axis, reduction: try reduction(site)),
      to: [input, try site.value(1), try site.value(2)])
  }

  private static func reduction(_ site: OperatorSite) throws(FoveaError) -> Scattering {
    switch site.attributes.string("reduction", "none") {
    case "none": return .replace
    case "add": return .add
    case "mul": return .multiply
    case "max": return .maximum
    case "min": return .minimum
    case let other: throw FoveaError("the reduction '\(other)' is none that the standard knows")
    }
  }
}

import FoveaNetwork
import FoveaTensor

extension OperatorTable {
  /// The same elements in another shape or order.
  static let shapes: [String: Importer] = [
    "Reshape": { (site) throws(FoveaError) in
      let input = try site.value(0)
      let shape = try site.reshapedShape(of: input.shape)
      // With the file's own 0 and −1, where they mean the same here, the batch stays free.
      let keepsZero = site.attributes.flag("allowzero")
      let extents = try site.reshapeExtents()
      try reshape(site, input, keepsZero || shape.count == 0 ? shape.dimensions : extents)
    },
    "Flatten": { (site) throws(FoveaError) in
      let input = try site.value(0)
      let shape = try site.flattenedShape(of: input.shape)
      if site.attributes.int("axis", 1) == 1, input.shape.rank >= 1 {
        return try site.put(Flattening(from: 1), to: [input])
      }
      try reshape(site, input, shape.dimensions)
    },
    "Squeeze": { (site) throws(FoveaError) in
      let input = try site.value(0)
      try reshape(site, input, try site.squeezedShape(of: input.shape).dimensions)
    },
    "Unsqueeze": { (site) throws(FoveaError) in
      let input = try site.value(0)
      try reshape(site, input, try site.unsqueezedShape(of: input.shape).dimensions)
    },
    "Transpose": { (site) throws(FoveaError) in
      let input = try site.value(0)
      try site.put(Transposition(order: try site.order(of: input.shape)), to: [input])
    },
    "Concat": { (site) throws(FoveaError) in
      var parts: [NodeValue] = []
      for index in 0..<site.inputCount { parts.append(try site.value(index)) }
      guard let first = parts.first else { throw FoveaError("it joins nothing") }
      let axis = try site.axis(site.attributes.int("axis", 1), of: first.shape.rank)
      try site.put(Concatenation(axis: axis), to: parts)
    },
  ]

  private static func reshape(
    _ site: OperatorSite, _ input: NodeValue, _ extents: [Int]
  ) throws(FoveaError) {
    try site.put(Reshaping(to: extents), to: [input])
  }
}

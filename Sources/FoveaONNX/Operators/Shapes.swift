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
      _ = try site.squeezedShape(of: input.shape)
      try site.put(AxisRemoval(try site.integers("axes", orInput: 1)), to: [input])
    },
    "Unsqueeze": { (site) throws(FoveaError) in
      let input = try site.value(0)
      _ = try site.unsqueezedShape(of: input.shape)
      try site.put(AxisInsertion(try site.integers("axes", orInput: 1) ?? []), to: [input])
    },
    "Transpose": { (site) throws(FoveaError) in
      let input = try site.value(0)
      try site.put(Transposition(order: try site.order(of: input.shape)), to: [input])
    },
    "Expand": { (site) throws(FoveaError) in
      let input = try site.value(0)
      let wanted = try FoldingTable.checkedShape(try site.known(1, "shape").integers)
      guard wanted.dimensions.allSatisfy({ $0 > 0 && $0 <= OperatorSite.extentLimit }) else {
        throw FoveaError("it cannot expand to \(wanted)")
      }
      try site.put(Expansion(to: wanted.dimensions), to: [input])
    },
    "Tile": { (site) throws(FoveaError) in
      let repeats = try site.known(1, "repeats").integers
      guard repeats.allSatisfy({ $0 > 0 && $0 <= OperatorSite.extentLimit }) else {
        throw FoveaError("it cannot repeat \(repeats) times")
      }
      try site.put(Tiling(repeats), to: [try site.value(0)])
    },
    "DepthToSpace": { (site) throws(FoveaError) in
      let isRows = site.attributes.string("mode", "DCR") == "CRD"
      try shuffle(site, isRows ? .channelFirst : .blockFirst, isInverse: false)
    },
    "SpaceToDepth": { (site) throws(FoveaError) in
      try shuffle(site, .blockFirst, isInverse: true)
    },
    "Concat": { (site) throws(FoveaError) in
      var parts: [NodeValue] = []
      for index in 0..<site.inputCount { parts.append(try site.value(index)) }
      guard let first = parts.first else { throw FoveaError("it joins nothing") }
      let axis = try site.axis(site.attributes.int("axis", 1), of: first.shape.rank)
      try site.put(Concatenation(axis: axis), to: parts)
    },
  ]

  private static func shuffle(
    _ site: OperatorSite, _ order: PixelShuffle.Order, isInverse: Bool
  ) throws(FoveaError) {
    let block = site.attributes.int("blocksize", 0)
    guard block > 0, block < 1 << 15 else { throw FoveaError("its blocksize is \(block)") }
    try site.put(
      PixelShuffle(block: block, order: order, isInverse: isInverse), to: [try site.value(0)])
  }

  private static func reshape(
    _ site: OperatorSite, _ input: NodeValue, _ extents: [Int]
  ) throws(FoveaError) {
    try site.put(Reshaping(to: extents), to: [input])
  }
}

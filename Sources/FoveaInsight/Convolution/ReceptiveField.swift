import FoveaEngine
public import FoveaNetwork
public import FoveaTensor

/// How much of the input one unit of a layer can see, by the geometry of the windows before it.
///
/// Behind a window of extent e and stride s, the size r grows to r + (e − 1) j and the jump j to j s (Araujo, Norris &
/// Sim 2019). A unit's true field is smaller where it reaches over the border.
public struct ReceptiveField: Hashable, Sendable {
  /// The extent along each spatial axis, in elements of the input.
  public let size: [Int]
  /// The distance between the fields of neighbouring units, in elements of the input.
  public let jump: [Int]

  /// Follows the windows from the network's input to a node.
  ///
  /// - Parameter label: the node; without one, the output.
  /// - Throws: `FoveaError` for an unknown label, and where a node on the way is neither a window nor keeps places.
  public init(of network: Network, at label: String? = nil) throws(FoveaError) {
    let target =
      try label.map { (label) throws(FoveaError) in try network.node(label).id }
      ?? network.outputs[0]
    var fields: [ReceptiveField?] = []
    for node in network.nodes.prefix(target.position + 1) {
      fields.append(Self.field(of: node, in: network, behind: fields))
    }
    guard let found = fields[target.position] else {
      throw FoveaError(
        "'\(network.label(of: target))' has no receptive field of a size: something before it, or "
          + "itself, reads all places at once")
    }
    self = found
  }

  private init(size: [Int], jump: [Int]) {
    self.size = size
    self.jump = jump
  }

  private static func field(
    of node: Node, in network: Network, behind fields: [ReceptiveField?]
  ) -> ReceptiveField? {
    let places = network.nominalShape(of: node.id).dimensions.dropFirst(2)
    guard !node.inputs.isEmpty else {
      let ones = [Int](repeating: 1, count: places.count)
      return places.isEmpty ? nil : ReceptiveField(size: ones, jump: ones)
    }
    var largest: ReceptiveField?
    for input in node.inputs {
      guard let field = fields[input.position] else { return nil }
      let before = network.nominalShape(of: input).dimensions.dropFirst(2)
      let behind: ReceptiveField
      if let window = node.operation.slidingWindow {
        let sizes = field.size.indices.map { axis in
          field.size[axis] + (window.extent[axis] - 1) * field.jump[axis]
        }
        behind = ReceptiveField(
          size: sizes, jump: zip(field.jump, window.stride).map { $0 * $1 })
      } else if node.operation is Padding || before == places {
        behind = field
      } else {
        return nil
      }
      if behind.size.lexicographicallyPrecedes(largest?.size ?? []) { continue }
      largest = behind
    }
    return largest
  }
}

extension FoveaNetwork.Operation {
  /// The window of a convolution or pooling.
  fileprivate var slidingWindow: Window? {
    switch self {
    case let convolution as Convolution: convolution.window
    case let pooling as Pooling: pooling.window
    case let reduction as WindowReduction: reduction.window
    default: nil
    }
  }
}

/// What one unit of a layer really sees: the mean size of its derivative by each pixel.
///
/// The unit is the one in the middle of the layer's maps, all channels together with random signs (Luo, Li, Urtasun &
/// Zemel 2016). The points are pictures of independent normal noise.
public struct ReceptiveMap: Hashable, Sendable {
  /// Mean |∂ unit / ∂ pixel| over samples and input channels, `[height, width]`.
  public let values: Tensor
  /// The place of the unit in its map: row and column.
  public let unit: [Int]

  /// Measures a layer.
  ///
  /// - Parameters:
  ///   - label: the node; without one, the output.
  ///   - samples: the number of noise pictures.
  /// - Throws: `FoveaError` for an unknown label, or where the input or the node holds no pictures.
  public init(
    of network: Network, at label: String? = nil, samples: Int = 8, seed: UInt64 = 0
  ) throws(FoveaError) {
    let input = try network.onlyInput()
    let target =
      try label.map { (label) throws(FoveaError) in try network.node(label).id }
      ?? network.outputs[0]
    let shapes = try network.shapes(batch: max(1, samples))
    let (from, to) = (shapes[input.id.position], shapes[target.position])
    guard from.rank == 4, to.rank == 4 else {
      throw FoveaError(
        "'\(network.label(of: target))' is no map of pictures: \(from) becomes \(to)")
    }
    var source = RandomSource(seed: seed, purpose: "receptive map")
    let plan = try Plan(
      network, batch: from[0],
      // Winograd's rounding would leave traces outside of the field.
      request: PlanRequest(
        outputs: [target], origin: .seeds([target]), inputs: [input.name], allowsWinograd: false))
    try plan.setInput(input.name, to: .normal(from, from: &source))
    let unit = [to[2] / 2, to[3] / 2]
    var seeds = Tensor.zeros(to)
    for sample in 0..<to[0] {
      for channel in 0..<to[1] {
        seeds[sample, channel, unit[0], unit[1]] = source.uniform(in: 0...1) < 0.5 ? -1 : 1
      }
    }
    plan.setSeed(of: target, to: seeds)
    try plan.run()
    let gradient = try plan.gradient(ofInput: input.name).scalars
    let pixels = from[2] * from[3]
    var sums = [Float](repeating: 0, count: pixels)
    for index in gradient.indices { sums[index % pixels] += abs(gradient[index]) }
    let count = Float(from[0] * from[1])
    self.unit = unit
    values = Tensor(shape: [from[2], from[3]], scalars: sums.map { $0 / count })
  }

  /// The mean of maps of one shape, such as those of networks with other weights.
  ///
  /// - Precondition: there is a map, and all have one shape.
  public init(averaging maps: [ReceptiveMap]) {
    precondition(!maps.isEmpty, "there is no map to average")
    var sums = [Float](repeating: 0, count: maps[0].values.shape.count)
    for map in maps {
      precondition(map.values.shape == maps[0].values.shape, "maps of one shape are averaged")
      for (index, value) in map.values.scalars.enumerated() { sums[index] += value }
    }
    unit = maps[0].unit
    values = Tensor(
      shape: maps[0].values.shape, scalars: sums.map { $0 / Float(maps.count) })
  }

  /// The height and width of the smallest rectangle around all that is not zero.
  public var extent: [Int] {
    let columns = values.shape[1]
    let seen = values.scalars.indices.filter { values.scalars[$0] > 0 }
    func span(_ places: [Int]) -> Int { (places.max() ?? -1) - (places.min() ?? 0) + 1 }
    return [span(seen.map { $0 / columns }), span(seen.map { $0 % columns })]
  }

  /// The side of the effective field, in pixels.
  ///
  /// The square root of the number of pixels above 4.55 % of the largest one, which of a normal distribution are those within
  /// two standard deviations (Luo, Li, Urtasun & Zemel 2016, section 4).
  public var effectiveSide: Double {
    let bound = 0.0455 * (values.scalars.max() ?? 0)
    return Double(values.scalars.count { $0 > bound }).squareRoot()
  }
}

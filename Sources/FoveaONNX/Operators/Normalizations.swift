import FoveaNetwork
import FoveaTensor

extension OperatorTable {
  /// Normalisations over the batch, layers and neighbouring channels, and dropout.
  static let normalizations: [String: Importer] = [
    "BatchNormalization": { (site) throws(FoveaError) in
      if site.attributes.flag("training_mode") { return try batchMoments(site) }
      let parameters = [
        "weight": try site.known(1, "scale"), "bias": try site.known(2, "bias"),
        "running_mean": try site.known(3, "mean"), "running_var": try site.known(4, "variance"),
      ]
      let operation = BatchNormalization(
        epsilon: site.attributes.float("epsilon", 1e-5),
        momentum: 1 - site.attributes.float("momentum", 0.9))
      try site.put(operation, to: [try site.value(0)], parameters: parameters)
    },
    "LayerNormalization": { (site) throws(FoveaError) in
      let input = try site.value(0)
      let first = try site.axis(site.attributes.int("axis", -1), of: input.shape.rank)
      let shape = Shape(Array(input.shape.dimensions.dropFirst(first)))
      let bias = try site.optional(2, "bias") ?? KnownTensor(shape, .float, .uniform(0))
      let operation = LayerNormalization(
        axes: input.shape.rank - first, epsilon: site.attributes.float("epsilon", 1e-5))
      try site.put(
        operation, to: [input], parameters: ["weight": try site.known(1, "scale"), "bias": bias])
      try moments(site, of: input, over: Array(first..<input.shape.rank), operation.epsilon)
    },
    "InstanceNormalization": { (site) throws(FoveaError) in
      try site.put(
        GroupNormalization(groups: nil, epsilon: site.attributes.float("epsilon", 1e-5)),
        to: [try site.value(0)],
        parameters: ["weight": try site.known(1, "scale"), "bias": try site.known(2, "bias")])
    },
    "GroupNormalization": { (site) throws(FoveaError) in
      let input = try site.value(0)
      let groups = site.attributes.int("num_groups", 0)
      guard input.shape.rank >= 2, groups > 0, input.shape[1] % groups == 0 else {
        throw FoveaError("\(groups) groups do not divide the channels of \(input.shape)")
      }
      let channels = input.shape[1]
      try site.put(
        GroupNormalization(groups: groups, epsilon: site.attributes.float("epsilon", 1e-5)),
        to: [input],
        parameters: [
          "weight": try perChannel(try site.known(1, "scale"), channels),
          "bias": try perChannel(try site.known(2, "bias"), channels),
        ])
    },
    "MeanVarianceNormalization": { (site) throws(FoveaError) in
      let input = try site.value(0)
      let axes = try site.axes(site.attributes.ints("axes") ?? [0, 2, 3], of: input.shape.rank)
      let centred = try centred(site, input, over: axes)
      let deviation = try site.add(
        Elementwise(.sqrt), to: [try variance(site, centred, over: axes)], part: "deviation")
      let divisor = try site.add(
        Elementwise(.linear(scale: 1, offset: 1e-9)), to: [deviation], part: "divisor")
      try site.put(Arithmetic(.divide), to: [centred, divisor])
    },
    "LpNormalization": { (site) throws(FoveaError) in
      let input = try site.value(0)
      let axis = try site.axis(site.attributes.int("axis", -1), of: input.shape.rank)
      let p = site.attributes.int("p", 2)
      guard p == 1 || p == 2 else { throw FoveaError("its p must be 1 or 2, got \(p)") }
      let norm = try site.add(
        Reduction(p == 1 ? .l1 : .l2, axes: [axis], keepsAxes: true), to: [input], part: "norm")
      // Where the norm is 0, so is the result.
      let least = Elementwise(.clamp(low: .leastNormalMagnitude, high: .greatestFiniteMagnitude))
      let divisor = try site.add(least, to: [norm], part: "divisor")
      try site.put(Arithmetic(.divide), to: [input, divisor])
    },
    "LRN": { (site) throws(FoveaError) in
      let size = site.attributes.int("size", 0)
      guard size > 0, size < OperatorSite.extentLimit else {
        throw FoveaError("its size must be positive, got \(size)")
      }
      let operation = LocalResponseNormalization(
        size: size, alpha: site.attributes.float("alpha", 1e-4),
        beta: site.attributes.float("beta", 0.75), k: site.attributes.float("bias", 1))
      try site.put(operation, to: [try site.value(0)])
    },
    "Dropout": { (site) throws(FoveaError) in
      let input = try site.value(0)
      let given = try site.optional(1, "ratio")?.scalar
      let ratio = given ?? site.attributes.float("ratio", 0.5)
      if let training = try site.optional(2, "training_mode"), training.scalar != 0, ratio != 0 {
        throw FoveaError("training_mode draws at random: export the model in evaluation")
      }
      guard ratio >= 0, ratio < 1 else {
        throw FoveaError("its ratio must be in [0, 1), got \(ratio)")
      }
      try site.put(DropoutMask(probability: ratio), to: [input])
      site.set(1, known: KnownTensor(input.shape, .bool, .uniform(1)))
    },
  ]

  /// Before operator set 21 there was a number for each group; each channel gets its group's.
  private static func perChannel(
    _ tensor: KnownTensor, _ channels: Int
  ) throws(FoveaError) -> KnownTensor {
    let count = tensor.shape.count
    guard tensor.shape.rank == 1, count > 0, count < channels, channels % count == 0 else {
      return tensor
    }
    let repeated = try tensor.reshaped(to: [count, 1]).broadcast(to: [count, channels / count])
    return repeated.reshaped(to: [channels])
  }

  /// Batch normalisation by the batch's own moments, and the running ones after it.
  private static func batchMoments(_ site: OperatorSite) throws(FoveaError) {
    let input = try site.value(0)
    let rank = input.shape.rank
    guard rank >= 2 else { throw FoveaError("its input must have channels, got \(input.shape)") }
    let axes = [0] + Array(2..<rank)
    let epsilon = site.attributes.float("epsilon", 1e-5)
    let mean = try site.add(
      Reduction(.mean, axes: axes, keepsAxes: true), to: [input], part: "batchmean")
    let centred = try site.add(Arithmetic(.subtract), to: [input, mean], part: "centred")
    let spread = try variance(site, centred, over: axes)
    let raised = try site.add(
      Elementwise(.linear(scale: 1, offset: epsilon)), to: [spread], part: "raised")
    let deviation = try site.add(Elementwise(.sqrt), to: [raised], part: "deviation")
    let normal = try site.add(Arithmetic(.divide), to: [centred, deviation], part: "normal")
    let column = [input.shape[1]] + [Int](repeating: 1, count: rank - 2)
    func columns(_ index: Int, _ role: String) throws(FoveaError) -> NodeValue {
      let tensor = try site.known(index, role)
      guard tensor.shape.dimensions == [input.shape[1]] else {
        throw FoveaError("its \(role) \(tensor.shape) does not fit the channels of \(input.shape)")
      }
      let held = try site.held(tensor, part: role)
      return try site.add(Reshaping(to: column), to: [held], part: "\(role)column")
    }
    let scaled = try site.add(
      Arithmetic(.multiply), to: [normal, try columns(1, "scale")], part: "scaled")
    try site.put(Arithmetic(.add), to: [scaled, try columns(2, "bias")])
    let momentum = site.attributes.float("momentum", 0.9)
    for (output, value) in [(1, mean), (2, spread)] where site.hasOutput(output) {
      let old = try site.held(try site.known(output + 2, "moment"), part: "old\(output)")
      let flat = try site.add(AxisRemoval(axes), to: [value], part: "flat\(output)")
      let share = try site.add(
        Elementwise(.linear(scale: 1 - momentum, offset: 0)), to: [flat], part: "share\(output)")
      let kept = try site.add(
        Elementwise(.linear(scale: momentum, offset: 0)), to: [old], part: "kept\(output)")
      site.set(
        output, try site.add(Arithmetic(.add), to: [kept, share], part: "running\(output)"))
    }
  }

  private static func centred(
    _ site: OperatorSite, _ input: NodeValue, over axes: [Int]
  ) throws(FoveaError) -> NodeValue {
    let mean = try site.add(
      Reduction(.mean, axes: axes, keepsAxes: true), to: [input], part: "mean")
    return try site.add(Arithmetic(.subtract), to: [input, mean], part: "centred")
  }

  private static func variance(
    _ site: OperatorSite, _ centred: NodeValue, over axes: [Int]
  ) throws(FoveaError) -> NodeValue {
    let squares = try site.add(Elementwise(.square), to: [centred], part: "squares")
    return try site.add(
      Reduction(.mean, axes: axes, keepsAxes: true), to: [squares], part: "variance")
  }

  /// The mean and 1/√(variance + epsilon) of a layer normalisation, where somebody reads them.
  private static func moments(
    _ site: OperatorSite, of input: NodeValue, over axes: [Int], _ epsilon: Float
  ) throws(FoveaError) {
    if site.hasOutput(1) {
      let mean = Reduction(.mean, axes: axes, keepsAxes: true)
      site.set(1, try site.add(mean, to: [input], part: "outermean"))
    }
    guard site.hasOutput(2) else { return }
    let spread = try variance(site, try centred(site, input, over: axes), over: axes)
    let raised = try site.add(
      Elementwise(.linear(scale: 1, offset: epsilon)), to: [spread], part: "raised")
    let deviation = try site.add(Elementwise(.sqrt), to: [raised], part: "deviation")
    site.set(2, try site.add(Unary(.reciprocal), to: [deviation], part: "precision"))
  }
}

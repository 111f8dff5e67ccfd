import FoveaNetwork
import FoveaTensor

extension OperatorTable {
  /// Functions of each element, and softmax.
  static let activations: [String: Importer] = [
    "Relu": elementwise { _ in .relu },
    "LeakyRelu": elementwise { .leakyReLU(slope: $0.float("alpha", 0.01)) },
    "Sigmoid": elementwise { _ in .sigmoid },
    "Tanh": elementwise { _ in .tanh },
    "Gelu": elementwise { $0.string("approximate", "none") == "tanh" ? .geluTanh : .gelu },
    "Elu": elementwise { .elu(alpha: $0.float("alpha", 1)) },
    "Softplus": elementwise { _ in .softplus },
    "Exp": elementwise { _ in .exp },
    "Log": elementwise { _ in .log },
    "Sqrt": elementwise { _ in .sqrt },
    "Abs": elementwise { _ in .abs },
    "Clip": { (site) throws(FoveaError) in try clip(site) },
    "PRelu": { (site) throws(FoveaError) in try parametricReLU(site) },
    "Hardmax": { (site) throws(FoveaError) in
      try overRows(site) { (rows, axis) throws(FoveaError) in
        let best = try site.add(
          Ranking(.indices, axis: axis), to: [rows], kind: .integer, part: "best")
        let index = try site.add(AxisRemoval([axis]), to: [best], part: "index")
        let depth = rows.shape[axis]
        guard depth > 0 else { throw FoveaError("its axis has no element") }
        return (OneHot(depth: depth, axis: axis), [index])
      }
    },
    "Softmax": { (site) throws(FoveaError) in try softmax(site, isLogarithm: false) },
    "LogSoftmax": { (site) throws(FoveaError) in try softmax(site, isLogarithm: true) },
  ]

  static func elementwise(
    _ function: @escaping @Sendable (Attributes) -> Elementwise.Function
  ) -> Importer {
    { (site) throws(FoveaError) in
      try site.put(Elementwise(function(site.attributes)), to: [try site.value(0)])
    }
  }

  private static func clip(_ site: OperatorSite) throws(FoveaError) {
    let low = try site.optional(1, "minimum")?.scalar
    let high = try site.optional(2, "maximum")?.scalar
    let input = try site.value(0)
    let bounds = (
      low: low ?? site.attributes.float("min", -.infinity),
      high: high ?? site.attributes.float("max", .infinity)
    )
    guard !bounds.low.isNaN, !bounds.high.isNaN else { throw FoveaError("a bound is not a number") }
    // Where the bounds cross, the standard lets the upper one win.
    try site.put(
      Elementwise(.clamp(low: min(bounds.low, bounds.high), high: bounds.high)), to: [input])
  }

  private static func softmax(_ site: OperatorSite, isLogarithm: Bool) throws(FoveaError) {
    try overRows(site) { (rows, axis) in
      (SoftmaxFunction(axis: axis, isLogarithm: isLogarithm), [rows])
    }
  }

  /// Puts an operation along one axis: before operator set 13 all axes from `axis` on were one, since then it is that
  /// axis alone.
  private static func overRows(
    _ site: OperatorSite,
    _ make: (NodeValue, Int) throws(FoveaError) -> (any Operation, [NodeValue])
  ) throws(FoveaError) {
    let input = try site.value(0)
    let isOld = site.operatorSet < 13
    let rank = input.shape.rank
    guard rank > 0 else { throw FoveaError("its input has no axis") }
    let axis = try site.axis(site.attributes.int("axis", isOld ? min(1, rank - 1) : -1), of: rank)
    let rest = input.shape.dimensions.dropFirst(axis + 1)
    if !isOld || rest.allSatisfy({ $0 == 1 }) {
      let (operation, inputs) = try make(input, axis)
      return try site.put(operation, to: inputs, kind: .float)
    }
    let rows = input.shape.dimensions.prefix(axis).reduce(1, *)
    let flat = try site.add(
      Reshaping(to: [rows, rows == 0 ? 0 : input.shape.count / rows]), to: [input], part: "flat")
    let (operation, inputs) = try make(flat, 1)
    let result = try site.add(operation, to: inputs, kind: .float, part: "rows")
    try site.put(Reshaping(to: input.shape.dimensions), to: [result])
  }

  /// A slope for each channel; before operator set 7 it was a list whatever the rank of the input.
  private static func parametricReLU(_ site: OperatorSite) throws(FoveaError) {
    let input = try site.value(0)
    var slope = try site.value(1)
    if site.operatorSet < 7, slope.shape.rank == 1, slope.shape.count > 1, input.shape.rank > 2 {
      let extents = [slope.shape[0]] + [Int](repeating: 1, count: input.shape.rank - 2)
      slope = try site.add(Reshaping(to: extents), to: [slope], part: "slopes")
    }
    try site.put(Binary(.prelu), to: [input, slope])
  }
}

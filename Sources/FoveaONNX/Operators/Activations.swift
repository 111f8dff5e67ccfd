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

  /// Before operator set 13 all axes from `axis` on were one; since then it is that axis alone.
  private static func softmax(_ site: OperatorSite, isLogarithm: Bool) throws(FoveaError) {
    let input = try site.value(0)
    let isOld = site.operatorSet < 13
    let rank = input.shape.rank
    guard rank > 0 else { throw FoveaError("its input has no axis") }
    let axis = try site.axis(site.attributes.int("axis", isOld ? min(1, rank - 1) : -1), of: rank)
    let rest = input.shape.dimensions.dropFirst(axis + 1)
    if !isOld || rest.allSatisfy({ $0 == 1 }) {
      return try site.put(SoftmaxFunction(axis: axis, isLogarithm: isLogarithm), to: [input])
    }
    let rows = input.shape.dimensions.prefix(axis).reduce(1, *)
    let flat = try site.add(
      Reshaping(to: [rows, rows == 0 ? 0 : input.shape.count / rows]), to: [input], part: "flat")
    let result = try site.add(
      SoftmaxFunction(axis: 1, isLogarithm: isLogarithm), to: [flat], part: "rows")
    try site.put(Reshaping(to: input.shape.dimensions), to: [result])
  }
}

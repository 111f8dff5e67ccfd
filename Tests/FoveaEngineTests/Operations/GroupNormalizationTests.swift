import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct GroupNormalizationTests {
  @Test func oracle() throws {
    let cases: [(String, any FoveaNetwork.Operation)] = [
      ("group", GroupNormalization(groups: 2)),
      ("one", GroupNormalization(groups: 1, epsilon: 0.1)),
      ("instance", GroupNormalization(groups: nil)), ("vector", GroupNormalization(groups: 3)),
      ("instance-line", GroupNormalization(groups: nil, epsilon: 0.01)),
      ("response-even", LocalResponseNormalization(size: 4, alpha: 1, k: 2)),
      ("response-line", LocalResponseNormalization(size: 3, alpha: 0.5)),
      ("response-volume", LocalResponseNormalization(size: 3, alpha: 0.5)),
    ]
    for (name, operation) in cases {
      let oracle = try Oracle("norms", name)
      try oracle.check(oracle.network(operation), label: name)
    }
  }

  static let cases: [OperationCase] = [
    OperationCase(GroupNormalization(groups: 1, epsilon: 0.5), [1, 1]),
    OperationCase(GroupNormalization(groups: 3, epsilon: 0.5), [2, 6, 3]),
    OperationCase(GroupNormalization(groups: nil, epsilon: 0.5), [2, 3, 2, 3]),
    OperationCase(LocalResponseNormalization(size: 2), [1, 3, 2]),
  ]

  @Test(arguments: cases) func gradients(_ entry: OperationCase) throws {
    try GradientCheck(entry.operation, on: entry.shapes).run()
  }

  /// A large mean must not eat up the variance.
  @Test func farFromZero() throws {
    let check = try GradientCheck(GroupNormalization(groups: 1), on: [[1, 1, 4]])
    let plan = try Plan(check.network, shapes: [:])
    try plan.setInput("x0", to: Tensor(shape: [1, 1, 4], scalars: [4095, 4097, 4095, 4097]))
    try plan.run()
    for (y, sign) in zip(plan.value(of: check.output).scalars, [-1, 1, -1, 1] as [Float]) {
      #expect(abs(y - sign) < 1e-4)
    }
  }
}

import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct RankingTests {
  @Test func oracle() throws {
    let cases: [(String, any FoveaNetwork.Operation)] = [
      ("top", Ranking(.values, axis: 1, count: 3)),
      ("bottom", Ranking(.values, count: 2, isLargest: false)),
      ("lower", Triangle(isUpper: false, diagonal: -1)),
      ("upper", Triangle(isUpper: true, diagonal: 1)), ("cumsum", RunningSum(axis: 1)),
      ("cumsum-exclusive", RunningSum(axis: 0, isExclusive: true)),
      ("cumsum-reversed", RunningSum(axis: -1, isReversed: true)),
      ("cumsum-both", RunningSum(axis: 1, isExclusive: true, isReversed: true)),
    ]
    for (name, operation) in cases {
      let oracle = try Oracle("movement", name)
      try oracle.check(oracle.network(operation), label: name)
    }
  }

  static let cases: [OperationCase] = [
    OperationCase(Ranking(.values), [1]), OperationCase(Ranking(.values, axis: 0, count: 2), [3]),
    OperationCase(Ranking(.values, axis: 1, count: 3, isLargest: false), [2, 4, 3]),
    OperationCase(RunningSum(axis: 0), [1]), OperationCase(RunningSum(axis: 1), [2, 3, 2]),
    OperationCase(Triangle(isUpper: true), [1, 1]),
    OperationCase(Triangle(isUpper: false), [2, 3, 2]),
  ]

  @Test(arguments: cases) func gradients(_ entry: OperationCase) throws {
    var check = try GradientCheck(entry.operation, on: entry.shapes)
    check.inputs = ["x0": .spaced(entry.shapes[0], by: 0.5)]
    try check.run()
  }

  private func output(_ operation: any FoveaNetwork.Operation, _ input: Tensor) throws -> Tensor {
    var network = Network()
    try network.add(operation, to: [try network.addInput("input", shape: input.shape)])
    return try Samples.output(of: network, for: input)
  }

  @Test func equalElementsKeepTheirOrder() throws {
    let x = Tensor(shape: [2, 4], scalars: [2, 5, 5, 1, 7, 7, 7, 7])
    func places(_ count: Int, isLargest: Bool = true, prefersLast: Bool = false) throws -> [Float] {
      try output(
        Ranking(.indices, count: count, isLargest: isLargest, prefersLast: prefersLast), x
      ).scalars
    }
    #expect(try places(3) == [1, 2, 0, 0, 1, 2])
    #expect(try places(4) == [1, 2, 0, 3, 0, 1, 2, 3])
    #expect(try places(2, isLargest: false) == [3, 0, 0, 1])
    #expect(try places(1, prefersLast: true) == [2, 3])
  }

  @Test func oneHotRows() throws {
    let x = Tensor([1, -1, 5, 0.5])
    let rows = try output(OneHot(depth: 3, on: 2, off: -1), x)
    #expect(rows.shape == [4, 3])
    #expect(rows.scalars == [-1, 2, -1, -1, -1, 2, -1, -1, -1, -1, -1, -1])
    let columns = try output(OneHot(depth: 2, axis: 0), Tensor([1, 0, 1]))
    #expect(columns == Tensor(shape: [2, 3], scalars: [0, 1, 0, 1, 0, 1]))
  }
}

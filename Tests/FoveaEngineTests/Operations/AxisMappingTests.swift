import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct AxisMappingTests {
  static let cut = RangeSlicing([
    .init(axis: 1, start: 1, end: 4, step: 2), .init(axis: -1, start: -1, end: 0, step: -2),
  ])

  @Test func oracle() throws {
    let cases: [(String, any FoveaNetwork.Operation)] = [
      ("ranges", Self.cut), ("expand", Expansion(to: [2, 1, 4, 5])), ("tile", Tiling([2, 1, 3])),
      ("shuffle", PixelShuffle(block: 2)), ("unshuffle", PixelShuffle(block: 2, isInverse: true)),
      ("shuffle-block", PixelShuffle(block: 2, order: .blockFirst)),
    ]
    for (name, operation) in cases {
      let oracle = try Oracle("movement", name)
      try oracle.check(oracle.network(operation), label: name)
    }
  }

  static let cases: [OperationCase] = [
    OperationCase(cut, [2, 5, 7]), OperationCase(cut, [1, 2, 2]),
    OperationCase(RangeSlicing([.init(axis: 0, start: 1, end: 1 << 60)]), [3]),
    OperationCase(RangeSlicing([]), [2, 3]), OperationCase(RangeSlicing([]), []),
    OperationCase(Expansion(to: [3]), []), OperationCase(Expansion(to: [2, 1]), [1, 3]),
    OperationCase(Expansion(to: [1]), [2, 3]), OperationCase(Expansion(to: [2, 2, 4]), [2, 1]),
    OperationCase(Tiling([]), []), OperationCase(Tiling([3]), [1]),
    OperationCase(Tiling([1, 2, 1]), [2, 2, 3]), OperationCase(Tiling([2, 1, 2]), [2, 3, 1]),
    OperationCase(BatchRepetition(), [1, 2], [3, 1]),
    OperationCase(AxisInsertion([0, -1]), [2, 3]), OperationCase(AxisRemoval([0, 2]), [1, 3, 1]),
    OperationCase(AxisRemoval(), [1, 1]), OperationCase(PixelShuffle(block: 1), [1, 1, 2, 2]),
    OperationCase(PixelShuffle(block: 3, order: .blockFirst, isInverse: true), [2, 2, 3, 6]),
  ]

  @Test(arguments: cases) func gradients(_ entry: OperationCase) throws {
    try GradientCheck(entry.operation, on: entry.shapes).run()
  }

  @Test func tokensAreRepeatedInParts() throws {
    var network = Network()
    let x = try network.addInput("x", shape: [1, 2, 3])
    let token = try network.add(
      ParameterValue(shape: [1, 1, 3], initializer: .values([1, 2, 3])), to: [], name: "token")
    let repeated = try network.add(BatchRepetition(), to: [token, x])
    try network.add(Concatenation(axis: 1), to: [repeated, x])
    let plan = try Plan(
      network, batch: 8,
      request: PlanRequest(origin: .seeds([network.outputs[0]]), parameters: .trainable))
    #expect(plan.partCount == Threads.count)
    plan.setSeed(of: network.outputs[0], to: Tensor(repeating: 1, shape: [8, 3, 3]))
    try plan.run()
    #expect(plan.gradient(ofParameter: 0).scalars == [8, 8, 8])
  }

  @Test(arguments: PixelShuffle.Order.allCases)
  func shufflesUndoEachOther(_ order: PixelShuffle.Order) throws {
    var network = Network()
    let x = try network.addInput("input", shape: [2, 12, 2, 3])
    let y = try network.add(PixelShuffle(block: 2, order: order), to: [x])
    try network.add(PixelShuffle(block: 2, order: order, isInverse: true), to: [y])
    let input = Samples.uniform([2, 12, 2, 3])
    #expect(try Samples.output(of: network, for: input) == input)
  }

  @Test func operationsThatKeepSamplesApartAreCut() throws {
    let apart: [any FoveaNetwork.Operation] = [
      Self.cut, Expansion(to: [1, 1, 1]), Tiling([1, 2, 2]), AxisInsertion([1]),
      Ranking(.values, count: 2), RunningSum(axis: 1), Triangle(isUpper: true), OneHot(depth: 4),
    ]
    let mixed: [any FoveaNetwork.Operation] = [
      RangeSlicing([.init(axis: 0, start: 1, end: 3)]), Expansion(to: [2, 1, 1, 1]),
      Tiling([2, 1, 1]), AxisInsertion([0]), Ranking(.values, axis: 0), RunningSum(axis: 0),
      AxisRemoval(), OneHot(depth: 4, axis: 0),
    ]
    for (operations, isCut) in [(apart, true), (mixed, false)] {
      for operation in operations {
        var network = Network()
        try network.add(operation, to: [try network.addInput("x", shape: [8, 5, 7])])
        let x = Samples.uniform([8, 5, 7])
        let results = try [true, false].map { allowsParts in
          let plan = try Plan(
            network, batch: 8, request: PlanRequest(allowsParts: allowsParts))
          #expect(plan.partCount == (isCut && allowsParts ? Threads.count : 1), "\(operation)")
          try plan.setInput("x", to: x)
          try plan.run()
          return plan.value(of: network.outputs[0])
        }
        #expect(results[0] == results[1])
      }
    }
  }
}

import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct GatheringTests {
  static let cases: [(String, any FoveaNetwork.Operation)] = [
    ("gather-0", Gathering()), ("gather-1", Gathering(axis: 1)),
    ("gather-scalar", Gathering(axis: -1)),
    ("elements", ElementGathering(axis: 1)), ("scatter", ElementScattering(axis: 1)),
    ("scatter-add", ElementScattering(axis: 1, reduction: .add)), ("tuples", TupleGathering()),
    ("tuples-batch", TupleGathering(batchAxes: 1)), ("tuples-put", TupleScattering()),
    ("tuples-add", TupleScattering(reduction: .add)),
  ]

  @Test func oracle() throws {
    for (name, operation) in Self.cases {
      let oracle = try Oracle("movement", name)
      try oracle.check(oracle.network(operation), label: name)
    }
  }

  private func check(
    _ operation: any FoveaNetwork.Operation, _ shapes: [Shape], indices: [Float]
  ) throws {
    var check = try GradientCheck(operation, on: shapes)
    check.inputs = ["x1": Tensor(shape: shapes[1], scalars: indices)]
    check.excluding = ["x1"]
    try check.run()
  }

  @Test func gradients() throws {
    try check(Gathering(), [[1], []], indices: [0])
    try check(Gathering(axis: 1), [[2, 3, 2], [4]], indices: [2, -1, 0, 2])
    try check(ElementGathering(), [[3], [5]], indices: [2, 0, -3, 1, 1])
    try check(ElementGathering(axis: -1), [[2, 3], [1, 2]], indices: [2, 2])
    try check(ElementScattering(), [[3], [2], [2]], indices: [2, 0])
    try check(ElementScattering(reduction: .add), [[3], [3], [3]], indices: [2, 0, 2])
    try check(TupleGathering(), [[3, 2], [2, 1]], indices: [2, -2])
    try check(TupleScattering(), [[3, 2], [1, 2], [1]], indices: [2, 1])
  }

  /// Of two updates for one place the last counts, and it alone gets the gradient.
  @Test func laterUpdatesWin() throws {
    let check = try GradientCheck(ElementScattering(), on: [[2], [2], [2]])
    let plan = try Plan(
      check.network, shapes: [:],
      request: PlanRequest(
        outputs: [check.output], origin: .seeds([check.output]), inputs: ["x0", "x2"]))
    try plan.setInput("x1", to: Tensor([1, 1]))
    try plan.setInput("x2", to: Tensor([3, 4]))
    plan.setSeed(of: check.output, to: Tensor([5, 6]))
    try plan.run()
    #expect(plan.value(of: check.output).scalars == [0, 4])
    #expect(try plan.gradient(ofInput: "x0").scalars == [5, 0])
    #expect(try plan.gradient(ofInput: "x2").scalars == [0, 6])
  }

  @Test(arguments: [3, -4, 0.5, .nan, .infinity] as [Float])
  func whatIsNoIndexIsNamed(_ index: Float) throws {
    let operations: [(any FoveaNetwork.Operation, [Shape])] = [
      (Gathering(), [[3], [2]]), (ElementGathering(), [[3], [2]]),
      (TupleGathering(), [[3], [2, 1]]),
      (ElementScattering(), [[3], [2], [2]]),
    ]
    for (operation, shapes) in operations {
      let check = try GradientCheck(operation, on: shapes)
      let plan = try Plan(check.network, shapes: [:])
      try plan.setInput("x1", to: Tensor(shape: shapes[1], scalars: [0, index]))
      let expected = "operation: \(index) is not an index of an axis with 3 elements"
      #expect(throws: FoveaError(expected)) { try plan.run() }
    }
  }

  @Test func batchesAreCutWhereIndicesStayWithTheirSamples() throws {
    func parts(_ operation: any FoveaNetwork.Operation, _ shapes: [Shape], _ batched: [Bool]) throws
      -> Int
    {
      var network = Network()
      var ids: [Node.ID] = []
      for (index, shape) in shapes.enumerated() {
        ids.append(try network.addInput("x\(index)", shape: shape, isBatched: batched[index]))
      }
      try network.add(operation, to: ids)
      return try Plan(network, batch: 8).partCount
    }
    #expect(try parts(Gathering(axis: 1), [[8, 3], [2]], [true, false]) == Threads.count)
    #expect(try parts(Gathering(), [[5, 3], [8]], [false, true]) == Threads.count)
    #expect(try parts(Gathering(), [[8, 3], [8]], [true, true]) == 1)
    #expect(try parts(Gathering(axis: 1), [[8, 3], [8]], [true, true]) == 1)
    #expect(
      try parts(ElementGathering(axis: 1), [[8, 3], [8, 2]], [true, true]) == Threads.count)
    #expect(try parts(TupleGathering(), [[5, 3], [8, 1]], [false, true]) == Threads.count)
    #expect(try parts(TupleGathering(), [[8, 3], [8, 1]], [true, true]) == 1)
  }
}

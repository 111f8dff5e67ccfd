import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct BinaryTests {
  @Test(arguments: [Binary.Function.power, .modulo, .remainder, .prelu], ["", "-right"])
  func oracle(_ function: Binary.Function, _ side: String) throws {
    let oracle = try Oracle("binary", function.rawValue + side)
    try oracle.check(oracle.network(Binary(function)))
  }

  @Test(arguments: ["", "-right"]) func selectionOracle(_ side: String) throws {
    let oracle = try Oracle("binary", "select" + side)
    try oracle.check(oracle.network(Selection()))
  }

  static let pairs: [[Shape]] = [
    [[], []], [[1], [1]], [[2, 3, 5], [5]], [[5], [2, 3, 5]], [[2, 1, 5], [1, 3, 1]],
    [[3, 2], []],
    [[2, 3, 4, 4], [3, 1, 1]],
  ]

  @Test(arguments: [Binary.Function.power, .modulo, .remainder, .prelu], pairs)
  func gradients(_ function: Binary.Function, _ shapes: [Shape]) throws {
    var check = try GradientCheck(Binary(function), on: shapes)
    let first = Tensor.away(shapes[0], sizes: 0.5...1, seed: 2)
    let second = Tensor.away(shapes[1], sizes: 2...3, seed: 3)
    // Bases are positive, and remainders of 0.5…1 by 2…3 stay away from jumps.
    let isPower = function == .power
    check.inputs = [
      "x0": isPower ? first.map(abs) : first, "x1": isPower ? second.map(abs) : second,
    ]
    try check.run()
  }

  @Test func gradientsOfSelections() throws {
    for shapes in [[[2, 3], [2, 3], [2, 3]], [[], [4], [2, 1]], [[2, 1, 3], [3], []]] as [[Shape]] {
      var check = try GradientCheck(Selection(), on: shapes)
      check.inputs = ["x0": Tensor.away(shapes[0]).map { $0 > 0 ? 1 : 0 }]
      check.excluding = ["x0"]
      try check.run()
    }
  }

  @Test func truthTable() throws {
    let table: [(Binary.Function, [Float])] = [
      (.equal, [1, 0, 0, 0]), (.greater, [0, 0, 1, 0]), (.greaterOrEqual, [1, 0, 1, 0]),
      (.less, [0, 1, 0, 0]), (.lessOrEqual, [1, 1, 0, 0]), (.and, [0, 0, 0, 1]),
      (.or, [0, 1, 1, 1]), (.xor, [0, 1, 1, 0]),
    ]
    for (function, expected) in table {
      let check = try GradientCheck(Binary(function), on: [[4], [4]])
      let plan = try Plan(
        check.network, shapes: [:],
        request: PlanRequest(
          outputs: [check.output], origin: .seeds([check.output]), inputs: ["x0"]))
      try plan.setInput("x0", to: Tensor([0, 0, 2, .nan]))
      try plan.setInput("x1", to: Tensor([0, 3, 0, 5]))
      plan.setSeed(of: check.output, to: Tensor([1, 1, 1, 1]))
      try plan.run()
      #expect(plan.value(of: check.output).scalars == expected, "\(function)")
      #expect(try plan.gradient(ofInput: "x0").scalars == [0, 0, 0, 0])
    }
  }

  /// What is not chosen must not leak, not even as 0 · ∞.
  @Test func selectionKeepsInfinitiesOut() throws {
    let check = try GradientCheck(Selection(), on: [[2], [2], []])
    let plan = try Plan(check.network, shapes: [:])
    try plan.setInput("x0", to: Tensor([1, 0]))
    try plan.setInput("x1", to: Tensor([3, .nan]))
    try plan.setInput("x2", to: Tensor(shape: [], scalars: [-.infinity]))
    try plan.run()
    #expect(plan.value(of: check.output).scalars == [3, -.infinity])
  }
}

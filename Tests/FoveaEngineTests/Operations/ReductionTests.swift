import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct ReductionTests {
  static let cases: [(shape: Shape, axes: [Int]?)] = [
    ([], nil), ([1], nil), ([7], nil), ([2, 3, 5], nil), ([2, 3, 5], [0]), ([2, 3, 5], [1]),
    ([2, 3, 5], [-1]), ([2, 3, 5], [0, 2]), ([2, 3, 5], [1, 2]), ([2, 3, 5], [0, 1, 2]),
    ([1, 3, 1, 4], [1, 3]), ([2, 3, 4, 5], [2, 3]), ([2, 3], []),
  ]

  @Test(arguments: Reduction.Function.allCases, [false, true])
  func gradients(_ function: Reduction.Function, keepsAxes: Bool) throws {
    for (shape, axes) in Self.cases {
      let reduction = Reduction(function, axes: axes, keepsAxes: keepsAxes)
      var check = try GradientCheck(reduction, on: [shape])
      // A norm of few elements has a kink at zero, an extreme one at a tie, a logarithm wants positive sums.
      switch function {
      case .maximum, .minimum: check.inputs = ["x0": .spaced(shape, by: 0.5)]
      case .logSum: check.inputs = ["x0": Tensor.away(shape, sizes: 0.5...1).map(abs)]
      default: check.inputs = ["x0": .away(shape, sizes: 0.5...1)]
      }
      try check.run()
    }
  }

  @Test(arguments: [Reduction.Function.sum, .mean, .l2])
  func values(_ function: Reduction.Function) throws {
    for (shape, axes) in Self.cases {
      let check = try GradientCheck(Reduction(function, axes: axes), on: [shape])
      let plan = try Plan(check.network, shapes: [:])
      let x = Tensor.away(shape)
      try plan.setInput("x0", to: x)
      try plan.run()
      let y = plan.value(of: check.output)
      let reduced = Set((axes ?? Array(0..<shape.rank)).map { $0 < 0 ? $0 + shape.rank : $0 })
      var sums = [Double](repeating: 0, count: y.shape.count)
      for index in 0..<shape.count {
        var target = 0
        for axis in 0..<shape.rank where !reduced.contains(axis) {
          target = target * shape[axis] + index / shape.strides[axis] % shape[axis]
        }
        let value = Double(x.scalars[index])
        sums[target] += function == .l2 ? value * value : value
      }
      let count = Double(shape.count / max(1, y.shape.count))
      let expected = sums.map { sum in
        Float(function == .sum ? sum : function == .mean ? sum / count : sum.squareRoot())
      }
      #expect(y.isClose(to: Tensor(shape: y.shape, scalars: expected), relative: 1e-5))
    }
  }

  @Test(
    arguments: [
      Reduction.Function.maximum, .minimum, .product, .l1, .sumOfSquares, .logSum, .logSumExp,
    ], [[1], [0, 3], [2, 3]])
  func oracle(_ function: Reduction.Function, _ axes: [Int]) throws {
    let name = function.rawValue + "-" + axes.map(String.init).joined()
    let oracle = try Oracle("rows", name)
    try oracle.check(oracle.network(Reduction(function, axes: axes)))
  }

  @Test(arguments: [Reduction.Function.maximum, .product], ["ties", "zeros"])
  func specialRows(_ function: Reduction.Function, _ what: String) throws {
    guard (function == .maximum) == (what == "ties") else { return }
    let oracle = try Oracle("rows", "\(function.rawValue)-\(what)")
    try oracle.check(oracle.network(Reduction(function, axes: [1])))
  }

  @Test func logarithmsOfLargeSumsDoNotOverflow() throws {
    let check = try GradientCheck(Reduction(.logSumExp, axes: [1]), on: [[2, 2]])
    let plan = try Plan(check.network, shapes: [:])
    try plan.setInput(
      "x0", to: Tensor(shape: [2, 2], scalars: [1000, 1000, -.infinity, -.infinity]))
    try plan.run()
    let result = plan.value(of: check.output).scalars
    #expect(abs(result[0] - 1000.6931) < 1e-3)
    #expect(result[1] == -.infinity)
  }

  /// Adding 1 + ε many times in single precision would lose the small part.
  @Test func longSumsStayExact() throws {
    for axes in [nil, [1]] as [[Int]?] {
      let check = try GradientCheck(Reduction(.mean, axes: axes), on: [[2, 100_000]])
      let plan = try Plan(check.network, shapes: [:])
      try plan.setInput("x0", to: Tensor(repeating: 0.1, shape: [2, 100_000]))
      try plan.run()
      for value in plan.value(of: check.output).scalars { #expect(abs(value - 0.1) < 2e-6) }
    }
  }

  @Test func normOfZeroHasNoGradient() throws {
    for axes in [nil, [0]] as [[Int]?] {
      let check = try GradientCheck(Reduction(.l2, axes: axes), on: [[3]])
      let plan = try Plan(
        check.network, shapes: [:],
        request: PlanRequest(origin: .scalar(check.output), inputs: ["x0"]))
      try plan.run()
      #expect(try plan.gradient(ofInput: "x0").scalars == [0, 0, 0])
    }
  }

  @Test func readsBlockedImages() throws {
    for axes in [nil, [2, 3], [0, 2, 3]] as [[Int]?] {
      var network = Network(seed: 4)
      let x = try network.addInput("x", shape: [2, 3, 4, 4])
      let y = try network.add(Convolution(filters: 20, window: .square(2)), to: [x], name: "conv")
      try network.add(Reduction(.mean, axes: axes), to: [y])
      try GradientCheck(network).run()
    }
  }
}

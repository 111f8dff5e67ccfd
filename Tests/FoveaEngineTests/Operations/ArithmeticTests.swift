import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct ArithmeticTests {
  static let pairs: [[Shape]] = [
    [[], []], [[1], [1]], [[2, 3, 5], [2, 3, 5]], [[2, 3, 5], [5]], [[5], [2, 3, 5]],
    [[2, 3, 5], [3, 1]], [[2, 1, 5], [1, 3, 1]], [[1, 1], [4, 7]], [[3, 2], []], [[], [3, 2]],
    [[1, 3, 4, 4], [1, 3, 1, 1]],
  ]

  /// Values whose distances and sizes suit divisions, maxima and minima: the second lie between the first.
  static func inputs(_ shapes: [Shape]) -> [String: Tensor] {
    [
      "x0": .spaced(shapes[0], by: 0.5, seed: 2),
      "x1": Tensor.spaced(shapes[1], by: 0.5, seed: 3).map { $0 + ($0 > 0 ? 0.75 : -0.75) },
    ]
  }

  @Test(arguments: Arithmetic.Function.allCases, pairs)
  func gradients(_ function: Arithmetic.Function, _ shapes: [Shape]) throws {
    var check = try GradientCheck(Arithmetic(function), on: shapes)
    check.inputs = Self.inputs(shapes)
    try check.run()
  }

  @Test(arguments: Arithmetic.Function.allCases, pairs)
  func values(_ function: Arithmetic.Function, _ shapes: [Shape]) throws {
    let check = try GradientCheck(Arithmetic(function), on: shapes)
    let plan = try Plan(check.network, shapes: [:])
    let inputs = Self.inputs(shapes)
    for (name, tensor) in inputs { try plan.setInput(name, to: tensor) }
    try plan.run()
    let result = plan.value(of: check.output)
    guard let a = inputs["x0"], let b = inputs["x1"] else { return }
    let (left, right) = (a.repeated(to: result.shape), b.repeated(to: result.shape))
    let expected = zip(left.scalars, right.scalars).map { x, y in
      switch function {
      case .add: x + y
      case .subtract: x - y
      case .multiply: x * y
      case .divide: x / y
      case .maximum: max(x, y)
      case .minimum: min(x, y)
      }
    }
    #expect(result.isClose(to: Tensor(shape: result.shape, scalars: expected), relative: 1e-6))
  }

  @Test(arguments: Arithmetic.Function.allCases, [false, true])
  func gradientsInBlockedLayouts(_ function: Arithmetic.Function, isBroadcast: Bool) throws {
    var network = Network(seed: 3)
    let x = try network.addInput("x", shape: [2, 3, 4, 5])
    let other = try network.addInput("other", shape: isBroadcast ? [20, 1, 1] : [2, 20, 4, 5])
    let y = try network.add(
      Convolution(filters: 20, window: .square(3, border: .same)), to: [x], name: "conv")
    // Within ±1, while the other's size is 2 and more: no ties, no small divisors.
    let squashed = try network.add(Elementwise(.tanh), to: [y])
    let z = try network.add(Arithmetic(function), to: [squashed, other])
    try network.add(Convolution(filters: 17, window: .square(2)), to: [z], name: "after")
    var check = GradientCheck(network)
    check.inputs = ["other": .away(isBroadcast ? [20, 1, 1] : [2, 20, 4, 5], sizes: 2...3)]
    try check.run()
  }

  /// a + a, a · a: both shares reach the one input.
  @Test(arguments: [Arithmetic.Function.add, .subtract, .multiply, .divide])
  func sameInputTwice(_ function: Arithmetic.Function) throws {
    var network = Network()
    let x = try network.addInput("x", shape: [2, 3])
    try network.add(Arithmetic(function), to: [x, x])
    var check = GradientCheck(network)
    check.inputs = ["x": .away([2, 3], sizes: 0.5...1)]
    try check.run()
  }

  @Test func tiesGoToTheFirst() throws {
    for function in [Arithmetic.Function.maximum, .minimum] {
      let check = try GradientCheck(Arithmetic(function), on: [[3], [3]])
      let plan = try Plan(
        check.network, shapes: [:],
        request: PlanRequest(origin: .seeds([check.output]), inputs: ["x0", "x1"]))
      let same = Tensor(shape: [3], scalars: [-1, 0, 2])
      try plan.setInput("x0", to: same)
      try plan.setInput("x1", to: same)
      plan.setSeed(of: check.output, to: Tensor(shape: [3], scalars: [1, 2, 3]))
      try plan.run()
      #expect(try plan.gradient(ofInput: "x0").scalars == [1, 2, 3])
      #expect(try plan.gradient(ofInput: "x1").scalars == [0, 0, 0])
    }
  }
}

extension Tensor {
  /// The tensor broadcast by going through all positions of the target, one at a time.
  func repeated(to target: Shape) -> Tensor {
    let strides = shape.stridesBroadcast(to: target)
    var result: [Float] = []
    for position in 0..<target.count {
      var (rest, offset) = (position, 0)
      for axis in target.dimensions.indices.reversed() {
        offset += rest % target.dimensions[axis] * strides[axis]
        rest /= target.dimensions[axis]
      }
      result.append(scalars[offset])
    }
    return Tensor(shape: target, scalars: result)
  }
}

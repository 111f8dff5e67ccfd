import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct UnaryTests {
  struct Case: CustomTestStringConvertible {
    let function: Unary.Function
    /// The fixture's name.
    let name: String
    /// Sizes of inputs between which the function is smooth.
    var sizes: ClosedRange<Float> = 0.3...0.7
    var isPositive = false
    var testDescription: String { name }

    init(
      _ name: String, _ function: Unary.Function, _ sizes: ClosedRange<Float> = 0.3...0.7,
      isPositive: Bool = false
    ) {
      (self.name, self.function, self.sizes, self.isPositive) = (name, function, sizes, isPositive)
    }

    func input(_ shape: Shape) -> Tensor {
      let input = Tensor.away(shape, sizes: sizes)
      return isPositive ? input.map(abs) : input
    }
  }

  static let cases: [Case] = [
    Case("negate", .negate), Case("reciprocal", .reciprocal, 1...2), Case("erf", .erf),
    Case("sin", .sin), Case("cos", .cos), Case("tan", .tan), Case("asin", .asin),
    Case("acos", .acos), Case("atan", .atan), Case("sinh", .sinh), Case("cosh", .cosh),
    Case("asinh", .asinh), Case("acosh", .acosh, 2...3, isPositive: true), Case("atanh", .atanh),
    Case("sign", .sign), Case("floor", .floor, 0.2...0.8), Case("ceil", .ceil, 0.2...0.8),
    Case("truncate", .truncate, 0.2...0.8), Case("round", .round, 0.1...0.3), Case("selu", .selu()),
    Case("celu", .celu(alpha: 0.7)),
    Case("hardsigmoid", .hardSigmoid(slope: 0.2, offset: 0.5)), Case("hardswish", .hardSwish),
    Case("mish", .mish), Case("softsign", .softsign),
    Case("thresholded", .thresholdedReLU(threshold: 0.8), 1...2),
    Case("shrink", .shrink(threshold: 1.5, bias: 1.5), 1.7...2.5),
    Case("swish", .swish(slope: 1.7)),
  ]

  @Test(arguments: cases) func oracle(_ entry: Case) throws {
    let oracle = try Oracle("unary", entry.name)
    try oracle.check(oracle.network(Unary(entry.function)))
  }

  @Test(arguments: cases, [[], [1], [2, 3], [3, 5, 2, 7]] as [Shape])
  func gradients(_ entry: Case, _ shape: Shape) throws {
    var check = try GradientCheck(Unary(entry.function), on: [shape])
    check.inputs = ["x0": entry.input(shape)]
    try check.run()
  }

  /// Behind a convolution of 20 channels a value lies in blocks of 16 with 12 channels of padding.
  @Test(arguments: cases) func leavesTheRestOfABlockZero(_ entry: Case) throws {
    var network = Network(seed: 2)
    let x = try network.addInput("x", shape: [2, 3, 5, 5])
    let y = try network.add(Convolution(filters: 20, window: .square(3)), to: [x], name: "conv")
    let squashed = try network.add(Elementwise(.sigmoid), to: [y])
    let low = entry.sizes.lowerBound + 0.1
    let range = entry.sizes.upperBound - 0.1 - low
    let inside = try network.add(Elementwise(.linear(scale: range, offset: low)), to: [squashed])
    let z = try network.add(Unary(entry.function), to: [inside])
    try network.add(Convolution(filters: 17, window: .square(2)), to: [z], name: "after")
    var check = GradientCheck(network)
    // cosh and its like are steep, and a difference of two convolutions is not exact.
    check.tolerance = 1e-3
    try check.run()
  }

  @Test func truthValues() throws {
    let x = Tensor([0, 1, -3, .nan, .infinity, -.infinity])
    func values(_ function: Unary.Function) throws -> [Float] {
      var network = Network()
      try network.add(Unary(function), to: [try network.addInput("input", shape: [6])])
      return try Samples.output(of: network, for: x).scalars
    }
    #expect(try values(.not) == [1, 0, 0, 0, 0, 0])
    #expect(try values(.isNaN) == [0, 0, 0, 1, 0, 0])
    #expect(try values(.isInfinite(positive: true, negative: true)) == [0, 0, 0, 0, 1, 1])
    #expect(try values(.isInfinite(positive: false, negative: true)) == [0, 0, 0, 0, 0, 1])
  }
}

import Foundation
import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct ElementwiseTests {
  /// Each function with inputs on which it is smooth.
  struct Case: CustomTestStringConvertible {
    var function: Elementwise.Function
    var sizes: ClosedRange<Float> = 0.2...2
    var isPositive = false
    var testDescription: String { "\(function)" }

    func input(_ shape: Shape) -> Tensor {
      let input = Tensor.away(shape, sizes: sizes)
      return isPositive ? input.map(abs) : input
    }
  }

  static let functions: [Case] = [
    Case(function: .relu), Case(function: .leakyReLU(slope: 0.3)), Case(function: .sigmoid),
    Case(function: .tanh), Case(function: .gelu), Case(function: .geluTanh), Case(function: .swish),
    Case(function: .elu(alpha: 0.7)), Case(function: .softplus), Case(function: .exp),
    Case(function: .log, sizes: 0.5...2, isPositive: true),
    Case(function: .sqrt, sizes: 0.5...2, isPositive: true), Case(function: .square),
    Case(function: .abs), Case(function: .linear(scale: -1.5, offset: 0.25)),
    // Sizes in 0.2…0.6 leave the bounds −0.1 and 0.75 alone by 0.1 and more.
    Case(function: .clamp(low: -0.1, high: 0.75), sizes: 0.2...0.6),
  ]
  static let shapes: [Shape] = [[], [1], [1, 1], [2, 3], [3, 5, 2], [1, 3, 5, 7]]

  @Test(arguments: functions, shapes)
  func gradients(_ entry: Case, _ shape: Shape) throws {
    var check = try GradientCheck(Elementwise(entry.function), on: [shape])
    check.inputs = ["x0": entry.input(shape)]
    try check.run()
  }

  /// Behind a convolution of 20 channels a value lies in blocks of 16 with 12 channels of padding.
  @Test(arguments: functions)
  func gradientsBehindAConvolution(_ entry: Case) throws {
    var network = Network(seed: 2)
    let x = try network.addInput("x", shape: [2, 3, 5, 5])
    let y = try network.add(Convolution(filters: 20, window: .square(3)), to: [x], name: "conv")
    let offset = entry.isPositive ? try Self.shift(&network, y, by: 6) : y
    let z = try network.add(Elementwise(entry.function), to: [offset])
    try network.add(Convolution(filters: 17, window: .square(2)), to: [z], name: "after")
    var check = GradientCheck(network)
    let kernel: Shape = [20, 3, 3, 3]
    // Whole numbers and a bias of a half keep 0.5 from kinks at 0.
    check.inputs = ["x": Tensor.away([2, 3, 5, 5]).map { $0.rounded(.awayFromZero) }]
    check.parameters = [
      "conv.weight": Tensor.away(kernel, seed: 4).map { $0.rounded() },
      "conv.bias": Tensor(repeating: 0.5, shape: [20]),
    ]
    if case .exp = entry.function {
      check.parameters["conv.weight"] = .away(kernel, sizes: 0...0.2)
    }
    try check.run()
  }

  private static func shift(
    _ network: inout Network, _ node: Node.ID, by offset: Float
  ) throws -> Node.ID {
    let square = try network.add(Elementwise(.square), to: [node])
    return try network.add(Elementwise(.linear(scale: 0.2, offset: offset)), to: [square])
  }

  @Test(arguments: functions)
  func values(_ entry: Case) throws {
    let xs: [Float] =
      entry.isPositive
      ? [1e-6, 0.5, 1, 3, 80] : [-80, -3, -1e-3, -1e-6, 0, 1e-6, 1e-3, 0.5, 3, 80]
    var network = Network()
    let x = try network.addInput("x", shape: [xs.count])
    let y = try network.add(Elementwise(entry.function), to: [x])
    let plan = try Plan(network, shapes: [:])
    try plan.setInput("x", to: Tensor(shape: [xs.count], scalars: xs))
    try plan.run()
    let expected = xs.map { Float(Self.exact(entry.function, Double($0))) }
    let problem = plan.value(of: y).furthest(
      from: Tensor(shape: [xs.count], scalars: expected), relative: 1e-5, absolute: 2e-6)
    #expect(problem == nil)
  }
}

extension ElementwiseTests {
  /// The function in double precision.
  static func exact(_ function: Elementwise.Function, _ x: Double) -> Double {
    switch function {
    case .relu: max(x, 0)
    case .leakyReLU(let slope): x > 0 ? x : Double(slope) * x
    case .sigmoid: 1 / (1 + exp(-x))
    case .tanh: tanh(x)
    case .gelu: x / 2 * (1 + erf(x / 2.0.squareRoot()))
    case .geluTanh: x / 2 * (1 + tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
    case .swish: x / (1 + exp(-x))
    case .elu(let alpha): x > 0 ? x : Double(alpha) * expm1(x)
    case .softplus: max(x, 0) + log1p(exp(-abs(x)))
    case .exp: exp(x)
    case .log: log(x)
    case .sqrt: x.squareRoot()
    case .square: x * x
    case .abs: abs(x)
    case .linear(let scale, let offset): Double(scale) * x + Double(offset)
    case .clamp(let low, let high): min(max(x, Double(low)), Double(high))
    }
  }
}

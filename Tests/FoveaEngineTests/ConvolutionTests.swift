import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct ConvolutionTests {
  struct Case: CustomTestStringConvertible {
    var input: Shape
    var operation: Convolution
    var testDescription: String { "\(input) \(operation.summary)" }
  }

  static let cases: [Case] = [
    Case(input: [1, 1, 1, 1], operation: Convolution(filters: 1, window: .square(1))),
    Case(input: [2, 3, 7, 5], operation: Convolution(filters: 4, window: .square(3))),
    Case(
      input: [3, 1, 9, 9],
      operation: Convolution(filters: 10, window: .square(5, stride: 2, border: .symmetric(2)))),
    Case(
      input: [1, 20, 6, 6],
      operation: Convolution(filters: 17, window: .square(3, stride: 2, border: .same))),
    Case(
      input: [2, 4, 8, 7],
      operation: Convolution(
        filters: 6, window: .square(3, dilation: 2, border: .full), groups: 2, hasBias: false)),
    Case(
      input: [1, 5, 6, 6],
      operation: Convolution(filters: 5, window: .square(3, border: .same), groups: 5)),
    Case(
      input: [1, 2, 9],
      operation: Convolution(
        filters: 3, window: Window(kernel: [4], stride: [2], dilation: [1], border: .same))),
    Case(
      input: [1, 2, 4, 5, 3],
      operation: Convolution(
        filters: 3,
        window: Window(
          kernel: [2, 3, 1], stride: [1, 1, 1], dilation: [1, 1, 1], border: .valid))),
  ]

  @Test(arguments: cases)
  func gradients(_ entry: Case) throws {
    var network = Network(seed: 1)
    let x = try network.addInput("x", shape: entry.input)
    try network.add(entry.operation, to: [x], name: "conv")
    try GradientCheck(network).run()
  }

  @Test(arguments: cases)
  func withReLU(_ entry: Case) throws {
    var network = Network(seed: 2)
    let x = try network.addInput("x", shape: entry.input)
    let y = try network.add(entry.operation, to: [x], name: "conv")
    try network.add(Elementwise(.relu), to: [y])
    var check = GradientCheck(network)
    check.step = 1e-3
    check.tolerance = 1e-2
    try check.run(seed: 9)
  }
}

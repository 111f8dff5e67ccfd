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

  /// A convolution and the ReLU behind it are one step unless somebody looks between: both ways give the same.
  @Test(arguments: cases)
  func fusionChangesNothing(_ entry: Case) throws {
    let network = try Self.withReLU(entry.operation, entry.input)
    let input = Tensor.away(entry.input, seed: 4)
    let (fused, plain) = (
      try Self.everything(network, input, allowsFusion: true),
      try Self.everything(network, input, allowsFusion: false)
    )
    #expect(fused.steps < plain.steps)
    for (a, b) in zip(fused.tensors, plain.tensors) { #expect(a.isClose(to: b)) }
  }

  /// With whole numbers in the input and the kernel and halves in the bias, sums stay 0.5 away from the ReLU's kink.
  @Test(arguments: cases)
  func gradientsThroughReLU(_ entry: Case) throws {
    let c = entry.operation
    let operation = Convolution(filters: c.filters, window: c.window, groups: c.groups)
    let network = try Self.withReLU(operation, entry.input)
    var source = RandomSource(seed: 2)
    func whole(_ shape: Shape) -> Tensor {
      Tensor.zeros(shape).map { _ in Float(Int(source.next() % 3) - 1) }
    }
    var check = GradientCheck(network)
    check.inputs = ["x": whole(entry.input)]
    check.parameters = [
      "conv.weight": whole(network.parameters[0].shape),
      "conv.bias": whole(network.parameters[1].shape).map { $0 + 0.5 },
    ]
    try check.run(seed: 9)
  }

  private static func withReLU(_ operation: Convolution, _ input: Shape) throws -> Network {
    var network = Network(seed: 2)
    let x = try network.addInput("x", shape: input)
    let y = try network.add(operation, to: [x], name: "conv")
    try network.add(Elementwise(.relu), to: [y])
    return network
  }

  /// The output and all gradients of its sum.
  private static func everything(
    _ network: Network, _ input: Tensor, allowsFusion: Bool
  ) throws -> (tensors: [Tensor], steps: Int) {
    let output = network.outputs[0]
    let plan = try Plan(
      network, shapes: ["x": input.shape],
      request: PlanRequest(
        outputs: [output], origin: .seeds([output]), parameters: .trainable, inputs: ["x"],
        allowsFusion: allowsFusion))
    try plan.setInput("x", to: input)
    plan.setSeed(of: output, to: Tensor(repeating: 1, shape: plan.shapes[output.position]))
    try plan.run()
    return (
      [plan.value(of: output), try plan.gradient(ofInput: "x")]
        + network.parameters.indices.map { plan.gradient(ofParameter: $0) }, plan.stepCount
    )
  }
}

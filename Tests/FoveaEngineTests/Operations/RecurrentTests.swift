import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct RecurrentTests {
  static let cells: [Recurrent.Cell] = [
    .elman(.tanh), .elman(.sigmoid), .elman(.identity), .lstm, .gru,
  ]
  /// Batch, steps, features, hidden units.
  static let sizes: [[Int]] = [[1, 1, 1, 1], [2, 3, 4, 5], [1, 4, 3, 2], [3, 2, 1, 17]]

  private static func network(
    _ cell: Recurrent.Cell, _ size: [Int], hasInitial: Bool, returnsSequence: Bool
  ) throws -> Network {
    var network = Network(seed: 6)
    var inputs = [try network.addInput("x", shape: [size[0], size[1], size[2]])]
    if hasInitial {
      inputs.append(try network.addInput("h", shape: [size[0], size[3]]))
      if cell == .lstm { inputs.append(try network.addInput("c", shape: [size[0], size[3]])) }
    }
    try network.add(
      Recurrent(cell, hidden: size[3], returnsSequence: returnsSequence), to: inputs, name: "cell")
    return network
  }

  @Test(arguments: cells, sizes)
  func gradients(_ cell: Recurrent.Cell, _ size: [Int]) throws {
    for hasInitial in [false, true] {
      for returnsSequence in [false, true] {
        try GradientCheck(
          Self.network(cell, size, hasInitial: hasInitial, returnsSequence: returnsSequence)
        ).run()
      }
    }
  }

  /// Whole numbers and biases of a half keep each sum 0.5 away from the kink, states being multiples of a half: weights
  /// of the recurrence are even.
  @Test func reluGradients() throws {
    let network = try Self.network(
      .elman(.relu), [2, 3, 4, 5], hasInitial: true, returnsSequence: true)
    var source = RandomSource(seed: 12)
    func whole(_ shape: Shape, times factor: Float = 1) -> Tensor {
      Tensor.zeros(shape).map { _ in factor * Float(Int(source.next() % 3) - 1) }
    }
    var check = GradientCheck(network)
    check.step = 0.01
    check.tolerance = 2e-3
    check.inputs = ["x": whole([2, 3, 4]), "h": whole([2, 5])]
    check.parameters = [
      "cell.weight_ih": whole([5, 4]), "cell.weight_hh": whole([5, 5], times: 2),
      "cell.bias_ih": Tensor(repeating: 0.5, shape: [5]), "cell.bias_hh": whole([5]),
    ]
    try check.run()
  }

  @Test(arguments: [Recurrent.Cell.elman(.tanh), .lstm, .gru])
  func stackedGradients(_ cell: Recurrent.Cell) throws {
    var network = Network(seed: 7)
    let x = try network.addInput("x", shape: [2, 4, 3])
    let a = try network.add(Recurrent(cell, hidden: 5), to: [x], name: "first")
    try network.add(Recurrent(cell, hidden: 4, returnsSequence: false), to: [a], name: "second")
    try GradientCheck(network).run()
  }

  /// An unrolled layer put together from dense products and elementwise functions gives the same values and gradients.
  @Test func elmanAgainstItsParts() throws {
    let (batch, steps, inputs, hidden) = (2, 4, 3, 5)
    let whole = try Self.network(
      .elman(.tanh), [batch, steps, inputs, hidden], hasInitial: true, returnsSequence: true)
    var parts = Network(seed: 1)
    let x = try parts.addInput("x", shape: [batch, steps, inputs])
    var h = try parts.addInput("h", shape: [batch, hidden])
    var states: [Node.ID] = []
    for step in 0..<steps {
      let now = try parts.add(Slicing(axis: 1, start: step, count: 1), to: [x])
      let row = try parts.add(Reshaping(to: [batch, inputs]), to: [now])
      let a = try parts.add(DenseProduct(units: hidden), to: [row], name: "in")
      let b = try parts.add(DenseProduct(units: hidden), to: [h], name: "back")
      let sum = try parts.add(Arithmetic(.add), to: [a, b])
      h = try parts.add(Elementwise(.tanh), to: [sum])
      states.append(try parts.add(Reshaping(to: [batch, 1, hidden]), to: [h]))
    }
    try parts.add(Concatenation(axis: 1), to: states)
    // The parts' order of parameters: in.weight, in.bias, back.weight, back.bias.
    for (from, to) in [(0, 0), (1, 2), (2, 1), (3, 3)] {
      parts.setWeights(whole.weights[from], at: to)
    }
    let (a, b) = (try Self.results(whole), try Self.results(parts))
    #expect(a.output.isClose(to: b.output))
    for name in ["x", "h"] {
      #expect(try a.plan.gradient(ofInput: name).isClose(to: b.plan.gradient(ofInput: name)))
    }
    for (own, other) in [(0, 0), (1, 2), (2, 1), (3, 3)] {
      #expect(a.plan.gradient(ofParameter: own).isClose(to: b.plan.gradient(ofParameter: other)))
    }
  }

  private static func results(_ network: Network) throws -> (plan: Plan, output: Tensor) {
    let output = network.outputs[0]
    let plan = try Plan(
      network, shapes: [:],
      request: PlanRequest(
        outputs: [output], origin: .seeds([output]), parameters: .trainable, inputs: ["x", "h"]))
    try plan.setInput("x", to: .away([2, 4, 3]))
    try plan.setInput("h", to: .away([2, 5], seed: 2))
    plan.setSeed(of: output, to: .away([2, 4, 5], seed: 3))
    try plan.run()
    return (plan, plan.value(of: output))
  }
}

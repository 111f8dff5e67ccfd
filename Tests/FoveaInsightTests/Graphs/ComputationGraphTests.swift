import Fovea
import Testing

/// Values and gradients on the wires of small networks.
@Suite struct ComputationGraphTests {
  /// f = x · x + y.
  private func network() throws -> Network {
    try Network { (graph) throws(FoveaError) in
      let x = try graph.addInput("x", shape: .scalar, isBatched: false)
      let y = try graph.addInput("y", shape: .scalar, isBatched: false)
      let square = try graph.add(Arithmetic(.multiply), to: [x, x], name: "square")
      graph.output(try graph.add(Arithmetic(.add), to: [square, y], name: "f"))
    }
  }

  @Test func `each wire has its own share of a gradient, the node their sum`() throws {
    let graph = try ComputationGraph(try network(), inputs: ["x": Tensor(3), "y": Tensor(-1)])
    #expect(graph.values["f"]?.scalar == 8)
    let wires = graph.wires.filter { $0.source == "x" }
    #expect(wires.map { $0.gradient?.scalar } == [3, 3])
    #expect(wires.map(\.value.scalar) == [3, 3])
    #expect(graph.gradients["x"]?.scalar == 6)
    #expect(graph.wire(from: "y", to: "f")?.gradient?.scalar == 1)
    #expect(graph.wire(from: "f", to: "y") == nil)
  }

  @Test func `gradients begin with what is given`() throws {
    let graph = try ComputationGraph(
      try network(), inputs: ["x": Tensor(3), "y": Tensor(-1)], upstream: ["f": Tensor(-2)])
    #expect(graph.gradients["x"]?.scalar == -12)
  }

  @Test func `targets of a loss get no gradient, parameters do`() throws {
    let network = try Network(seed: 4) { (graph) throws(FoveaError) in
      let x = try graph.addInput("x", shape: [1, 3])
      let target = try graph.addInput("target", shape: [1])
      let logits = try graph.add(DenseProduct(units: 2), to: [x], name: "logits")
      graph.output(
        try graph.add(CrossEntropy(reduction: .sum), to: [logits, target], name: "loss"))
    }
    let graph = try ComputationGraph(
      network,
      inputs: ["x": Tensor(shape: [1, 3], scalars: [1, 2, 3]), "target": Tensor([1])])
    #expect(graph.gradients["target"] == nil)
    #expect(graph.wire(from: "target", to: "loss")?.gradient == nil)
    // Softmax minus one-hot, so that the elements add up to 0.
    let slope = try #require(graph.gradients["logits"]).scalars
    #expect(abs(slope[0] + slope[1]) < 1e-6 && slope[0] > 0)
    #expect(graph.parameterGradients["logits.bias"]?.scalars == slope)
    try graph.validate()
  }

  @Test func `values of the wrong name or shape are refused`() throws {
    let network = try network()
    #expect(throws: FoveaError.self) { try ComputationGraph(network, inputs: ["x": Tensor(1)]) }
    #expect(throws: FoveaError.self) {
      try ComputationGraph(
        network, inputs: ["x": Tensor(1), "y": Tensor(1)], upstream: ["x": Tensor(1)])
    }
  }
}

/// How strongly nodes depend on inputs.
@Suite struct InputSensitivityTests {
  @Test func `sensitivities are norms of derivatives`() throws {
    var nodes: [Node.ID] = []
    let network = try Network { (graph) throws(FoveaError) in
      let x = try graph.addInput("x", shape: [2])
      let y = try graph.addInput("y", shape: [2])
      nodes.append(try graph.add(Elementwise(.linear(scale: 3, offset: 1)), to: [x]))
      nodes.append(try graph.add(Elementwise(.square), to: [x]))
      nodes.append(try graph.add(Elementwise(.square), to: [y]))
    }
    let inputs = ["x": Tensor([1, 2]), "y": Tensor([1, 1])]
    let found = try network.sensitivities(of: nodes, to: "x", inputs: inputs)
    #expect(abs(found[0] - 18.0.squareRoot()) < 1e-6)
    #expect(abs(found[1] - 20.0.squareRoot()) < 1e-6)
    #expect(found[2] == 0)
  }
}

/// Differences against the engine's gradient.
@Suite struct GradientCheckTests {
  @Test func `errors fall with the step and rise again in rounding`() throws {
    var network = try Network(input: .vector(6), seed: 3) {
      Dense("hidden", 8)
      Tanh("tanh")
      Dense("logits", 3)
    }
    let target = try network.addInput("target", shape: [1])
    let loss = try network.add(CrossEntropy(), to: [network.outputs[0], target], name: "loss")
    var source = RandomSource(seed: 9, purpose: "samples")
    let samples = (0..<6).map { index -> [String: Tensor] in
      [
        "input": .normal([4, 6], from: &source),
        "target": Tensor((0..<4).map { Float(($0 + index) % 3) }),
      ]
    }
    let steps = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 3e-2, 1e-1, 3e-1]
    let check = try GradientCheck(network, loss: loss, samples: samples, steps: steps)
    #expect(check.best(\.central).error < 1e-3)
    #expect(check.best(\.central).step > check.best(\.forward).step)
    #expect(abs(check.exponent(of: \.central, between: 0.03...0.3) - 2) < 0.4)
    #expect(abs(check.exponent(of: \.forward, between: 0.01...0.3) - 1) < 0.3)
    #expect(check.exponent(of: \.central, between: 1e-6...1e-4) < -0.5)
  }
}

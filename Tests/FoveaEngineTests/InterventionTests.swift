import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct InterventionTests {
  // MARK: - What it means

  @Test(arguments: ["conv1", "relu1"])
  func `A zeroed channel is a channel without weights`(hook: HookSelector) throws {
    let network = try Samples.convolutional()
    let input = Samples.uniform([3, 2, 6, 6])
    var removed = network
    for name in ["conv1.weight", "conv1.bias"] {
      var weights = try network.weights(of: name)
      let row = weights.scalars.count / 4
      for index in 2 * row..<3 * row { weights.scalars[index] = 0 }
      removed.setWeights(weights, at: try network.parameterPosition(name))
    }
    let ablated = try network.applying([.zero(hook, in: .channels([2]))])
    let expected = try Samples.output(of: removed, for: input)
    #expect(distance(try Samples.output(of: ablated, for: input), expected) < 1e-6)
    #expect(distance(try Samples.output(of: network, for: input), expected) > 1e-3)
  }

  @Test func `Patched activations give the other run's answer from there on`() throws {
    let network = try Samples.convolutional()
    let (a, b) = (Samples.uniform([3, 2, 6, 6], seed: 1), Samples.uniform([3, 2, 6, 6], seed: 2))
    let seen = try network.record(["*"], on: a)
    let patched = try network.applying([.patch("relu1", from: seen)], shapes: ["input": b.shape])
    let other = try patched.record(["*"], on: b)
    for name in ["relu1", "conv2", "relu2", "flatten1", "logits"] {
      #expect(try other[name] == seen[name], "\(name)")
    }
    #expect(try other["conv1"] != seen["conv1"])
    #expect(try other["relu1/untouched"] == network.record(["relu1"], on: b)["relu1"])
  }

  @Test func `A patch of one channel and some rows leaves the rest alone`() throws {
    let network = try Samples.convolutional()
    let (a, b) = (Samples.uniform([1, 2, 6, 6], seed: 1), Samples.uniform([1, 2, 6, 6], seed: 2))
    let (first, second) = (
      try network.record(["conv1"], on: a), try network.record(["conv1"], on: b)
    )
    let patched = try network.applying([
      .patch("conv1", from: first, in: .channels([1]).and(.rows(2..<4)))
    ])
    let mixed = try patched.record(["conv1"], on: b)["conv1"]
    for channel in 0..<4 {
      for row in 0..<6 {
        let source = channel == 1 && (2..<4).contains(row) ? first : second
        for column in 0..<6 {
          let expected = try source["conv1"][0, channel, row, column]
          #expect(mixed[0, channel, row, column] == expected)
        }
      }
    }
  }

  @Test func `Replaced, added and clamped values`() throws {
    let network = try Network(input: .vector(4)) { ReLU("y") }
    let input = Tensor(shape: [1, 4], scalars: [0.5, 1, 1.5, .nan])
    func result(_ interventions: Intervention...) throws -> [Float] {
      try Samples.output(of: network.applying(interventions), for: input).scalars
    }
    #expect(try result(.replace("y", with: 7)) == [7, 7, 7, 7])
    let number = Tensor([1, 2, 3, 4])
    #expect(try result(.replace("y", with: number, in: .units([0, 3])))[0...2] == [1, 1, 1.5])
    #expect(try result(.add("y", number))[0...2] == [1.5, 3, 4.5])
    #expect(try result(.clamp("y", to: 0.75...1.25))[0...2] == [0.75, 1, 1.25])
    #expect(
      try result(.clamp("y", to: -Float.infinity...1, in: .units([2])), .scale("y", by: 2))[0...2]
        == [1, 2, 2])
    #expect(
      try result(.scale("y", by: 2), .clamp("y", to: 0...2), .add("y", Tensor(1)))[0...2]
        == [2, 3, 3])
    #expect(try result(.zero("y", in: .units([3])))[3] == 0)
  }

  @Test func `Interventions stay with their layers when nodes are put in before them`() throws {
    let network = try Samples.convolutional()
    let input = Samples.uniform([2, 2, 6, 6])
    let change: [Intervention] = [.zero("relu1", in: .channels([0])), .scale("logits", by: 2)]
    let before = try network.applying(change).inserting(after: "input") {
      (graph, id) throws(FoveaError) in
      try graph.add(Elementwise(.linear(scale: 0.5, offset: 0.1)), to: [id], name: "darker")
    }
    let after = try Samples.output(of: network.applying(change), for: input.map { 0.5 * $0 + 0.1 })
    #expect(distance(try Samples.output(of: before, for: input), after) < 1e-6)
  }

  // MARK: - Gradients

  @Test func `A scaled value scales its gradient, a clamped one stops it`() throws {
    var network = Network()
    let x = try network.addInput("input", shape: [1, 4])
    try network.add(Elementwise(.linear(scale: 1, offset: 0)), to: [x], name: "y")
    let input = Tensor(shape: [1, 4], scalars: [-2, -0.25, 0.5, 3])
    func gradients(_ intervention: Intervention) throws -> (arriving: [Float], input: [Float]) {
      let seen = try network.applying([intervention]).record(
        ["*"], [.gradient], on: input, objective: .output())
      return (try seen["y", .gradient].scalars, try seen["input", .gradient].scalars)
    }
    let scaled = try gradients(.scale("y", by: 3, in: .units([0, 1])))
    #expect(scaled.arriving == [1, 1, 1, 1])
    #expect(scaled.input == [3, 3, 1, 1])
    #expect(try gradients(.clamp("y", to: -1...1)).input == [0, 1, 1, 0])
    #expect(try gradients(.replace("y", with: 1)).input == [0, 0, 0, 0])
  }

  @Test func `The gradient of a changed input is that of what was given`() throws {
    let network = try Network(input: .vector(2)) { ReLU("y") }
      .applying([.scale("input", by: 4)])
    let plan = try Plan(
      network, batch: 1,
      request: PlanRequest(
        outputs: network.outputs, origin: .seeds(network.outputs), inputs: ["input"],
        gradients: [HookPoint(node: .init(0))]))
    plan.setSeed(of: network.outputs[0], to: Tensor(repeating: 1, shape: [1, 2]))
    try plan.setInput("input", to: Tensor(shape: [1, 2], scalars: [1, -1]))
    try plan.run()
    #expect(try plan.gradient(ofInput: "input").scalars == [4, 0])
    #expect(plan.gradient(of: HookPoint(node: .init(0))).scalars == [1, 0])
    #expect(plan.value(of: network.outputs[0]).scalars == [4, 0])
  }

  static let changes: [(String, [Intervention])] = [
    ("a convolution's channels", [.scale("conv1", by: -0.5, in: .channels([0, 3]))]),
    ("a function", [.scale("tanh1", by: 2, in: .rows(1..<4)), .add("tanh1", Tensor(0.3))]),
    ("a replaced channel", [.replace("conv2", with: 0.2, in: .channels([1]))]),
    (
      "the input and the end", [.scale("input", by: 0.5), .scale("logits", by: 3, in: .units([4]))]
    ),
    ("a view", [.zero("flatten1", in: .units(0..<7))]),
  ]

  @Test(arguments: changes)
  func `Gradients through changed layers are right`(_ name: String, _ list: [Intervention]) throws {
    var check = GradientCheck(try Samples.smoothConvolutional().applying(list))
    check.shapes = ["input": [2, 2, 6, 6]]
    try check.run()
  }

  /// An edit behind a ReLU gives the same whether the ReLU is computed with its convolution or alone.
  @Test func `Fusion changes nothing behind an edit`() throws {
    let network = try Samples.convolutional().applying([
      .scale("relu1", by: 2, in: .rows(1..<4)), .add("relu1", Tensor(0.3)),
    ])
    let output = network.outputs[0]
    let results = try [true, false].map { allowsFusion in
      let plan = try Plan(
        network, batch: 2,
        request: PlanRequest(
          outputs: [output], origin: .seeds([output]), parameters: .trainable, inputs: ["input"],
          allowsFusion: allowsFusion))
      try plan.setInput("input", to: Samples.uniform([2, 2, 6, 6]))
      plan.setSeed(of: output, to: Samples.uniform([2, 5], seed: 2))
      try plan.run()
      return [plan.value(of: output), try plan.gradient(ofInput: "input")]
        + network.parameters.indices.map { plan.gradient(ofParameter: $0) }
    }
    for (fused, plain) in zip(results[0], results[1]) { #expect(fused.isClose(to: plain)) }
  }

  /// A ReLU that would be computed as part of its convolution, changed on either side, against the change as operations.
  @Test(arguments: ["conv", "relu"])
  func `A change between layers is what operations in its place would be`(hook: String) throws {
    func network(with change: (inout Network, Node.ID, String) throws -> Node.ID) throws -> Network
    {
      var network = Network(seed: 8)
      var x = try network.addInput("input", shape: [2, 2, 5, 5])
      let convolution = Convolution(filters: 3, window: .square(3, border: .same))
      x = try change(&network, network.add(convolution, to: [x], name: "conv"), "conv")
      x = try change(&network, network.add(Elementwise(.relu), to: [x], name: "relu"), "relu")
      let flat = try network.add(Flattening(), to: [x])
      try network.add(DenseProduct(units: 2), to: [flat], name: "logits")
      return network
    }
    let keep = Tensor(shape: [1, 3, 1, 1], scalars: [0.5, 1, -2])
    let changed = try network { _, id, _ in id }.applying([
      .scale(HookSelector(hook), by: 0.5, in: .channels([0])),
      .scale(HookSelector(hook), by: -2, in: .channels([2])),
      .add(HookSelector(hook), Tensor(0.25)),
    ])
    let explicit = try network { network, id, name in
      guard name == hook else { return id }
      let factor = try network.add(Constant(keep), to: [])
      let product = try network.add(Arithmetic(.multiply), to: [id, factor])
      return try network.add(Elementwise(.linear(scale: 1, offset: 0.25)), to: [product])
    }
    func results(_ network: Network) throws -> [Tensor] {
      let plan = try Plan(
        network, batch: 2,
        request: PlanRequest(
          outputs: network.outputs, origin: .seeds(network.outputs), parameters: .trainable,
          inputs: ["input"]))
      plan.setSeed(of: network.outputs[0], to: Samples.uniform([2, 2], seed: 4))
      try plan.setInput("input", to: Samples.uniform([2, 2, 5, 5]))
      try plan.run()
      return [plan.value(of: network.outputs[0]), try plan.gradient(ofInput: "input")]
        + network.parameters.indices.map { plan.gradient(ofParameter: $0) }
    }
    let (a, b) = (try results(changed), try results(explicit))
    #expect(a.count == 6)
    for (mine, theirs) in zip(a, b) { #expect(distance(mine, theirs) < 1e-5) }
  }
}

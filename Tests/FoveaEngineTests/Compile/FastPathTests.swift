import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

/// Steps that are merged, reformulated or spread over threads give what the plain ones give.
struct FastPathTests {
  /// Values, and gradients by the input and by all parameters, of one pass.
  private func results(
    _ network: Network, batch: Int, mode: PlanRequest.Mode, isFast: Bool, trains: Bool
  ) throws -> [(name: String, tensor: Tensor)] {
    let output = network.outputs[0]
    let plan = try Plan(
      network, batch: batch,
      request: PlanRequest(
        mode: mode, outputs: [output], origin: .seeds([output]),
        parameters: trains ? .trainable : .none, inputs: ["input"], allowsFusion: isFast,
        allowsParts: isFast, allowsWinograd: isFast))
    let shape = try #require(plan.shapes.first)
    try plan.setInput("input", to: Samples.uniform(shape, seed: 2))
    plan.setSeed(of: output, to: Samples.uniform(plan.shapes[output.position], seed: 3))
    try plan.run()
    var found = [
      ("output", plan.value(of: output)), ("input", try plan.gradient(ofInput: "input")),
    ]
    for (position, parameter) in network.parameters.enumerated()
    where trains && parameter.isTrainable {
      found.append((parameter.name, plan.gradient(ofParameter: position)))
    }
    return found
  }

  private func check(
    _ network: Network, batch: Int, mode: PlanRequest.Mode = .inference, trains: Bool = true,
    within tolerance: Float = 1e-4
  ) throws {
    let fast = try results(network, batch: batch, mode: mode, isFast: true, trains: trains)
    let plain = try results(network, batch: batch, mode: mode, isFast: false, trains: trains)
    #expect(fast.map(\.name) == plain.map(\.name))
    for ((name, a), (_, b)) in zip(fast, plain) {
      let largest = b.scalars.map(abs).max() ?? 0
      #expect(distance(a, b) <= tolerance * largest, "\(name): \(distance(a, b)) of \(largest)")
    }
  }

  /// Smooth functions behind each layer, so that rounding decides nothing.
  private func stack(channels: Int, filters: Int, side: Int, normalizes: Bool) throws -> Network {
    var network = try Network(
      input: .image(channels: channels, height: side, width: side), seed: 4
    ) {
      Conv2D("first", filters: filters, kernel: 3, padding: .same, bias: !normalizes)
      if normalizes { BatchNorm("norm1") }
      Tanh()
      Conv2D("second", filters: filters, kernel: 3, padding: .same)
      if normalizes { BatchNorm("norm2") }
      Tanh()
    }
    for (position, parameter) in network.parameters.enumerated()
    where parameter.name.hasPrefix("norm") {
      var source = RandomSource(seed: UInt64(position))
      network.setWeights(.uniform(parameter.shape, in: 0.5...1.5, from: &source), at: position)
    }
    return network
  }

  @Test(arguments: [(1, 14), (8, 14), (64, 7), (2, 28), (3, 9)])
  func `Winograd's convolutions`(batch: Int, side: Int) throws {
    let network = try stack(channels: 32, filters: 48, side: side, normalizes: false)
    try check(network, batch: batch, mode: .training)
    try check(network, batch: batch, trains: false)
  }

  @Test(arguments: [1, 2, 3, 4, 5], [1, 6])
  func `Pictures of few channels`(channels: Int, batch: Int) throws {
    try check(
      try stack(channels: channels, filters: 20, side: 9, normalizes: false), batch: batch)
  }

  @Test(arguments: [1, 5])
  func `Normalisations folded into weights`(batch: Int) throws {
    let network = try stack(channels: 3, filters: 18, side: 8, normalizes: true)
    try check(network, batch: batch, trains: false, within: 2e-5)
  }

  @Test func `A normalisation is folded only where nobody looks or learns`() throws {
    let network = try stack(channels: 3, filters: 18, side: 8, normalizes: true)
    let norm = try #require(network.nodes.first { $0.name == "norm1" })
    func steps(_ request: PlanRequest) throws -> Bool {
      try Plan(network, batch: 2, request: request).stepNames.contains("norm1")
    }
    #expect(try !steps(PlanRequest()))
    #expect(try steps(PlanRequest(mode: .training)))
    #expect(try steps(PlanRequest(values: [HookPoint(node: norm.inputs[0])])))
    #expect(
      try steps(PlanRequest(origin: .seeds(network.outputs), parameters: .trainable)))
  }

  @Test func `Folded weights follow the moments`() throws {
    let network = try stack(channels: 3, filters: 18, side: 8, normalizes: true)
    let store = ParameterStore(network)
    let plan = try Plan(network, batch: 2, parameters: store)
    let training = try Plan(
      network, batch: 2, request: PlanRequest(mode: .training), parameters: store)
    let image = Samples.uniform([2, 3, 8, 8])
    for plan in [plan, training] { try plan.setInput("input", to: image) }
    try plan.run()
    let before = plan.value(of: network.outputs[0])
    try training.run()
    try plan.run()
    var present = network
    store.write(to: &present)
    let expected = try Samples.output(of: present, for: image)
    #expect(distance(before, expected) > 1e-3)
    #expect(distance(plan.value(of: network.outputs[0]), expected) <= 1e-6)
  }
}

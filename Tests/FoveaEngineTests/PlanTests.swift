import FoveaNetwork
import FoveaTensor
import Testing

@testable import FoveaEngine

@Suite struct PlanTests {
  private static func network() throws -> (network: Network, loss: Node.ID) {
    var network = Network(seed: 4)
    let image = try network.addInput("image", shape: [1, 3, 8, 8])
    let targets = try network.addInput("targets", shape: [1])
    var x = try network.add(
      Convolution(filters: 20, window: .square(3, border: .same)), to: [image], name: "conv1")
    x = try network.add(Elementwise(.relu), to: [x])
    x = try network.add(DropoutMask(probability: 0.4), to: [x])
    x = try network.add(Convolution(filters: 17, window: .square(3)), to: [x], name: "conv2")
    x = try network.add(BatchNormalization(), to: [x], name: "norm")
    x = try network.add(Elementwise(.tanh), to: [x])
    x = try network.add(Flattening(), to: [x])
    x = try network.add(DenseProduct(units: 4), to: [x], name: "logits")
    let loss = try network.add(CrossEntropy(), to: [x, targets], name: "loss")
    return (network, loss)
  }

  private static func give(_ plan: Plan, batch: Int) throws {
    try plan.setInput("image", to: .away([batch, 3, 8, 8], seed: UInt64(batch)))
    try plan.setInput("targets", to: Tensor((0..<batch).map { Float($0 % 4) }))
  }

  /// Loss and gradients after a training run of a plan of its own.
  private static func train(
    _ plan: Plan, seed: UInt64, _ loss: Node.ID
  ) throws -> [Tensor] {
    try plan.run(seed: seed)
    let network = plan.network
    return [plan.value(of: loss), try plan.gradient(ofInput: "image")]
      + network.parameters.indices.filter { network.parameters[$0].isTrainable }
      .map { plan.gradient(ofParameter: $0) }
  }

  @Test(arguments: PlanRequest.Mode.allCases, [1, 9])
  func sameSeedSameBits(_ mode: PlanRequest.Mode, _ batch: Int) throws {
    let (network, loss) = try Self.network()
    let request = PlanRequest(
      mode: mode, outputs: [loss], origin: .scalar(loss), parameters: .trainable,
      inputs: ["image"])
    let plans = try (0..<2).map { _ in try Plan(network, batch: batch, request: request) }
    for plan in plans { try Self.give(plan, batch: batch) }
    let first = try Self.train(plans[0], seed: 5, loss)
    for _ in 0..<3 { #expect(try Self.train(plans[0], seed: 5, loss) == first) }
    #expect(try Self.train(plans[1], seed: 5, loss) == first)
    let other = try Self.train(plans[0], seed: 6, loss)
    #expect((other == first) == (mode == .inference))
  }

  /// Plans of several batch sizes read one store; those that keep weights in another layout notice a change.
  @Test func plansShareWeights() throws {
    let (network, _) = try Self.network()
    let logits = try network.node("logits").id
    let store = ParameterStore(network)
    let request = PlanRequest(outputs: [logits])
    let plans = try [1, 2, 5].map {
      (batch: $0, plan: try Plan(network, batch: $0, request: request, parameters: store))
    }
    for (batch, plan) in plans {
      try Self.give(plan, batch: batch)
      try plan.run()
    }
    let before = plans.map { $0.plan.value(of: logits) }
    unsafe store.withTrainableValues { values in
      for index in values.indices { unsafe values[index] *= 0.75 }
    }
    var changed = network
    store.write(to: &changed)
    for (index, (batch, plan)) in plans.enumerated() {
      try plan.run()
      let fresh = try Plan(changed, batch: batch, request: request)
      try Self.give(fresh, batch: batch)
      try fresh.run()
      #expect(plan.value(of: logits) == fresh.value(of: logits))
      #expect(plan.value(of: logits) != before[index])
    }
  }

  /// Each sample's logits are the same in every batch.
  @Test func batchSizeChangesNoSample() throws {
    let (network, _) = try Self.network()
    let logits = try network.node("logits").id
    let images = Tensor.away([6, 3, 8, 8])
    let whole = try Plan(network, batch: 6, request: PlanRequest(outputs: [logits]))
    try whole.setInput("image", to: images)
    try whole.run()
    let one = try Plan(network, batch: 1, request: PlanRequest(outputs: [logits]))
    for sample in 0..<6 {
      try one.setInput("image", to: images[sample..<sample + 1])
      try one.run()
      let expected = whole.value(of: logits)[sample..<sample + 1]
      #expect(one.value(of: logits).isClose(to: expected))
    }
  }

  /// One step against the gradient lowers the loss by about the gradient's squared norm times its length.
  @Test func smallStepDownhill() throws {
    let (network, loss) = try Self.network()
    let store = ParameterStore(network)
    let plan = try Plan(
      network, batch: 4,
      request: PlanRequest(outputs: [loss], origin: .scalar(loss), parameters: .trainable),
      parameters: store)
    try Self.give(plan, batch: 4)
    try plan.run()
    let before = plan.value(of: loss).scalar
    let gradients = unsafe plan.withTrainableGradients { unsafe Array($0) }
    let rate: Float = 1e-3
    unsafe store.withTrainableValues { values in
      for index in values.indices { unsafe values[index] -= rate * gradients[index] }
    }
    try plan.run()
    let expected = rate * gradients.reduce(0) { $0 + $1 * $1 }
    #expect(abs((before - plan.value(of: loss).scalar) / expected - 1) < 0.05)
  }

  @Test func seedsOfSeveralNodesAddUp() throws {
    var network = Network(seed: 1)
    let x = try network.addInput("x", shape: [2, 3])
    let a = try network.add(Elementwise(.square), to: [x], name: "a")
    let b = try network.add(Elementwise(.linear(scale: 3, offset: 0)), to: [a], name: "b")
    let plan = try Plan(
      network, shapes: [:], request: PlanRequest(origin: .seeds([a, b]), inputs: ["x"]))
    try plan.setInput("x", to: Tensor(repeating: 2, shape: [2, 3]))
    plan.setSeed(of: a, to: Tensor(repeating: 1, shape: [2, 3]))
    plan.setSeed(of: b, to: Tensor(repeating: 10, shape: [2, 3]))
    try plan.run()
    #expect(try plan.gradient(ofInput: "x").scalars.allSatisfy { $0 == 4 * (1 + 30) })
  }

  /// Values and gradients of a training step fit in less memory than all of them side by side would take.
  @Test func memoryIsReused() throws {
    var network = Network(seed: 1)
    var x = try network.addInput("x", shape: [1, 64, 16, 16])
    for _ in 0..<10 { x = try network.add(Elementwise(.tanh), to: [x]) }
    let activation = 64 * 16 * 16 * MemoryLayout<Float>.stride
    let forward = try Plan(network, batch: 1)
    #expect(forward.memoryBytes < 5 * activation)
    let hooked = try Plan(
      network, batch: 1,
      request: PlanRequest(values: Set(network.nodes.map { HookPoint(node: $0.id) })))
    #expect(hooked.memoryBytes >= 11 * activation)
  }
}

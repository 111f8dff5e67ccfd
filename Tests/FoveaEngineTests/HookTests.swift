import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

/// Looking changes nothing, and what is seen is right.
@Suite struct HookTests {
  private static func network() throws -> (network: Network, loss: Node.ID) {
    var network = Network(seed: 4)
    let image = try network.addInput("image", shape: [1, 2, 9, 9])
    let targets = try network.addInput("targets", shape: [1])
    let first = Convolution(filters: 18, window: .square(3, border: .same))
    var x = try network.add(first, to: [image], name: "conv1")
    x = try network.add(Elementwise(.relu), to: [x], name: "relu1")
    x = try network.add(Pooling(.max, window: .square(2, stride: 2)), to: [x], name: "pool")
    let again = Convolution(filters: 18, window: .square(3, border: .same))
    let y = try network.add(again, to: [x], name: "conv2")
    let z = try network.add(Elementwise(.relu), to: [y], name: "relu2")
    x = try network.add(Arithmetic(.add), to: [x, z], name: "sum")
    x = try network.add(DropoutMask(probability: 0.3), to: [x], name: "dropout")
    x = try network.add(Flattening(), to: [x], name: "flat")
    x = try network.add(DenseProduct(units: 7), to: [x], name: "dense")
    x = try network.add(Elementwise(.relu), to: [x], name: "relu3")
    x = try network.add(DenseProduct(units: 5), to: [x], name: "logits")
    let loss = try network.add(CrossEntropy(), to: [x, targets], name: "loss")
    return (network, loss)
  }

  /// All that can be read after a run: loss, gradients of the image and of all parameters.
  private static func results(
    _ network: Network, _ loss: Node.ID, batch: Int, hooks: Set<HookPoint>, allowsFusion: Bool
  ) throws -> (plan: Plan, tensors: [Tensor]) {
    let plan = try Plan(
      network, batch: batch,
      request: PlanRequest(
        mode: .training, outputs: [loss], origin: .scalar(loss), parameters: .trainable,
        inputs: ["image"], values: hooks, gradients: hooks, allowsFusion: allowsFusion))
    try plan.setInput("image", to: .away([batch, 2, 9, 9]))
    try plan.setInput("targets", to: Tensor((0..<batch).map { Float($0 % 5) }))
    try plan.run(seed: 11)
    let parameters = network.parameters.indices.map { plan.gradient(ofParameter: $0) }
    return (plan, [plan.value(of: loss), try plan.gradient(ofInput: "image")] + parameters)
  }

  @Test(arguments: [1, 3, 8], [false, true])
  func lookingChangesNoBit(_ batch: Int, _ allowsFusion: Bool) throws {
    let (network, loss) = try Self.network()
    let blind = try Self.results(
      network, loss, batch: batch, hooks: [], allowsFusion: allowsFusion)
    for node in network.nodes {
      let looking = try Self.results(
        network, loss, batch: batch, hooks: [HookPoint(node: node.id)], allowsFusion: allowsFusion)
      #expect(looking.tensors == blind.tensors, "\(node.name)")
    }
    let all = Set(network.nodes.map { HookPoint(node: $0.id) })
    let looking = try Self.results(
      network, loss, batch: batch, hooks: all, allowsFusion: allowsFusion)
    #expect(looking.tensors == blind.tensors)
  }

  /// Fusion would hide the value before a ReLU; whoever looks there gets it all the same.
  @Test func recordsAreTheSameWithFusion() throws {
    let (network, loss) = try Self.network()
    let all = network.nodes.map { HookPoint(node: $0.id) }
    let plain = try Self.results(network, loss, batch: 3, hooks: Set(all), allowsFusion: false)
    for point in all {
      let fused = try Self.results(network, loss, batch: 3, hooks: [point], allowsFusion: true)
      let name = network.name(of: point)
      #expect(fused.plan.value(of: point).isClose(to: plain.plan.value(of: point)), "\(name)")
      #expect(
        fused.plan.gradient(of: point).isClose(to: plain.plan.gradient(of: point)), "\(name)")
    }
    let conv = try network.node("conv1").id
    let values = plain.plan.value(of: conv).scalars
    #expect(values.contains { $0 < 0 })
    let relu = try network.node("relu1").id
    #expect(plain.plan.value(of: relu).scalars == values.map { max(0, $0) })
  }

  /// The gradient at a node is that of the same network cut open there, with the node's value as an input.
  @Test func gradientAtANodeIsThatOfAnInput() throws {
    var whole = Network(seed: 2)
    let x = try whole.addInput("x", shape: [2, 5])
    let middle = try whole.add(DenseProduct(units: 4), to: [x], name: "first")
    let bent = try whole.add(Elementwise(.tanh), to: [middle])
    try whole.add(DenseProduct(units: 3), to: [bent], name: "second")
    var rest = Network(seed: 5)
    let y = try rest.addInput("y", shape: [2, 4])
    let tanh = try rest.add(Elementwise(.tanh), to: [y])
    try rest.add(DenseProduct(units: 3), to: [tanh], name: "second")
    rest.setWeights(whole.weights[2], at: 0)
    rest.setWeights(whole.weights[3], at: 1)
    let (a, b) = (
      try Plan(
        whole, batch: 2,
        request: PlanRequest(
          origin: .seeds(whole.outputs), values: [HookPoint(node: middle)],
          gradients: [HookPoint(node: middle)])),
      try Plan(rest, batch: 2, request: PlanRequest(origin: .seeds(rest.outputs), inputs: ["y"]))
    )
    let seed = Tensor.away([2, 3])
    a.setSeed(of: whole.outputs[0], to: seed)
    b.setSeed(of: rest.outputs[0], to: seed)
    try a.setInput("x", to: .away([2, 5], seed: 9))
    try a.run()
    try b.setInput("y", to: a.value(of: middle))
    try b.run()
    #expect(a.gradient(of: HookPoint(node: middle)).isClose(to: try b.gradient(ofInput: "y")))
  }

  /// Gates that are open for good have no slope, but a gradient: ∂L/∂i = ∂L/∂c · g, exactly.
  @Test func saturatedGatesKeepTheirGradients() throws {
    var network = Network(seed: 3)
    let x = try network.addInput("x", shape: [2, 4, 3])
    let cell = try network.add(Recurrent(.lstm, hidden: 2), to: [x], name: "cell")
    network.setWeights(Tensor([60, 60, 60, 60, 0.1, 0.2, -60, 60]), at: 2)
    func point(_ record: String, _ step: Int) -> HookPoint {
      HookPoint(node: cell, record: record, step: step)
    }
    let points = Set(
      ["h", "c", "i", "f", "g", "o"].flatMap { name in (0..<4).map { point(name, $0) } })
    let plan = try Plan(
      network, batch: 2,
      request: PlanRequest(origin: .seeds([cell]), values: points, gradients: points))
    try plan.setInput("x", to: .away([2, 4, 3]))
    plan.setSeed(of: cell, to: .away([2, 4, 2], seed: 2))
    try plan.run()
    for step in 0..<4 {
      let dc = plan.gradient(of: point("c", step)).scalars
      let (i, g) = (plan.value(of: point("i", step)), plan.value(of: point("g", step)))
      #expect(i.scalars.allSatisfy { $0 == 1 })
      #expect(plan.gradient(of: point("i", step)).scalars == zip(dc, g.scalars).map { $0 * $1 })
      #expect(plan.gradient(of: point("g", step)).scalars == dc)
      if step > 0 {
        let before = plan.value(of: point("c", step - 1)).scalars
        #expect(plan.gradient(of: point("f", step)).scalars == zip(dc, before).map { $0 * $1 })
      }
    }
  }
}

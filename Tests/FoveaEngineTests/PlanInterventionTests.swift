import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

/// Interventions that change between runs of one plan, and what is left of them.
@Suite(.serialized) struct PlanInterventionTests {
  private func plan(_ network: Network, _ input: Tensor) throws -> Plan {
    let plan = try Plan(network, shapes: ["input": input.shape])
    try plan.setInput("input", to: input)
    return plan
  }

  private func answer(_ plan: Plan) throws -> Tensor {
    try plan.run()
    return plan.value(of: plan.network.outputs[0])
  }

  @Test func `Setting is compiling again`() throws {
    let network = try Samples.convolutional()
    let input = Samples.uniform([3, 2, 6, 6])
    let plan = try plan(network.applying([.zero("relu1", in: .channels([0]))]), input)
    let changes: [[Intervention]] = [
      [.scale("relu1", by: 2, in: .channels([1, 3]))], [.clamp("relu1", to: 0...0.1)], [],
      [.replace("relu1", with: 0.5, in: .channels([2])), .add("relu1", Tensor(1))],
    ]
    for change in changes {
      try plan.setInterventions(change)
      let expected = try Samples.output(of: network.applying(change), for: input)
      #expect(distance(try answer(plan), expected) < 1e-6)
    }
  }

  @Test func `Room can be made for anything`() throws {
    let network = try Samples.recurrent(.lstm)
    let (a, b) = (Samples.uniform([2, 5, 3], seed: 1), Samples.uniform([2, 5, 3], seed: 2))
    let seen = try network.record(["cell/h"], on: a)
    let plan = try plan(network.applying([.adjustable("cell/h[4]")]), b)
    try plan.setInterventions([.patch("cell/h[4]", from: seen, in: .units(0..<2))])
    let patched = try network.applying([.patch("cell/h[4]", from: seen, in: .units(0..<2))])
    #expect(try answer(plan) == Samples.output(of: patched, for: b))
  }

  @Test func `Nothing is left after a body, nor after one that throws`() throws {
    struct Stop: Error {}
    let network = try Samples.convolutional()
    let input = Samples.uniform([3, 2, 6, 6])
    let plan = try plan(network.applying([.zero("conv1", in: .channels([0]))]), input)
    let ablated = try answer(plan)
    let whole = try plan.withInterventions([]) { try answer(plan) }
    #expect(distance(whole, try Samples.output(of: network, for: input)) < 1e-6)
    #expect(whole != ablated)
    #expect(try answer(plan) == ablated)
    #expect(throws: Stop.self) {
      try plan.withInterventions([.zero("conv1", in: .channels([1, 2]))]) {
        try plan.run()
        throw Stop()
      }
    }
    #expect(try answer(plan) == ablated)
    #expect(network.edits.isEmpty)
  }

  @Test func `A refused change changes nothing`() throws {
    let network = try Samples.convolutional()
    let input = Samples.uniform([1, 2, 6, 6])
    let plan = try plan(network.applying([.zero("conv1", in: .channels([0]))]), input)
    let before = try answer(plan)
    #expect(
      message { try plan.setInterventions([.zero("conv1", in: .rows([1]))]) }
        == "the plan has room for an intervention of the shape [1, 4, 1, 1] at 'conv1', this one needs "
        + "[1, 1, 6, 1]; apply .adjustable(\"conv1\") to the network first")
    #expect(
      message { try plan.setInterventions([.zero("conv2")]) }
        == "the plan was compiled without an intervention at 'conv2'; there are some at conv1")
    #expect(message { try plan.setInterventions([.zero("conv3")]) }.contains("nearest are conv1"))
    #expect(try answer(plan) == before)
  }

  @Test func `A batch in parts sees each sample's own change`() throws {
    let network = try Samples.recurrent(.gru)
    let shapes: [String: Shape] = ["input": [7, 5, 3]]
    let input = Samples.uniform([7, 5, 3], seed: 3)
    let seen = try network.record(["cell/h", "logits"], on: Samples.uniform([7, 5, 3], seed: 4))
    let change: [Intervention] = [
      .patch("cell/h[3]", from: seen), .scale("logits", by: 2, in: .samples([6])),
      .patch("logits", from: seen, in: .samples([0, 4])),
    ]
    let changed = try network.applying(change, shapes: shapes)
    func run(inParts: Bool) throws -> (Int, Tensor, Tensor) {
      let point = try HookSelector("cell/h[3]").select(
        from: changed.hookPoints(shapes: changed.shapes(for: shapes)))
      let plan = try Plan(
        changed, shapes: shapes,
        request: PlanRequest(
          origin: .seeds(changed.outputs), gradients: Set(point), allowsParts: inParts))
      plan.setSeed(of: changed.outputs[0], to: Samples.uniform([7, 5, 2], seed: 9))
      try plan.setInput("input", to: input)
      try plan.run()
      try plan.setInterventions([])
      try plan.setInterventions(change)
      try plan.run()
      return (
        plan.partCount, plan.gradient(of: point[0]), try answer(of: changed, shapes, input, inParts)
      )
    }
    let (whole, parts) = (try run(inParts: false), try run(inParts: true))
    #expect(parts.0 == Threads.count)
    #expect(distance(whole.1, parts.1) < 1e-5)
    #expect(distance(whole.2, parts.2) < 1e-5)
  }

  private func answer(
    of network: Network, _ shapes: [String: Shape], _ input: Tensor, _ inParts: Bool
  ) throws -> Tensor {
    let plan = try Plan(network, shapes: shapes, request: PlanRequest(allowsParts: inParts))
    try plan.setInput("input", to: input)
    return try answer(plan)
  }

  @Test func `A changed mean over the batch is computed whole`() throws {
    var network = try Samples.convolutional()
    let logits = network.outputs[0]
    network.outputs = [try network.add(Reduction(.mean), to: [logits], name: "mean")]
    let input = Samples.uniform([8, 2, 6, 6])
    let plain = try Samples.output(of: network, for: input).scalar
    let changed = try network.applying([.clamp("mean", to: -10...10), .add("mean", Tensor(1))])
    let plan = try plan(changed, input)
    #expect(plan.partCount == 1)
    #expect(abs(try answer(plan).scalar - plain - 1) < 1e-5)
  }

  // MARK: - Refusals

  @Test func `Names and regions that do not exist`() throws {
    let network = try Samples.convolutional()
    func refusal(_ intervention: Intervention) -> String {
      message { _ = try network.applying([intervention]) }
    }
    #expect(
      refusal(.zero("relu3"))
        == "there is no hook point 'relu3'; the nearest are relu1, relu2, input, conv1")
    #expect(
      refusal(.zero("conv1", in: .channels([4])))
        == "'conv1' has no channel 4: there are 4, counted from 0")
    #expect(
      refusal(.zero("logits", in: .along(2, [0])))
        == "'logits' has the shape [1, 5]: there is no position to choose")
    #expect(
      refusal(.replace("logits", with: Tensor([1, 2])))
        == "a tensor of the shape [2] does not broadcast to 'logits' of [1, 5]")
    #expect(refusal(.patch("logits", from: Recording())) == "there is no record 'logits/value'")
    #expect(refusal(.zero("logits/untouched")).contains("no hook point 'logits/untouched'"))
  }

  @Test func `A network that is changed for other shapes is not compiled`() throws {
    let network = try Samples.recurrent(.lstm)
    let seen = try network.record(["logits"], on: Samples.uniform([2, 5, 3]))
    let patched = try network.applying([.patch("logits", from: seen)])
    #expect(
      message { _ = try Plan(patched, shapes: ["input": [3, 5, 3]]) }
        == "the intervention at 'logits' has the shape [2, 5, 2], which does not broadcast to the "
        + "value's shape [3, 5, 2]")
    let late = try network.applying([.zero("cell/h[4]")])
    #expect(
      message { _ = try Plan(late, shapes: ["input": [2, 3, 3]]) }
        == "there is nothing to change at 'cell/h[4]': the plan's inputs have fewer steps")
    #expect(message { _ = try late.file() }.contains("no place for interventions"))
  }
}

import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct RecorderTests {
  private struct Setting {
    let network: Network
    let plan: Plan
    var recorder: Recorder

    init(_ network: Network, _ recorder: Recorder, batch: Int = 3, request: PlanRequest? = nil)
      throws
    {
      self.network = network
      self.recorder = recorder
      var request = request ?? PlanRequest(origin: .seeds(network.outputs))
      request.outputs = network.outputs
      try self.recorder.extend(&request, for: network, batch: batch)
      plan = try Plan(network, batch: batch, request: request)
      if case .seeds = request.origin {
        let shape = plan.shapes[network.outputs[0].position]
        plan.setSeed(of: network.outputs[0], to: Samples.uniform(shape, seed: 99))
      }
    }

    /// Runs once on the input that belongs to a number.
    @discardableResult
    mutating func run(_ number: Int) throws -> Tensor {
      let shape = plan.shapes[0]
      try plan.setInput(network.inputs[0].name, to: Samples.uniform(shape, seed: UInt64(number)))
      try recorder.run(plan)
      return plan.value(of: network.outputs[0])
    }
  }

  // MARK: - Calls and steps

  @Test func `A layer called three times gives three records whose parameter gradients add up`()
    throws
  {
    let network = try Network(input: .vector(3), seed: 2) {
      Repeat("shared", times: 3) { Dense(3) }
    }
    var request = PlanRequest(origin: .seeds(network.outputs), parameters: .trainable)
    request.outputs = network.outputs
    let recorder = Recorder(["shared", "input"], [.value, .gradient])
    var setting = try Setting(network, recorder, batch: 4, request: request)
    try setting.run(1)
    let seen = setting.recorder.recording
    #expect(seen.stepNumbers(of: "shared") == [0, 1, 2])
    #expect(try seen.steps(of: "shared", .gradient).shape == [3, 4, 3])
    // ∂L/∂W of one call is Σ over the batch of ∂L/∂y ⊗ x.
    var total = Tensor.zeros([3, 3])
    for call in 0..<3 {
      let x = try call == 0 ? seen["input"] : seen["shared", step: call - 1]
      let dy = try seen["shared", .gradient, step: call]
      for sample in 0..<4 {
        for unit in 0..<3 {
          for input in 0..<3 { total[unit, input] += dy[sample, unit] * x[sample, input] }
        }
      }
    }
    let position = try network.parameterPosition("shared.weight")
    #expect(distance(setting.plan.gradient(ofParameter: position), total) < 1e-5)
    #expect(try seen["shared[0]"] != seen["shared[1]"])
  }

  @Test func `Gradients of a linear state go back by the recurrent matrix`() throws {
    let network = try Samples.recurrent(.elman(.identity))
    let last = Objective(name: "last") { graph throws(FoveaError) in
      let step = try graph.add(Slicing(axis: 1, start: 4, count: 1), to: [graph.node("cell").id])
      return try graph.add(Reduction(.sum), to: [step])
    }
    let seen = try network.record(
      ["cell/h"], [.value, .gradient], on: Samples.uniform([2, 5, 3]), objective: last)
    let gradients = try seen.steps(of: "cell/h", .gradient)
    #expect(gradients.shape == [5, 2, 4])
    let weight = try network.weights(of: "cell.weight_hh")
    var expected = [Double](repeating: 1, count: 4)
    for step in (0..<5).reversed() {
      for sample in 0..<2 {
        for unit in 0..<4 {
          #expect(abs(Double(gradients[step, sample, unit]) - expected[unit]) < 1e-5)
        }
      }
      let after = expected
      expected = (0..<4).map { column in
        (0..<4).reduce(0) { $0 + Double(weight[$1, column]) * after[$1] }
      }
    }
    #expect(seen.objective == "last")
    #expect(try seen.entry("cell/h[3]/gradient").axes == ["batch", "unit"])
  }

  @Test func `A gradient that nothing reaches is zero`() throws {
    let network = try Samples.recurrent(.lstm)
    let objective = Objective(name: "input") { graph throws(FoveaError) in
      try graph.add(Reduction(.sum), to: [graph.node("input").id])
    }
    let seen = try network.record(
      ["cell/{h,f}", "logits"], [.gradient], on: Samples.uniform([2, 5, 3]), objective: objective)
    #expect(seen.entries.count == 11)
    #expect(seen.entries.allSatisfy { $0.tensor.scalars.allSatisfy { $0 == 0 } })
  }

  // MARK: - Costs

  @Test func `Recording changes no bit of the result`() throws {
    let network = try Samples.convolutional()
    let off = try Setting(network, Recorder([])), input = Samples.uniform([3, 2, 6, 6], seed: 7)
    var on = try Setting(network, Recorder(["*"], [.value, .gradient]))
    try off.plan.setInput("input", to: input)
    try off.plan.run()
    let answer = off.plan.value(of: network.outputs[0])
    #expect(try on.run(7) == answer)
    // What a recorder had done once is nowhere: a new plan without one is as if there never was one.
    let later = try Setting(network, Recorder([]))
    try later.plan.setInput("input", to: input)
    try later.plan.run()
    #expect(later.plan.value(of: network.outputs[0]) == answer)
    #expect(later.plan.stepNames == off.plan.stepNames)
    #expect(later.plan.memoryBytes == off.plan.memoryBytes)
    #expect(on.plan.memoryBytes > off.plan.memoryBytes)
  }

  @Test func `The bytes told before are the bytes taken`() throws {
    let network = try Samples.convolutional()
    let rules: [Recorder.Rule] = [
      .init(["conv1"], [.value, .gradient], keep: .all), .init(["conv2"], keep: .every(4)),
      .init(["logits"], keep: .latest(3)), .init(["relu*"]), .init(["relu1"], keep: .statistics),
    ]
    var setting = try Setting(network, Recorder(rules, runs: 10))
    let table = try setting.recorder.bytes(for: network, shapes: network.inputShapes(batch: 3))
    for number in 0..<10 { try setting.run(number) }
    let seen = setting.recorder.recording
    for row in table.rows where row.keeps != "statistics" {
      #expect(try seen.entry(row.name).tensor.shape.count * 4 == row.bytes, "\(row.name)")
      #expect(row.planBytes == row.shape.count * 4 || row.name == "relu1/value")
    }
    let twice = try Recorder(rules, runs: 1000).bytes(for: network)
    let once = try Recorder(rules, runs: 10).bytes(for: network)
    for (more, less) in zip(twice.rows, once.rows) {
      #expect((more.bytes == less.bytes) == !["all", "every 4"].contains(more.keeps))
    }
  }

  @Test func `A budget that would be passed is an error before anything is compiled`() throws {
    let network = try Samples.convolutional()
    var request = PlanRequest()
    var recorder = Recorder(["conv*", "logits"], keep: .all, budget: 20_000, runs: 12)
    let refusal = message { try recorder.extend(&request, for: network, batch: 4) }
    #expect(
      refusal
        == "recording would take 35.8 KiB and the budget is 19.5 KiB; most go to conv1/value 29.3 KiB, "
        + "conv2/value 5.5 KiB, logits/value 1.0 KiB: choose fewer hooks, .statistics or .every(n)")
    #expect(request.values.isEmpty)
    // The convenience refuses at the same place: an image of a wrong kind would only be noticed afterwards.
    #expect(
      message { _ = try network.record(["conv1"], on: .zeros([1, 2, 6, 6]), budget: 1000) }
        .hasPrefix("recording would take 1.1 KiB and the budget is 1000 B"))
  }

  // MARK: - Policies

  @Test func `Every policy keeps its runs`() throws {
    let network = try Samples.convolutional()
    func runs(_ policy: RecordingPolicy, _ count: Int = 8) throws -> ([Int], Tensor, [Tensor]) {
      var setting = try Setting(network, Recorder(["logits"], keep: policy, runs: count))
      let answers = try (0..<count).map { try setting.run($0) }
      let entry = try setting.recorder.recording.entry("logits/value")
      #expect(entry.axes == (entry.tensor.shape.rank == 3 ? ["run"] : []) + ["batch", "unit"])
      return (entry.runs, entry.tensor, answers)
    }
    let expected: [(RecordingPolicy, [Int])] = [
      (.all, Array(0..<8)), (.every(3), [0, 3, 6]), (.latest(3), [5, 6, 7]),
      (.latest(2).every(3), [3, 6]), (.latest(20), Array(0..<8)),
    ]
    for (policy, numbers) in expected {
      let (runs, tensor, answers) = try runs(policy)
      #expect(runs == numbers)
      #expect(tensor == .stacking(numbers.map { answers[$0] }))
    }
    for (policy, number) in [(RecordingPolicy.last, 7), (.last.every(5), 5)] {
      let (runs, tensor, answers) = try runs(policy)
      #expect(runs == [number])
      #expect(tensor == answers[number])
    }
  }

  @Test func `Running statistics of fifty runs are those of all their numbers`() throws {
    let network = try Samples.convolutional()
    let rules: [Recorder.Rule] = [
      .init(["relu1"], [.value, .gradient], keep: .statistics),
      .init(["relu1", "conv1"], [.value, .gradient], keep: .all),
      .init(["conv1"], keep: .statistics(along: 1)),
    ]
    var setting = try Setting(network, Recorder(rules, runs: 50))
    for number in 0..<50 { try setting.run(number) }
    let seen = setting.recorder.recording
    for phase in Phase.allCases {
      let all = try seen["relu1", phase].scalars.map(Double.init)
      let mean = all.reduce(0, +) / Double(all.count)
      let variance = all.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(all.count)
      let expected: [(Statistic, Double)] = [
        (.count, Double(50 * 3 * 4 * 36)), (.mean, mean), (.variance, variance),
        (.minimum, all.min() ?? .nan), (.maximum, all.max() ?? .nan),
        (.zeros, Double(all.filter { $0 == 0 }.count) / Double(all.count)), (.nonFinite, 0),
        (.l1, all.reduce(0) { $0 + abs($1) }),
        (.l2, all.reduce(0) { $0 + $1 * $1 }.squareRoot()),
        (.lInfinity, all.map(abs).max() ?? .nan),
      ]
      for (statistic, value) in expected {
        let figure = Double(try seen["relu1", phase, statistic].scalar)
        #expect(abs(figure - value) <= 1e-6 * abs(value), "\(phase) \(statistic)")
      }
    }
    #expect(try seen["relu1", .value, .zeros].scalar > 0.1)
    let all = try seen["conv1"]
    for channel in 0..<4 {
      var sum = 0.0
      for run in 0..<50 {
        for sample in 0..<3 {
          for row in 0..<6 {
            for column in 0..<6 { sum += Double(all[run, sample, channel, row, column]) }
          }
        }
      }
      let mean = Double(try seen["conv1", .value, .mean][channel])
      #expect(abs(mean - sum / Double(50 * 3 * 36)) < 1e-6)
    }
    #expect(try seen.entry("conv1/value/mean").axes == ["channel"])
    #expect(try seen.entry("conv1/value/zeros").unit == "share")
  }

  @Test func `Numbers that are not finite are counted where they arise`() throws {
    var network = Network()
    let x = try network.addInput("input", shape: [1, 4])
    let y = try network.add(Elementwise(.sqrt), to: [x], name: "root")
    try network.add(Elementwise(.relu), to: [y], name: "relu")
    var setting = try Setting(network, Recorder(["*"], keep: .statistics), batch: 1)
    for scalars: [Float] in [[1, -1, 0, 4], [.infinity, 0, 0, 1]] {
      try setting.plan.setInput("input", to: Tensor(shape: [1, 4], scalars: scalars))
      try setting.recorder.run(setting.plan)
    }
    let seen = setting.recorder.recording
    #expect(try seen["input", .value, .nonFinite].scalar == 0.125)
    #expect(try seen["input", .value, .zeros].scalar == 0.375)
    #expect(try seen["root", .value, .nonFinite].scalar == 0.25)
    #expect(try seen["root", .value, .zeros].scalar == 0.375)
    #expect(try seen["root", .value, .maximum].scalar == 2)
  }

  @Test func `Where two rules choose a point the first of a kind counts`() throws {
    let network = try Samples.convolutional()
    let recorder = Recorder([
      .init(["conv1"], keep: .all), .init(["*"], keep: .last), .init(["conv1"], keep: .statistics),
      .init(["conv*"], keep: .statistics(along: 1)),
    ])
    let table = try recorder.bytes(for: network)
    #expect(table.rows.filter { $0.name == "conv1/value" }.map(\.keeps) == ["all", "statistics"])
    #expect(
      table.rows.filter { $0.name == "conv2/value" }.map(\.keeps) == ["last", "statistics along 1"])
    #expect(table.rows.count == 9)
  }

  // MARK: - Refusals

  @Test func `Names, axes and gradients that do not exist`() throws {
    let network = try Samples.convolutional()
    func refusal(_ recorder: Recorder) -> String {
      message { _ = try recorder.bytes(for: network) }
    }
    #expect(
      refusal(Recorder(["convv*"]))
        == "there is no hook point 'convv*'; the nearest are conv1, conv2, input, logits")
    #expect(refusal(Recorder(["conv1", "logit"])).contains("nearest are logits"))
    #expect(
      refusal(Recorder(["logits"], keep: .statistics(along: 2)))
        == "'logits/value' has the shape [1, 5]: there is no axis 2 for statistics")
    var request = PlanRequest()
    var recorder = Recorder(["conv1"], [.gradient])
    try recorder.extend(&request, for: network)
    #expect(message { _ = try Plan(network, batch: 1, request: request) }.contains("not of what"))
    #expect(
      message { _ = try network.record(["conv1"], [.gradient], on: .zeros([1, 2, 6, 6])) }
        .contains("must be one number"))
  }

  @Test func `After a run that throws nothing is recorded and nothing remains`() throws {
    let network = try Network(input: .indices(length: 2), seed: 3) {
      Embedding("table", vocabulary: 4, size: 3)
      Flatten()
      Dense("logits", 2)
    }
    var setting = try Setting(network, Recorder(["*"], keep: .all, runs: 3), batch: 1)
    func run(_ indices: [Float]) throws {
      try setting.plan.setInput("input", to: Tensor(shape: [1, 2], scalars: indices))
      try setting.recorder.run(setting.plan)
    }
    try run([0, 3])
    let before = setting.recorder.recording
    #expect(throws: FoveaError.self) { try run([0, 4]) }
    #expect(setting.recorder.recording == before)
    #expect(setting.recorder.runCount == 1)
    try run([0, 3])
    let after = setting.recorder.recording
    #expect(try after.entry("logits/value").runs == [0, 1])
    #expect(try after["logits"].element(0) == after["logits"].element(1))
  }

  @Test func `More runs than expected may use what the budget leaves`() throws {
    let network = try Samples.convolutional()
    // One record is 60 bytes; the plan holds one more.
    let recorder = Recorder(["logits"], keep: .all, budget: 60 * 5, runs: 2)
    var setting = try Setting(network, recorder)
    for number in 0..<4 { try setting.run(number) }
    let before = setting.recorder.recording
    #expect(
      message { try setting.run(4) }
        == "recording run 4 would take 360 B and the budget is 300 B: the recorder expected 2 runs")
    #expect(setting.recorder.recording == before)
    #expect(before.bytes == 240)
  }

  @Test func `Plans of other batch sizes share a recorder where the policy allows`() throws {
    let network = try Samples.convolutional()
    func second(_ policy: RecordingPolicy) throws -> Recording {
      var first = try Setting(network, Recorder(["logits"], keep: policy, runs: 2))
      try first.run(1)
      var second = try Setting(network, first.recorder, batch: 2)
      try second.run(2)
      return second.recorder.recording
    }
    #expect(try second(.last)["logits"].shape == [2, 5])
    #expect(try second(.statistics)["logits", .value, .count].scalar == 25)
    #expect(
      message { _ = try second(.all) }
        == "'logits/value' has the shape [2, 5] in this run and [3, 5] in those before; all needs one "
        + "shape")
    var used = try Setting(network, Recorder(["*"]))
    try used.run(1)
    #expect(
      message { _ = try Setting(Samples.recurrent(.gru), used.recorder) }
        .contains("network with other hook points"))
  }

  // MARK: - At once

  @Test func `One call records values and gradients with their axes`() throws {
    let network = try Samples.convolutional()
    let images = Samples.uniform([2, 2, 6, 6])
    let seen = try network.record(
      ["conv*", "logits"], [.value, .gradient], on: images, objective: .class(3), seed: 4)
    #expect(
      seen.names == ["conv1", "conv2", "logits"].flatMap { ["\($0)/value", "\($0)/gradient"] })
    #expect(try seen.entry("conv1/value").axes == ["batch", "channel", "row", "column"])
    #expect(try seen.entry("logits/gradient").axes == ["batch", "unit"])
    #expect(try seen["logits", .gradient].scalars == [0, 0, 0, 1, 0, 0, 0, 0, 1, 0])
    #expect(try distance(seen["logits"], Samples.output(of: network, for: images)) == 0)
    #expect((seen.seed, seen.objective) == (4, "class:3"))
    #expect(
      message { _ = try network.record(["*"], on: ["image": images]) }
        == "there is no input 'image'; the nearest are input")
    #expect(message { _ = try network.record(["*"], on: [:]) } == "input 'input' is missing")
    #expect(
      message { _ = try network.record(["*"], on: .zeros([1, 3, 6, 6])) }.contains("conv1 (conv)"))
  }

  @Test func `Several inputs are given by name`() throws {
    var network = Network()
    let a = try network.addInput("a", shape: [1, 2])
    let b = try network.addInput("b", shape: [1, 2])
    try network.add(Arithmetic(.multiply), to: [a, b], name: "product")
    let (x, y) = (
      Tensor(shape: [1, 2], scalars: [2, 3]), Tensor(shape: [1, 2], scalars: [5, 7])
    )
    let seen = try network.record(
      ["*"], [.value, .gradient], on: ["a": x, "b": y], objective: .output())
    #expect(try seen["product"].scalars == [10, 21])
    #expect(try seen["a", .gradient] == y)
    #expect(
      message { _ = try network.record(["*"], on: x) }
        == "the network has 2 inputs: give a tensor for each by name, a, b")
  }
}

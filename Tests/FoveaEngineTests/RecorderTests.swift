import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct RecorderTests {
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
    var setting = try RecorderSetting(network, recorder, batch: 4, request: request)
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

  // MARK: - Costs

  @Test func `Recording changes no bit of the result`() throws {
    let network = try Samples.convolutional()
    let off = try RecorderSetting(network, Recorder([])),
      input = Samples.uniform([3, 2, 6, 6], seed: 7)
    var on = try RecorderSetting(network, Recorder(["*"], [.value, .gradient]))
    try off.plan.setInput("input", to: input)
    try off.plan.run()
    let answer = off.plan.value(of: network.outputs[0])
    #expect(try on.run(7) == answer)
    // What a recorder had done once is nowhere: a new plan without one is as if there never was one.
    let later = try RecorderSetting(network, Recorder([]))
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
    var setting = try RecorderSetting(network, Recorder(rules, runs: 10))
    let table = try setting.recorder.bytes(for: network, batch: 3)
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
    var setting = try RecorderSetting(network, Recorder(["*"], keep: .all, runs: 3), batch: 1)
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
    var setting = try RecorderSetting(network, recorder)
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
      var first = try RecorderSetting(network, Recorder(["logits"], keep: policy, runs: 2))
      try first.run(1)
      var second = try RecorderSetting(network, first.recorder, batch: 2)
      try second.run(2)
      return second.recorder.recording
    }
    #expect(try second(.last)["logits"].shape == [2, 5])
    #expect(try second(.statistics)["logits", .value, .count].scalar == 25)
    #expect(
      message { _ = try second(.all) }
        == "'logits/value' has the shape [2, 5] in this run and [3, 5] in those before; all needs one "
        + "shape")
    var used = try RecorderSetting(network, Recorder(["*"]))
    try used.run(1)
    #expect(
      message { _ = try RecorderSetting(Samples.recurrent(.gru), used.recorder) }
        .contains("network with other hook points"))
  }
}

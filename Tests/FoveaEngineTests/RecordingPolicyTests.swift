import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct RecordingPolicyTests {
  @Test func `Every policy keeps its runs`() throws {
    let network = try Samples.convolutional()
    func runs(_ policy: RecordingPolicy, _ count: Int = 8) throws -> ([Int], Tensor, [Tensor]) {
      var setting = try RecorderSetting(network, Recorder(["logits"], keep: policy, runs: count))
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
    var setting = try RecorderSetting(network, Recorder(rules, runs: 50))
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
    var setting = try RecorderSetting(network, Recorder(["*"], keep: .statistics), batch: 1)
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
}

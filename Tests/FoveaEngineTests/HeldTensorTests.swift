import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

/// What the last run's records hold in place stays what it was, whatever happens to the plan.
struct HeldTensorTests {
  @Test(arguments: [1, 6]) func `A copy of a recorder keeps its run`(batch: Int) throws {
    var setting = try RecorderSetting(
      try Samples.convolutional(), Recorder(["*"], [.value, .gradient]), batch: batch)
    try setting.run(0)
    let copy = setting.recorder
    let first = copy.recording
    try setting.run(1)
    #expect(copy.recording == first)
    #expect(setting.recorder.recording != first)
    try setting.run(0)
    #expect(
      try setting.recorder.recording["logits"] == first["logits"])
  }

  @Test(arguments: [1, 6]) func `A run that nobody records changes no record`(batch: Int) throws {
    var setting = try RecorderSetting(
      try Samples.convolutional(), Recorder(["*"], [.value, .gradient]), batch: batch)
    try setting.run(0)
    let copy = setting.recorder
    let expected = copy.recording
    let shape = setting.plan.shapes[0]
    try setting.plan.setInput("input", to: Samples.uniform(shape, seed: 9))
    try setting.plan.run()
    #expect(copy.recording == expected)
    let logits = setting.network.outputs[0]
    setting.plan.setSeed(of: logits, to: .zeros(setting.plan.shapes[logits.position]))
    #expect(copy.recording == expected)
  }

  @Test func `Records outlive their plan`() throws {
    func recorder() throws -> (Recorder, Recording) {
      var setting = try RecorderSetting(
        try Samples.convolutional(), Recorder(["*"], [.value, .gradient]), batch: 6)
      try setting.run(0)
      return (setting.recorder, setting.recorder.recording)
    }
    let (recorder, recording) = try recorder()
    #expect(recorder.recording == recording)
  }
}

import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Foundation
import Testing

@Suite struct RecordingTests {
  private func example() -> Recording {
    var recording = Recording([
      .init(
        "conv1/value", Samples.uniform([2, 3, 4, 4]), axes: ["batch", "channel", "row", "column"]),
      .init("conv1/gradient", Tensor([.nan, -0.0, .infinity]), unit: "1/pixel"),
      .init("lstm/h[2]/value", Samples.uniform([1, 2], seed: 2), axes: ["batch", "unit"]),
      .init("lstm/h[10]/value", Samples.uniform([1, 2], seed: 3), axes: ["batch", "unit"]),
      .init("lstm/h[1]/value", Samples.uniform([1, 2], seed: 4), axes: ["batch", "unit"]),
      .init("conv1/value/mean", Tensor(0.25)),
      .init("empty/value", .zeros([0, 3])),
      .init(
        "logits/value", Samples.uniform([3, 1, 2]), axes: ["run", "batch", "unit"],
        runs: [0, 5, 10]),
    ])
    recording.seed = .max
    recording.step = 120
    recording.objective = "conv1:2 - 0.1*tv"
    return recording
  }

  // Opened once by hand with Python's safetensors 0.8: `safetensors.numpy.load_file(path)` gives the eight arrays by these
  // names and shapes, bit for bit, and `safe_open(path, "np").metadata()` the facts.
  @Test func `What is read is what was saved, bit for bit`() throws {
    try withFolder { folder in
      let recording = example()
      let path = folder + "/seen.safetensors"
      try recording.save(to: path)
      let read = try Recording(contentsOf: path)
      #expect(read == recording)
      #expect(read.names == recording.names)
      #expect(read.seed == .max && read.step == 120)
      #expect(try read.entry("conv1/gradient").unit == "1/pixel")
      #expect(try read.entry("logits/value").runs == [0, 5, 10])
      let bits = try read["conv1", .gradient].scalars.map(\.bitPattern)
      #expect(bits == [Float.nan, -0.0, .infinity].map(\.bitPattern))
      let plain = try SafetensorsFile.read(path)
      #expect(plain.names == recording.names)
      #expect(plain.metadata["objective"] == "conv1:2 - 0.1*tv")
    }
  }

  @Test func `Recordings differ in a bit, a name, an axis, a fact`() {
    let recording = example()
    func changed(_ change: (inout Recording.Entry) -> Void) -> Recording {
      var entries = recording.entries
      change(&entries[0])
      return Recording(entries, metadata: recording.metadata)
    }
    #expect(changed { _ in } == recording)
    #expect(changed { $0 = .init("x/value", $0.tensor, axes: $0.axes) } != recording)
    #expect(changed { $0 = .init($0.name, $0.tensor) } != recording)
    #expect(
      changed { $0 = .init($0.name, $0.tensor.map { $0 == 0 ? 1 : $0.nextUp }, axes: $0.axes) }
        != recording)
    var other = recording
    other.step = 121
    #expect(other != recording)
  }

  @Test func `Entries are found by hook, phase, step and figure`() throws {
    let recording = example()
    #expect(try recording["conv1"].shape == [2, 3, 4, 4])
    #expect(try recording["conv1", .gradient].shape == [3])
    #expect(try recording["lstm/h", step: 10] == recording["lstm/h[10]", .value])
    #expect(try recording["conv1", .value, .mean].scalar == 0.25)
    #expect(recording.bytes == 4 * (96 + 3 + 6 + 1 + 6))
    #expect(
      message { _ = try recording["conv2", .value] }
        == "there is no record 'conv2/value'; the nearest are conv1/value, empty/value, logits/value, "
        + "conv1/value/mean")
  }

  @Test func `Steps stand in the order of time`() throws {
    let recording = example()
    #expect(recording.stepNumbers(of: "lstm/h") == [1, 2, 10])
    let states = try recording.steps(of: "lstm/h")
    #expect(states.shape == [3, 1, 2])
    for (place, step) in [1, 2, 10].enumerated() {
      #expect(try states.element(place) == recording["lstm/h", step: step])
    }
    #expect(
      message { _ = try recording.steps(of: "lstm/c") }
        == "there is no record over steps 'lstm/c/value'; the nearest are lstm/h/value")
    let uneven = Recording([
      .init("a[0]/value", Tensor([1])), .init("a[1]/value", Tensor([1, 2])),
    ])
    #expect(
      message { _ = try uneven.steps(of: "a") } == "'a' has different shapes: [1] at 0, [2] at 1")
  }

  @Test func `Other safetensors files are read, damaged ones refused`() throws {
    try withFolder { folder in
      let path = folder + "/other.safetensors"
      try SafetensorsFile([("a", Tensor(shape: [1, 2], scalars: [3, 4]))]).write(to: path)
      #expect(try Recording(contentsOf: path).entry("a").axes == ["axis 0", "axis 1"])
      let key = Recording.fileKey
      for facts in ["{", "{\"a\":{\"axes\":[\"batch\"]}}"] {
        try SafetensorsFile([("a", .zeros([1, 2]))], metadata: [key: facts]).write(to: path)
        #expect(
          message { _ = try Recording(contentsOf: path) }.hasPrefix("cannot read '\(path)': "))
      }
      #expect(
        message { _ = try Recording(contentsOf: folder + "/none") }.contains(
          "there is no such file"))
      try example().save(to: path)
      let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      try bytes.dropLast(10).write(to: URL(fileURLWithPath: path))
      #expect(message { _ = try Recording(contentsOf: path) }.hasPrefix("cannot read '\(path)'"))
      #expect(
        message { try example().save(to: folder + "/no/folder.safetensors") }
          .hasPrefix("cannot write '\(folder)/no/folder.safetensors'"))
    }
  }
}

import Fovea
import Foundation
import Testing

@Suite struct LoadTests {
  /// A file of weights for the zoo's `linear`, under another program's prefix.
  private func write(_ folder: String, classes: Int = 10) throws -> String {
    let path = folder + "/w.safetensors"
    let tensors = try Zoo.parameters(ofNetworkNamed: "linear", classes: classes).map {
      ("state_dict." + $0.name, Tensor(repeating: 0.25, shape: $0.shape))
    }
    try SafetensorsFile(tensors).write(to: path)
    return path
  }

  private func inFolder(_ body: (String) throws -> Void) throws {
    let folder = NSTemporaryDirectory() + "fovea-load-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  @Test func `weights become a model file`() throws {
    try inFolder { folder in
      let weights = try write(folder)
      let outcome = try Command.run([
        "load", "linear", weights, "--save", folder + "/m.safetensors",
      ])
      #expect(outcome.code == 0 && outcome.err.isEmpty)
      #expect(outcome.out.contains("linear from 2 tensors (safetensors):"))
      #expect(outcome.out.contains("2 parameters fit, all under 'state_dict.'"))
      let network = try Network(contentsOf: folder + "/m.safetensors")
      #expect(network.weights.allSatisfy { $0.scalars.allSatisfy { $0 == 0.25 } })
    }
  }

  @Test func `what does not fit is one line, and no file is written`() throws {
    try inFolder { folder in
      let weights = try write(folder, classes: 7)
      let words = ["load", "linear", weights, "--save", folder + "/m.safetensors"]
      let outcome = try Command.run(words)
      #expect(outcome.code == 1 && outcome.out.isEmpty && outcome.errLines.count == 1)
      #expect(
        outcome.err.contains(
          "the weights do not fit linear: 2 of another shape: logits.weight [7, 784] not [10, 784], "
            + "logits.bias [7] not [10]"))
      #expect(!FileManager.default.fileExists(atPath: folder + "/m.safetensors"))
      #expect(try Command.run(words + ["--classes", "7"]).code == 0)
    }
  }

  @Test func `JSON has what was taken`() throws {
    try inFolder { folder in
      let words = [
        "load", "linear", try write(folder), "--save", folder + "/m.safetensors", "--json",
      ]
      let outcome = try Command.run(words)
      let json = try JSONSerialization.jsonObject(with: Data(outcome.out.utf8)) as? [String: Any]
      #expect(json?["loaded"] as? Int == 2)
      #expect(json?["prefix"] as? String == "state_dict.")
      #expect((json?["missing"] as? [String])?.isEmpty == true)
    }
  }

  @Test func `malicious and unknown files are refused in one line`() throws {
    try inFolder { folder in
      let evil = folder + "/evil.pth"
      try writeAtomically(Data("\u{0}\u{0}cos\nsystem\n.".utf8), to: evil)
      var bytes = try Data(contentsOf: URL(fileURLWithPath: evil))
      bytes.replaceSubrange(0..<2, with: [0x80, 2])
      try writeAtomically(bytes, to: evil)
      let outcome = try Command.run(["load", "linear", evil, "--save", folder + "/m.safetensors"])
      #expect(outcome.code == 1 && outcome.errLines.count == 1)
      #expect(outcome.err.contains("it asks to run 'os.system', and no code is run"))
      let unknown = try Command.run(["load", "linea", evil, "--save", folder + "/m.safetensors"])
      #expect(unknown.err.contains("there is no network 'linea'; the nearest are linear"))
    }
  }
}

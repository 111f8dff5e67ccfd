import Fovea
import Foundation
import Testing

/// The verbs that take model files from elsewhere: run, convert and describe.
@Suite struct ModelVerbsTests {
  private func run(_ line: String, in folder: String) throws -> Command.Outcome {
    try Command.run(line.split(separator: " ").map(String.init), in: folder)
  }

  /// A folder with `m.onnx`, the network `deep-cnn`, and `x.npy`, two pictures.
  private func withModel(_ body: (String) throws -> Void) throws {
    try withFolder { folder in
      #expect(try run("convert deep-cnn m.onnx --seed 3", in: folder).code == 0)
      var source = RandomSource(seed: 1)
      try NumpyFile.write(.normal([2, 1, 28, 28], from: &source), to: "\(folder)/x.npy")
      try body(folder)
    }
  }

  @Test func `run writes values and gradients by the file's names`() throws {
    try withModel { folder in
      let outcome = try run(
        "run m.onnx --input x.npy --out o.safetensors --record conv* --gradients --objective "
          + "logits[1]", in: folder)
      #expect(outcome.code == 0, "\(outcome.err)")
      let file = try SafetensorsFile.read("\(folder)/o.safetensors")
      #expect(try file.tensor("input/gradient").shape == [2, 1, 28, 28])
      #expect(try file.tensor("conv1/value").shape[0] == 2)
      #expect(try file.tensor("conv2/gradient").scalars.contains { $0 != 0 })
      #expect(try file.tensor("logits/gradient").scalars.reduce(0, +) == 2)
      let network = try ModelFile.read("\(folder)/m.onnx").network
      let seen = try network.record(
        ["logits"], on: try NumpyFile.read("\(folder)/x.npy"))
      #expect(try file.tensor("logits/value") == seen["logits"])
    }
  }

  @Test func `convert goes both ways and keeps the network`() throws {
    try withModel { folder in
      #expect(try run("convert m.onnx n.safetensors", in: folder).code == 0)
      let first = try ModelFile.read("\(folder)/m.onnx").network
      #expect(try ModelFile.read("\(folder)/n.safetensors").network == first)
      #expect(try run("convert m.onnx n.txt", in: folder).code == 64)
    }
  }

  @Test func `describe reads ONNX`() throws {
    try withModel { folder in
      let outcome = try run("describe m.onnx", in: folder)
      #expect(outcome.code == 0)
      #expect(outcome.out.contains("conv 10"))
    }
  }

  @Test func `mistakes are one line`() throws {
    try withModel { folder in
      let calls = [
        ("run m.onnx", 64, "no value for the input"),
        ("run m.onnx --input y=x.npy", 1, "there is no input 'y'"),
        ("run m.onnx --input x.npy --objective logits[1]", 64, "--gradients"),
        ("run m.onnx --input x.npy --record ghost", 1, "ghost"),
        ("run none.onnx --input x.npy", 1, "there is no such file"),
        ("describe deep-cnn --shape input", 64, "is no shape"),
      ]
      for (line, code, text) in calls {
        let outcome = try run(line, in: folder)
        #expect(outcome.code == code, "\(line): \(outcome.err)")
        #expect(
          outcome.errLines.count == 1 && outcome.err.contains(text), "\(line): \(outcome.err)")
      }
      try Data("not a model at all, sorry".utf8).write(to: URL(fileURLWithPath: "\(folder)/b.onnx"))
      let broken = try run("describe b.onnx", in: folder)
      #expect(broken.code == 1 && broken.err.contains("cannot read 'b.onnx' as ONNX"))
    }
  }
}

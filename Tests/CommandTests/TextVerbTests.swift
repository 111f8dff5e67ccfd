import Foundation
import Fovea
import Testing

/// Learning a text, and what can be done with the saved network.
@Suite struct TextVerbTests {
  private static let text = String(repeating: "Hello there, you.\nAnd who are you?\n", count: 60)

  /// A folder with `t.txt`, and `m.onnx` that has learnt it; `body` gets the report of learning too.
  private func withLearnt(_ body: (String, [String: Any]) throws -> Void) throws {
    try withFolder { folder in
      try Data(Self.text.utf8).write(to: URL(fileURLWithPath: "\(folder)/t.txt"))
      let learnt = try report(
        "--data t.txt --hidden 16 --rows 4 --length 16 --minutes 0.02 --write 40 --save m.onnx",
        in: folder)
      try body(folder, learnt)
    }
  }

  private func run(_ line: String, in folder: String) throws -> Command.Outcome {
    try Command.run(["text"] + line.split(separator: " ").map(String.init), in: folder)
  }

  private func report(_ line: String, in folder: String) throws -> [String: Any] {
    let outcome = try run(line + " --json", in: folder)
    #expect(outcome.code == 0, "\(outcome.err)")
    let value = try JSONSerialization.jsonObject(with: Data(outcome.out.utf8))
    return try #require(value as? [String: Any])
  }

  @Test func `a saved network knows its characters, measures and writes the same`() throws {
    try withLearnt { folder, learnt in
      let bits = try #require(learnt["bitsPerCharacter"] as? Double)
      #expect(bits < 3)
      #expect(learnt["saved"] as? String == "m.onnx")
      #expect((learnt["written"] as? String)?.unicodeScalars.count == 40)
      let network = try ModelFile.read("\(folder)/m.onnx").network
      #expect(try network.characters() == TextCorpus(Self.text).vocabulary)

      let line = "--data t.txt --validation 0.05 --rows 4 --length 16 --write 40"
      let again = try report("--model m.onnx \(line)", in: folder)
      #expect(abs((again["bitsPerCharacter"] as? Double ?? .nan) - bits) < 1e-6)
      #expect(again["written"] as? String == learnt["written"] as? String)
      #expect(!again.keys.contains("steps") && !again.keys.contains("saved"))
      #expect(again["parameters"] as? Int == learnt["parameters"] as? Int)

      // The other kind of file says the same, and a whole text is measured where no part of it is asked for.
      #expect(try Command.run(["convert", "m.onnx", "m.safetensors"], in: folder).code == 0)
      let other = try report("--model m.safetensors \(line)", in: folder)
      #expect(other["written"] as? String == learnt["written"] as? String)
      let whole = try report("--model m.onnx --data t.txt --write 0", in: folder)
      #expect((whole["bitsPerCharacter"] as? Double ?? .nan) < 3)
      #expect(whole["written"] as? String == "")
    }
  }

  @Test func `it writes on from a given start, without the text`() throws {
    try withLearnt { folder, _ in
      let line = "--model m.onnx --start Hello --temperature 0 --write 30"
      let cold = try report(line, in: folder)
      #expect(cold["start"] as? String == "Hello")
      #expect(!cold.keys.contains("bitsPerCharacter"))
      #expect(
        try report("\(line) --seed 5", in: folder)["written"] as? String == cold["written"]
          as? String)
      let outcome = try run(line, in: folder)
      #expect(outcome.out.hasPrefix("Hello" + (cold["written"] as? String ?? "-") + "\n\n"))
      #expect(outcome.out.hasSuffix(" parameters\n"))
      let hot = try (5...6).map { seed in
        try report("--model m.onnx --temperature 3 --seed \(seed)", in: folder)["written"]
          as? String
      }
      #expect(hot[0] != hot[1])
    }
  }

  @Test func `training goes on from the saved weights`() throws {
    try withLearnt { folder, learnt in
      let bits = try #require(learnt["bitsPerCharacter"] as? Double)
      // With steps that change nothing, what is measured is what was loaded.
      let on = try report(
        "--model m.onnx --data t.txt --rows 4 --length 16 --minutes 0.002 --rate 1e-12 --save n.onnx",
        in: folder)
      #expect(abs((on["bitsPerCharacter"] as? Double ?? .nan) - bits) < 1e-3)
      #expect((on["steps"] as? Int ?? 0) > 0)
      let network = try ModelFile.read("\(folder)/n.onnx").network
      #expect(try network.characters() == TextCorpus(Self.text).vocabulary)
    }
  }

  @Test func `what cannot be right is one line`() throws {
    try withLearnt { folder, _ in
      #expect(try Command.run(["convert", "mlp", "mlp.onnx"], in: folder).code == 0)
      try Data("Hello, Ωmega".utf8).write(to: URL(fileURLWithPath: "\(folder)/other.txt"))
      try Data("Hello".utf8).write(to: URL(fileURLWithPath: "\(folder)/short.txt"))
      let calls = [
        ("--model none.onnx", "cannot read 'none.onnx': there is no such file"),
        ("--model t.txt", "'t.txt'"),
        ("--model mlp.onnx", "'mlp.onnx' cannot write text, what 'fovea text --save' wrote can"),
        (
          "--model m.onnx --start Zoo", "--start: the character 'Z' (U+5A) is not in the vocabulary"
        ),
        ("--model m.onnx --data other.txt", "'other.txt' as text: the character 'Ω' (U+3A9)"),
        ("--model m.onnx --data short.txt", "a text of 5 characters is too short"),
        ("--data t.txt --minutes 9 --start Zoo", "--start: the character 'Z' (U+5A)"),
      ]
      for (line, says) in calls {
        let outcome = try run(line, in: folder)
        #expect(outcome.code == 1, "\(line): \(outcome.err)")
        #expect(outcome.out.isEmpty)
        #expect(
          outcome.errLines.count == 1 && outcome.err.contains(says), "\(line): \(outcome.err)")
      }
    }
  }
}

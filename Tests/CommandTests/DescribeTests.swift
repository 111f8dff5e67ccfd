import Foundation
import Fovea
import Testing

@Suite struct DescribeTests {
  @Test func `JSON has layers, memory and hook points with their bytes`() throws {
    let outcome = try Command.run(["describe", "deep-cnn", "--batch", "4", "--json"])
    #expect(outcome.code == 0)
    #expect(outcome.err.isEmpty)
    let json = try JSONSerialization.jsonObject(with: Data(outcome.out.utf8)) as? [String: Any]
    let network = json?["network"] as? [String: Any]
    #expect(network?["parameters"] as? Int == 229_340)
    let hooks = json?["hooks"] as? [[String: Any]]
    let conv1 = hooks?.first { $0["name"] as? String == "conv1" }
    #expect(conv1?["bytes"] as? Int == 4 * 10 * 14 * 14 * 4)
    let memory = json?["memory"] as? [String: Int]
    #expect(memory?["parameters"] == 4 * 229_340)
    #expect(memory?["training"] ?? 0 > memory?["forward"] ?? .max)
  }

  @Test func `the table names each layer and the total`() throws {
    let outcome = try Command.run(["describe", "shallow-cnn"])
    #expect(outcome.code == 0)
    #expect(outcome.out.contains("conv 10 × 5×5, stride 2"))
    #expect(outcome.out.contains("98,820"))
    #expect(outcome.out.contains("hook point"))
  }

  @Test(arguments: ["svg", "png", "pdf"])
  func `the network is drawn beside the table`(kind: String) throws {
    try withFolder { folder in
      let path = "\(folder)/resnet18.\(kind)"
      let outcome = try Command.run(["describe", "resnet18", "-o", path])
      #expect(outcome.code == 0)
      #expect(outcome.out.contains("hook point"))
      #expect(outcome.out.contains("wrote \(path)"))
      #expect(try bytes(path).count > 10_000)
    }
  }

  @Test func `JSON names the drawing, and without one there is none`() throws {
    try withFolder { folder in
      let path = "\(folder)/m.svg"
      let outcome = try Command.run(["describe", "shallow-cnn", "-o", path, "--json"])
      let json = try JSONSerialization.jsonObject(with: Data(outcome.out.utf8)) as? [String: Any]
      #expect(json?["picture"] as? String == path)
      let svg = String(decoding: try bytes(path), as: UTF8.self)
      #expect(svg.contains("<svg"))
    }
    let plain = try Command.run(["describe", "shallow-cnn", "--json"])
    #expect(!plain.out.contains("picture"))
  }

  /// A file of two inputs, a layer of two units with ReLU and one output.
  private func small(in folder: String) throws -> String {
    let network = try Network(input: .vector(2)) {
      Dense("hidden", 2, bias: false, initializer: .values([1, 2, -1, 1]))
      ReLU("bent")
      Dense("answer", 1, bias: false, initializer: .values([3, 4]))
    }
    try network.save(to: "\(folder)/small.safetensors")
    return "\(folder)/small.safetensors"
  }

  @Test func `a small network is shown and drawn with values and gradients`() throws {
    try withFolder { folder in
      let model = try small(in: folder)
      let path = "\(folder)/graph.svg"
      let words = ["describe", model, "--value", "input=1,0.5", "-o", path]
      let outcome = try Command.run(words + ["--json"])
      #expect(outcome.code == 0, "\(outcome.err)")
      #expect(try bytes(path).count > 1000)
      let json = try JSONSerialization.jsonObject(with: Data(outcome.out.utf8)) as? [String: Any]
      let values = json?["values"] as? [[String: Any]] ?? []
      func held(_ name: String, _ what: String) -> [Double]? {
        values.first { $0["name"] as? String == name }?[what] as? [Double]
      }
      #expect(held("hidden", "value") == [2, -0.5])
      #expect(held("bent", "value") == [2, 0])
      #expect(held("answer", "value") == [6])
      #expect(held("bent", "gradient") == [3, 4])
      #expect(held("hidden", "gradient") == [3, 0])
      #expect(held("input", "gradient") == [3, 6])
      #expect(try Command.run(words).out.contains("3, 6"))
    }
  }

  @Test func `values that do not fit, and networks too large for them, are refused in a line`()
    throws
  {
    try withFolder { folder in
      let model = try small(in: folder)
      let wrong = [
        ([model, "--value", "1,2,3"], "takes 2 numbers, got 3"),
        ([model, "--value", "1,two"], "is no list of numbers"),
        ([model, "--value", "y=1,2"], "there is no input 'y'"),
        ([model, "--value", "1,2", "--value", "3,4"], "is given twice"),
        ([model, "--value", "1,2", "--batch", "2"], "--value is of one sample"),
        (["resnet18", "--value", "1"], "nodes, values are shown of at most 40"),
      ]
      for (words, says) in wrong {
        let outcome = try Command.run(["describe"] + words)
        #expect(outcome.code != 0)
        #expect(outcome.errLines.count == 1)
        #expect(outcome.err.contains(says), "\(outcome.err)")
      }
    }
  }

  @Test func `an ending that is no picture is refused before anything is written`() throws {
    let outcome = try Command.run(["describe", "shallow-cnn", "-o", "m.gif"])
    #expect(outcome.code != 0)
    #expect(outcome.errLines.count == 1)
    #expect(outcome.err.contains(".gif"))
  }
}

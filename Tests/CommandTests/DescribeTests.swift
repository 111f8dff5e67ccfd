import Foundation
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

  @Test func `an ending that is no picture is refused before anything is written`() throws {
    let outcome = try Command.run(["describe", "shallow-cnn", "-o", "m.gif"])
    #expect(outcome.code != 0)
    #expect(outcome.errLines.count == 1)
    #expect(outcome.err.contains(".gif"))
  }
}

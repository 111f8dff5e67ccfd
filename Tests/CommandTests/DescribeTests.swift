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
}

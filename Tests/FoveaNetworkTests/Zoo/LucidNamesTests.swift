import FoveaNetwork
import FoveaTensor
import TestSupport
import Testing

@Suite struct LucidNamesTests {
  @Test(arguments: [
    ("mixed3a", "inception3a"), ("mixed5b", "inception5b"), ("conv2d0", "conv1.relu"),
    ("conv2d2_pre_relu", "conv3.bn"), ("mixed4a_1x1", "inception4a.branch1.relu"),
    ("mixed4b_3x3_bottleneck", "inception4b.branch2.0.relu"),
    ("mixed4b_3x3_pre_relu", "inception4b.branch2.1.bn"), ("mixed4e_pool", "inception4e.branch4.0"),
    ("mixed4e_5x5", "inception4e.branch3.1.relu"),
    ("mixed4e_pool_reduce", "inception4e.branch4.1.relu"), ("maxpool4", "maxpool3"),
    ("softmax2_pre_activation", "fc"),
  ])
  func `Lucid's names lead to torchvision's layers`(lucid: String, label: String) throws {
    #expect(LucidNames.name(of: label) == lucid)
    let network = try Zoo.network(named: "googlenet")
    // Both have a "maxpool4": an own name counts first.
    let expected = lucid == "maxpool4" ? "maxpool4" : label
    #expect(network.label(of: try network.node(lucid).id) == expected)
  }

  @Test func `Each layer of GoogLeNet has a name of its own`() throws {
    let network = try Zoo.network(named: "googlenet")
    let names = network.nodes.compactMap { LucidNames.name(of: network.label(of: $0.id)) }
    #expect(Set(names).count == names.count)
    #expect(names.filter { $0.hasPrefix("mixed") && !$0.contains("_") }.count == 9)
  }

  @Test func `Patterns choose by either name`() throws {
    let network = try Zoo.network(named: "googlenet")
    let all = network.hookPoints(shapes: try network.shapes(batch: 1))
    func chosen(_ pattern: String) throws -> [String] {
      try HookSelector(pattern).select(from: all).map { network.name(of: $0) }
    }
    #expect(try chosen("mixed4?") == ["a", "b", "c", "d", "e"].map { "inception4\($0)" })
    #expect(try chosen("inception4a") == ["inception4a"])
    #expect(message { _ = try chosen("mixed9z") }.contains("mixed9z"))
  }

  @Test func `Other names have none`() {
    for label in [
      "input", "conv1", "inception4a.branch9.relu", "inception4a.branch1.conv", "", ".",
    ] {
      #expect(LucidNames.name(of: label) == nil)
    }
  }
}

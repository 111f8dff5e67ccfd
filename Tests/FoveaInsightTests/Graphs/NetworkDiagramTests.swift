import Fovea
import Testing

/// What is folded into which box when a network is drawn.
@Suite struct NetworkDiagramTests {
  private func outline(_ name: String) throws -> (NetworkOutline, NetworkSummary) {
    let summary = try Zoo.network(named: name).summary()
    return (NetworkOutline(summary), summary)
  }

  @Test(arguments: ["deep-cnn", "resnet18", "squeezenet1_1", "googlenet", "mobilenet_v2"])
  func `nothing is lost in folding`(name: String) throws {
    let (outline, summary) = try outline(name)
    let layers = outline.boxes.flatMap(\.layers)
    #expect(layers.reduce(0) { $0 + $1.nodes } == summary.nodes.count)
    #expect(layers.reduce(0) { $0 + $1.parameters } == summary.parameters)
    #expect(layers.reduce(0) { $0 + $1.multiplyAdds } == summary.multiplyAdds)
    for (position, box) in outline.boxes.enumerated() {
      for input in box.inputs { #expect(input < position) }
    }
  }

  @Test func `activations stand in the box of their layer`() throws {
    let (outline, _) = try outline("deep-cnn")
    #expect(
      outline.boxes.map(\.name) == [
        "input", "conv1", "conv2", "conv3", "flatten1", "hidden", "logits",
      ])
    #expect(outline.boxes[1].layers[0].operation.hasSuffix("· ReLU"))
  }

  @Test func `in a large network layers in a row share a box, shortcuts stay`() throws {
    let (outline, _) = try outline("resnet18")
    let block = try #require(outline.boxes.first { $0.name == "layer1.0" })
    #expect(block.layers.map(\.label) == ["layer1.0.conv1", "layer1.0.conv2"])
    // 64·64·9 weights and the normalisation's 64 factors and 64 offsets; its running means and variances are not trained.
    #expect(block.layers.map(\.parameters) == [36_992, 36_992])
    let shortcut = try #require(outline.boxes.first { $0.name == "layer2.0.downsample.0" })
    #expect(shortcut.layers[0].parameters == 8448)
    let sum = try #require(outline.boxes.first { $0.name == "layer1.0.add" })
    #expect(sum.inputs.count == 2)
  }

  @Test func `a network of hundreds of nodes is drawn in columns without overlaps`() throws {
    let summary = try Zoo.network(named: "densenet121").summary()
    let drawn = NetworkDiagram(summary, title: "densenet121")
    try drawn.validate()
    #expect(drawn.size.width / drawn.size.height > 0.7)
    #expect(drawn.size.width / drawn.size.height < 3)
    #expect(drawn.outline.boxes.count < summary.nodes.count / 3)
    let diagram = try #require(drawn.figure as? Diagram)
    #expect(diagram.crossings == 0)
  }
}

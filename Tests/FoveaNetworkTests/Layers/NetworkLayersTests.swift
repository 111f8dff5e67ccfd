import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct NetworkLayersTests {
  @Test func `The builder makes the network of the lecture`() throws {
    let network = try Network(input: .image(channels: 1, height: 28, width: 28), seed: 7) {
      Conv2D("conv1", filters: 10, kernel: 5, stride: 2, padding: .symmetric(2))
      ReLU()
      Flatten()
      Dense("hidden", 50)
      ReLU()
      Dense("logits", 10)
    }
    #expect(
      network.nodes.map(\.name)
        == ["input", "conv1", "relu1", "flatten1", "hidden", "relu2", "logits"])
    #expect(network.outputs == [network.nodes[6].id])
    #expect(network.nominalShape(of: network.nodes[3].id) == [1, 1960])
    #expect(network.parameterCount == 98_820)
  }

  @Test(arguments: [true, false]) func `Conditions and loops choose layers`(normalizes: Bool)
    throws
  {
    let network = try Network(input: .vector(4)) {
      for index in 0..<3 {
        Dense("dense\(index)", 8)
        if normalizes { LayerNorm() } else { Tanh() }
      }
      if normalizes { Dropout("drop", 0.1) }
    }
    let kinds = network.nodes.map { type(of: $0.operation).kind }
    #expect(kinds.filter { $0 == "layernorm" }.count == (normalizes ? 3 : 0))
    #expect(kinds.last == (normalizes ? "dropout" : "elementwise"))
  }

  @Test func `Two inputs meet in a free form`() throws {
    let network = try Network(seed: 7) { graph in
      let image = try graph.input("image", .image(channels: 3, height: 8, width: 8))
      let facts = try graph.input("facts", .vector(4))
      let seen = try graph.apply(to: image) {
        Conv2D(filters: 2, kernel: 3)
        Flatten()
      }
      let joined = try graph.add(Concatenation(axis: 1), to: [seen, facts])
      graph.output(try graph.apply(Dense("logits", 10), to: joined))
    }
    #expect(network.inputs.map(\.name) == ["image", "facts"])
    #expect(try network.weights(of: "logits.weight").shape == [10, 2 * 36 + 4])
  }

  @Test func `An error names the layer, the rule and the shape`() {
    #expect(
      throws: FoveaError(
        "conv1 (conv): the input must have the shape [batch, channels, height, width], got [1, 8]")
    ) {
      try Network(input: .vector(8)) { Conv2D("conv1", filters: 4, kernel: 3) }
    }
  }
}

import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct SharedTests {
  @Test func `Calls of a layer are numbered and share its parameters`() throws {
    let network = try Network(input: .vector(4), seed: 1) {
      Repeat("shared", times: 3) { Dense(4) }
      Dense("logits", 2)
    }
    #expect(
      network.nodes.map { network.label(of: $0.id) }
        == ["input", "shared[0]", "shared[1]", "shared[2]", "logits"])
    #expect(Set(network.nodes[1...3].map(\.parameters)) == [[0, 1]])
    #expect(network.parameterCount == 20 + 10)
  }

  @Test func `A group shares all that is in it, numbered or named`() throws {
    let tower = Shared("tower") {
      Conv2D("conv", filters: 2, kernel: 3)
      ReLU()
      Conv2D(filters: 2, kernel: 3, padding: .same, paddingMode: .circular)
      ReLU()
    }
    let network = try Network(seed: 1) { graph in
      let a = try graph.input("a", .image(channels: 1, height: 7, width: 7))
      let b = try graph.input("b", .image(channels: 1, height: 9, width: 9))
      let left = try graph.apply(tower, to: a)
      try graph.apply(ReLU(), to: left)
      let right = try graph.apply(tower, to: b)
      graph.output(left, right)
    }
    let inside = ["tower.conv", "tower.relu1", "tower.pad1", "tower.conv1", "tower.relu2"]
    #expect(
      network.nodes.map { network.label(of: $0.id) }
        == ["a", "b"] + inside.map { "\($0)[0]" } + ["relu1"] + inside.map { "\($0)[1]" })
    #expect(
      network.parameters.map(\.name)
        == ["tower.conv.weight", "tower.conv.bias", "tower.conv1.weight", "tower.conv1.bias"])
  }

  @Test func `Groups stand in groups`() throws {
    let network = try Network(input: .vector(4)) {
      Repeat("outer", times: 2) {
        Shared("inner") {
          Dense(4)
          Tanh()
        }
        ReLU()
      }
    }
    #expect(
      network.nodes.dropFirst().map { network.label(of: $0.id) } == [
        "outer.inner.dense1[0]", "outer.inner.tanh1[0]", "outer.relu1[0]",
        "outer.inner.dense1[1]", "outer.inner.tanh1[1]", "outer.relu1[1]",
      ])
  }

  @Test func `A shared layer must fit each time`() {
    #expect(
      throws: FoveaError(
        "s (dense): a layer used again must fit its parameters: s.weight has the shape [3, 4], this "
          + "call needs [3, 3]")
    ) {
      try Network(input: .vector(4)) { Repeat("s", times: 2) { Dense(3) } }
    }
  }

  @Test func `A loop makes layers of their own`() throws {
    let network = try Network(input: .vector(4)) { for _ in 0..<3 { Dense(4) } }
    #expect(network.parameterCount == 60)
  }
}

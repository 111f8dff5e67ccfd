import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct NetworkTests {
  @Test func `A layer used again is another call that shares its parameters`() throws {
    var network = Network(seed: 5)
    var node = try network.addInput("x", shape: [1, 4])
    for _ in 0..<3 {
      node = try network.add(DenseProduct(units: 4), to: [node], name: "shared")
    }
    #expect(
      network.nodes.map { network.label(of: $0.id) } == [
        "x", "shared[0]", "shared[1]", "shared[2]",
      ])
    #expect(network.nodes.dropFirst().allSatisfy { $0.parameters == [0, 1] })
    #expect(network.parameters.map(\.name) == ["shared.weight", "shared.bias"])
    #expect(network.parameterCount == 20)
    #expect(network.outputs == [node])
  }

  @Test func `A name cannot be used for something else`() throws {
    var network = Network()
    let x = try network.addInput("x", shape: [1, 4])
    let d = try network.add(DenseProduct(units: 3), to: [x], name: "d")
    #expect(throws: FoveaError("d (dense): the name is taken by a different operation")) {
      try network.add(DenseProduct(units: 5), to: [x], name: "d")
    }
    #expect(throws: FoveaError("x (input): the name is taken by a different operation")) {
      try network.addInput("x", shape: [1, 4])
    }
    #expect(
      throws: FoveaError(
        "d (dense): a layer used again must fit its parameters: d.weight has the shape [3, 4], "
          + "this call needs [3, 3]")
    ) { try network.add(DenseProduct(units: 3), to: [d], name: "d") }
    #expect(network.nodes.count == 2)
    #expect(network.parameters.count == 2)
  }

  @Test(arguments: ["", "a b", "a/b", "a[0]", "a*", "a?", "{a}", "a\nb"])
  func `Names that could not be addressed are refused`(name: String) throws {
    var network = Network()
    #expect(
      throws: FoveaError(
        "'\(name)' cannot name a node: names have no blank and none of / [ ] { } * ?")
    ) { try network.addInput(name, shape: [1]) }
  }

  @Test func `Errors say how many inputs are taken`() throws {
    var network = Network()
    let x = try network.addInput("x", shape: [1, 4])
    #expect(throws: FoveaError("sum (arithmetic): takes 2 inputs, got 1")) {
      try network.add(Arithmetic(.add), to: [x], name: "sum")
    }
    #expect(throws: FoveaError("concat1 (concat): takes at least 1 inputs, got 0")) {
      try network.add(Concatenation(), to: [])
    }
    #expect(throws: FoveaError("r (recurrent): takes 1 to 3 inputs, got 4")) {
      try network.add(Recurrent(.lstm, hidden: 2), to: [x, x, x, x], name: "r")
    }
  }

  @Test func `Shapes follow from those of the inputs`() throws {
    let network = try Network(input: .image(channels: 1, height: 8, width: 8)) {
      Conv2D("conv", filters: 2, kernel: 3, stride: 2, padding: .same)
      ReLU()
    }
    #expect(try network.shapes(batch: 5) == [[5, 1, 8, 8], [5, 2, 4, 4], [5, 2, 4, 4]])
    #expect(try network.shapes(for: ["input": [3, 1, 9, 5]]).last == [3, 2, 5, 3])
    #expect(network.inputShapes(batch: 2) == ["input": [2, 1, 8, 8]])
  }

  @Test func `Shapes that do not fit are refused by name`() throws {
    let network = try Network(input: .image(channels: 1, height: 8, width: 8)) {
      Conv2D("conv", filters: 2, kernel: 3)
      Flatten()
      Dense("logits", 3)
    }
    #expect(throws: FoveaError("there is no input 'inputs'; the nearest are input")) {
      try network.shapes(for: ["inputs": [1, 1, 8, 8]])
    }
    #expect(
      throws: FoveaError(
        "input (input): takes a value of the shape [1, 1, 8, 8] (any batch), got [1, 8, 8]")
    ) { try network.shapes(for: ["input": [1, 8, 8]]) }
    #expect(
      throws: FoveaError(
        "conv (conv): conv.weight has the shape [2, 1, 3, 3], these inputs need [2, 3, 3, 3]")
    ) { try network.shapes(for: ["input": [1, 3, 8, 8]]) }
    #expect(
      throws: FoveaError(
        "logits (dense): logits.weight has the shape [3, 72], these inputs need [3, 112]")
    ) { try network.shapes(for: ["input": [1, 1, 9, 10]]) }
  }

  @Test func `An input without a batch keeps its shape`() throws {
    var network = Network()
    let x = try network.addInput("x", shape: [1, 2])
    let k = try network.addInput("k", shape: [2], isBatched: false)
    try network.add(Arithmetic(.multiply), to: [x, k])
    #expect(try network.shapes(batch: 9) == [[9, 2], [2], [9, 2]])
  }

  @Test func `A network is a value`() throws {
    let network = try Network(input: .vector(2), seed: 1) { Dense("d", 2) }
    var copy = network
    copy.setWeights(.zeros([2, 2]), at: 0)
    copy.metadata["note"] = "zero"
    #expect(copy != network)
    #expect(network.weights[0] != .zeros([2, 2]))
    #expect(network.metadata.isEmpty)
  }
}

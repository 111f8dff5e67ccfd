import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct NetworkLookupTests {
  private func example() throws -> Network {
    try Network(input: .vector(4), seed: 2) {
      Dense("hidden", 4)
      BatchNorm("bn")
      Repeat("shared", times: 2) { Dense(4) }
      ReLU()
    }
  }

  @Test func `Nodes are found by label`() throws {
    let network = try example()
    #expect(try network.node("bn").id.position == 2)
    #expect(try network.node("shared[1]").call == 1)
    #expect(throws: FoveaError.self) { try network.node("shared") }
    #expect(
      throws: FoveaError("there is no node 'hiden'; the nearest are hidden, bn, input, relu1")
    ) { try network.node("hiden") }
  }

  @Test func `Parameters are found by name`() throws {
    let network = try example()
    #expect(try network.parameterPosition("bn.running_var") == 5)
    #expect(try network.weights(of: "bn.running_var") == Tensor([1, 1, 1, 1]))
    #expect(
      throws: FoveaError(
        "there is no parameter 'bn.wait'; the nearest are bn.weight, bn.bias, hidden.weight, "
          + "hidden.bias")
    ) { try network.weights(of: "bn.wait") }
  }

  @Test func `Values are replaced by name`() throws {
    var network = try example()
    try network.setWeights(of: "bn.bias", to: [1, -2, 3, 4])
    #expect(try network.weights(of: "bn.bias") == Tensor([1, -2, 3, 4]))
    #expect(throws: FoveaError("bn.bias has the shape [4], got 2 values")) {
      try network.setWeights(of: "bn.bias", to: [1, 2])
    }
    #expect(throws: FoveaError.self) { try network.setWeights(of: "bn.wait", to: []) }
    #expect(try network.weights(of: "bn.bias") == Tensor([1, -2, 3, 4]))
  }

  @Test func `Only what is trained counts`() throws {
    #expect(try example().parameterCount == 20 + 8 + 20)
  }

  @Test func `Readers and kinds are listed`() throws {
    let network = try example()
    #expect(network.consumers.map { $0.map(\.position) } == [[1], [2], [3], [4], [5], []])
    #expect(network.nodes(of: DenseProduct.self).map(\.node.id.position) == [1, 3, 4])
    #expect(network.inputs.map(\.name) == ["input"])
  }
}

import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct DenseStackTests {
  @Test func layersFollowEachOtherByName() throws {
    let network = try Network(input: .vector(3)) {
      DenseStack([5, 4], activation: .tanh)
      Dense("out", 2)
    }
    #expect(
      network.nodes.map(\.name)
        == ["input", "hidden1", "hidden1.activation", "hidden2", "hidden2.activation", "out"])
    #expect(network.parameterCount == 3 * 5 + 5 + 5 * 4 + 4 + 4 * 2 + 2)
    #expect(network.nodes(of: Elementwise.self).allSatisfy { $0.operation.function == .tanh })
  }

  @Test func normsAndDropoutStandRoundTheFunction() throws {
    let network = try Network(input: .vector(3)) {
      DenseStack([5], name: "part", batchNorm: true, dropout: 0.5)
    }
    #expect(
      network.nodes.map(\.name)
        == ["input", "part1", "part1.norm", "part1.activation", "part1.dropout"])
  }

  @Test func noWidthsPassTheInputOn() throws {
    let network = try Network(input: .vector(3)) {
      DenseStack([])
      Dense("out", 2)
    }
    #expect(network.nodes.map(\.name) == ["input", "out"])
  }
}

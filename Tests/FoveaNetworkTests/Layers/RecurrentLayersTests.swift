import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct RecurrentLayersTests {
  private let sequence = NetworkInput.sequence(length: 5, features: 3)

  @Test func `Layers above each other read all steps, the last one gives what is asked for`() throws
  {
    let network = try Network(input: sequence) {
      GRU("gru", hidden: 4, layers: 3, returnsSequence: false)
    }
    #expect(network.nodes.map(\.name) == ["input", "gru.0", "gru.1", "gru.2"])
    #expect(
      network.nodes.map { network.nominalShape(of: $0.id) }
        == [[1, 5, 3], [1, 5, 4], [1, 5, 4], [1, 4]])
    #expect(network.parameterCount == 12 * (3 + 4 + 2) + 2 * 12 * (4 + 4 + 2))
    #expect(try network.weights(of: "gru.1.weight_ih").shape == [12, 4])
  }

  @Test func `Layers without a name are numbered`() throws {
    let network = try Network(input: sequence) { LSTM(hidden: 2, layers: 2) }
    #expect(network.nodes.map(\.name) == ["input", "lstm1", "lstm2"])
  }

  @Test func `First states come from other nodes`() throws {
    let network = try Network { graph in
      let x = try graph.input(sequence)
      let h = try graph.input("h", .vector(4))
      let c = try graph.input("c", .vector(4))
      let lstm = try graph.apply(
        LSTM("lstm", hidden: 4, layers: 2, initialStates: [(h, c), (c, h)]), to: x)
      graph.output(try graph.apply(ElmanRNN("rnn", hidden: 4, initialStates: [h]), to: lstm))
    }
    let inputs = try ["lstm.0", "lstm.1", "rnn"].map { try network.node($0).inputs.map(\.position) }
    #expect(inputs == [[0, 1, 2], [3, 2, 1], [4, 1]])
  }

  @Test func `A state of the wrong size is refused`() {
    #expect(
      throws: FoveaError(
        "gru (recurrent): an initial state must have the shape [1, 4], got [1, 5]")
    ) {
      try Network { graph throws(FoveaError) in
        let x = try graph.input(sequence)
        let h = try graph.input("h", .vector(5))
        graph.output(try graph.apply(GRU("gru", hidden: 4, initialStates: [h]), to: x))
      }
    }
  }
}

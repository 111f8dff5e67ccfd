import FoveaData
import FoveaEngine
import FoveaNetwork
import FoveaTensor
import FoveaTraining
import Testing

@Suite struct StreamTrainerTests {
  private func model(_ corpus: TextCorpus, _ cell: Recurrent.Cell = .lstm) throws -> Network {
    try CharacterModel(
      vocabulary: corpus.vocabulary.count, embedding: 6, hidden: 12, cell: cell
    ).network(seed: 2)
  }

  @Test(arguments: [Recurrent.Cell.lstm, .gru, .elman(.tanh)])
  func aRefrainIsLearnt(_ cell: Recurrent.Cell) throws {
    let corpus = try TextCorpus(String(repeating: "to be or not to be, ", count: 60))
    let streams = try TextStreams(corpus, rows: 4, length: 20)
    let trainer = try StreamTrainer(
      try model(corpus, cell), streams: streams, optimizer: Adam(learningRate: 3e-2))
    let before = try trainer.bits(of: streams)
    for _ in 0..<150 { try trainer.run() }
    let after = try trainer.bits(of: streams)
    #expect(before > 2.5)
    #expect(after < 0.5)
    #expect(trainer.step == 150 && trainer.bits.count == 150 && trainer.gradientNorms.count == 150)
    #expect(trainer.gradientNorms.allSatisfy { $0 > 0 })
    let again = try StreamTrainer.bits(of: streams, by: trainer.network)
    #expect(again == after)
  }

  @Test func theSameSeedGivesTheSameWeights() throws {
    let corpus = try TextCorpus(String(repeating: "la la la, lo lo. ", count: 30))
    let streams = try TextStreams(corpus, rows: 2, length: 10)
    let runs = try (0..<2).map { _ in
      let trainer = try StreamTrainer(try model(corpus), streams: streams)
      for _ in 0..<5 { try trainer.run(slowedBy: 0.5) }
      return trainer.network.weights
    }
    #expect(runs[0] == runs[1])
  }

  @Test func whatDoesNotFitIsRefused() throws {
    let corpus = try TextCorpus(String(repeating: "abcdefgh", count: 20))
    let streams = try TextStreams(corpus, rows: 2, length: 5)
    let small = try CharacterModel(vocabulary: 3, embedding: 2, hidden: 2).network(seed: 0)
    #expect(throws: FoveaError.self) { try StreamTrainer(small, streams: streams) }
    let other = try Network(input: .vector(3)) { Dense(8) }
    #expect(throws: FoveaError.self) { try StreamTrainer(other, streams: streams) }
  }

  /// Read in pieces or at once, the states are the same.
  @Test(arguments: [Recurrent.Cell.lstm, .gru]) func statesAreCarried(_ cell: Recurrent.Cell) throws
  {
    let corpus = try TextCorpus("abcdefgh")
    let network = try model(corpus, cell)
    let ids = Tensor(shape: [1, 8], scalars: (0..<8).map { Float($0) })
    func shapes(_ length: Int) -> [String: Shape] {
      network.inputShapes(batch: 1).merging(["text": [1, length]]) { $1 }
    }
    let whole = try Plan(network, shapes: shapes(8))
    try whole.setInput("text", to: ids)
    try whole.run()
    let all = whole.value(of: network.outputs[0])
    let pieces = try CarriedPlan(network, shapes: shapes(2))
    for _ in 0..<2 {
      try pieces.reset()
      var scores: [Float] = []
      for start in stride(from: 0, to: 8, by: 2) {
        try pieces.plan.setInput(
          "text", to: Tensor(shape: [1, 2], scalars: Array(ids.scalars[start..<start + 2])))
        try pieces.run()
        scores += pieces.plan.value(of: network.outputs[0]).scalars
      }
      for (own, exact) in zip(scores, all.scalars) { #expect(abs(own - exact) < 1e-5) }
    }
    let plain = try Network(input: .sequence(length: 3, features: 2)) { LSTM(hidden: 2) }
    #expect(throws: FoveaError.self) { try CarriedPlan(plain, shapes: [:]) }
  }
}

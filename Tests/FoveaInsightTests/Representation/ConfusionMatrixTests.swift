import Fovea
import Testing

@Suite("Confusion matrix")
struct ConfusionMatrixTests {
  /// A network that answers with the class whose number is its only input.
  private func evaluation(_ pairs: [(truth: Int, answer: Int)]) throws -> Evaluation {
    var network = try Network(input: .vector(3)) { Dense("logits", 3) }
    network.setWeights(Tensor(shape: [3, 3], scalars: [1, 0, 0, 0, 1, 0, 0, 0, 1]), at: 0)
    var inputs = Tensor.zeros([pairs.count, 3])
    for (sample, pair) in pairs.enumerated() { inputs[sample, pair.answer] = 1 }
    return try Evaluation(
      of: network,
      on: try TensorSamples(
        inputs: inputs, targets: Tensor(pairs.map { Float($0.truth) }), classCount: 3))
  }

  @Test("Mistakes are listed by how often they were made, with their samples")
  func mistakes() throws {
    let found = try ConfusionMatrix(
      of: try evaluation([(0, 0), (1, 2), (2, 1), (1, 1), (2, 1), (0, 2)]), names: ["a", "b", "c"])
    try found.validate()
    #expect(found.counts == [[1, 0, 1], [0, 1, 1], [0, 2, 0]])
    #expect(found.mistakeCount == 4)
    #expect(found.mistakes.map { [$0.truth, $0.answer] } == [[2, 1], [0, 2], [1, 2]])
    #expect(found.mistakes.map(\.samples) == [[2, 4], [5], [1]])
  }

  @Test("Names that do not fit are an error")
  func names() throws {
    let evaluation = try evaluation([(0, 0)])
    #expect(throws: FoveaError.self) { try ConfusionMatrix(of: evaluation, names: ["a"]) }
  }
}

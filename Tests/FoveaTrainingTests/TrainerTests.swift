import FoveaNetwork
import FoveaTensor
import FoveaTraining
import Testing

@Suite struct TrainerTests {
  static func xor() throws -> TensorSamples {
    try TensorSamples(
      inputs: Tensor(shape: [4, 2], scalars: [0, 0, 0, 1, 1, 0, 1, 1]),
      targets: Tensor([0, 1, 1, 0]))
  }

  static func perceptron(seed: UInt64 = 1) throws -> Network {
    try Network(input: .vector(2), seed: seed) {
      Dense("hidden", 8)
      Tanh()
      Dense("logits", 2)
    }
  }

  @Test func learnsXOR() throws {
    var trainer = try Trainer(Self.perceptron(), optimizer: Adam(learningRate: 0.05), batchSize: 4)
    let run = try trainer.fit(Self.xor(), epochs: 200)
    #expect(run["accuracy/train"]?.last == 1)
    #expect(try #require(run["loss/train"]?.last) < 0.05)
    #expect(trainer.epoch == 200 && trainer.step == 200)
  }
}

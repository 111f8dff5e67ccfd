import TestSupport
import FoveaNetwork
import FoveaTensor
import FoveaTraining
import Testing

/// A loss that is no number ends training in one clear line, and what was good is kept.
@Suite struct DivergenceTests {
  @Test func lossNamesEpochAndStep() throws {
    let samples = try TensorSamples(
      inputs: Tensor(shape: [4, 2], scalars: [0, 0, 0, 1, .nan, 0, 1, 1]),
      targets: Tensor([0, 1, 1, 0]))
    var trainer = try Trainer(perceptron(), batchSize: 4)
    let before = trainer.network
    let text = message { try trainer.fit(samples, epochs: 1) }
    #expect(text.hasPrefix("the loss became nan in epoch 1, step 1, at the learning rate 0.001; "))
    #expect(text.contains("try a smaller learning rate"))
    #expect(trainer.network == before && trainer.step == 0)
  }

  @Test func theLastGoodCheckpointStays() throws {
    try withTemporaryFolder { folder in
      let network = try Network(input: .vector(1), seed: 1) { Dense("out", 1) }
      let samples = try TensorSamples(
        inputs: Tensor(shape: [2, 1], scalars: [1, 2]),
        targets: Tensor(shape: [2, 1], scalars: [1, 1]))
      var trainer = try Trainer(
        network, optimizer: SGD(learningRate: 100), loss: .meanSquared, batchSize: 2)
      let checkpoints = Checkpoints(to: "\(folder)/c.safetensors", every: .steps(1))
      let text = message {
        try trainer.fit(samples, epochs: 100, log: "\(folder)/run", checkpoints: checkpoints)
      }
      #expect(text.contains("became inf in epoch"))
      let saved = try Trainer(resuming: checkpoints.path)
      #expect(saved.step == trainer.step && saved.step > 2)
      #expect(saved.network == trainer.network)
      #expect(saved.network.weights.allSatisfy { $0.scalars.allSatisfy(\.isFinite) })
      // What was measured up to then is on disk as well.
      #expect(
        try RunLog(contentsOf: "\(folder)/run").series("loss/step").points.count == saved.step)
    }
  }
}

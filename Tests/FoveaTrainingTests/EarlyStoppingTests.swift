import FoveaNetwork
import FoveaTensor
import FoveaTraining
import Testing

@Suite struct EarlyStoppingTests {
  /// Training pulls a single weight from 0 up to 1; validation likes 0.4 best.
  static func pulled() throws -> (trainer: Trainer, train: TensorSamples, validation: TensorSamples)
  {
    var network = try Network(input: .vector(1), seed: 1) { Dense("out", 1, bias: false) }
    network.setWeights(.zeros([1, 1]), at: 0)
    func samples(_ target: Float) throws -> TensorSamples {
      try TensorSamples(
        inputs: Tensor(shape: [1, 1], scalars: [1]),
        targets: Tensor(shape: [1, 1], scalars: [target]))
    }
    return (
      try Trainer(network, optimizer: SGD(learningRate: 0.05), loss: .meanSquared, batchSize: 1),
      try samples(1), try samples(0.4)
    )
  }

  @Test func bestWeightsComeBack() throws {
    // After epoch n the weight is 1 − 0.9ⁿ: 0.3439 after 4, 0.40951 after 5, 0.468559 after 6.
    var (trainer, train, validation) = try Self.pulled()
    var end: TrainingEnd?
    let run = try trainer.fit(
      train, validating: validation, epochs: 50, earlyStopping: EarlyStopping(patience: 3)
    ) { if case .finished(let why) = $0.moment { end = why } }
    #expect(end == .stoppedEarly(bestEpoch: 5))
    #expect(trainer.epoch == 8)
    #expect(abs(trainer.network.weights[0].scalars[0] - 0.40951) < 1e-5)
    #expect(trainer.bestNetwork == trainer.network)
    let losses = try run.series("loss/validation").values
    #expect(losses.count == 8 && losses.min() == losses[4])
  }

  @Test func weightsStayWhereAsked() throws {
    var (trainer, train, validation) = try Self.pulled()
    try trainer.fit(
      train, validating: validation, epochs: 50,
      earlyStopping: EarlyStopping(patience: 3, restoresBest: false))
    #expect(abs(trainer.network.weights[0].scalars[0] - 0.56953279) < 1e-5)
    #expect(abs(trainer.bestNetwork.weights[0].scalars[0] - 0.40951) < 1e-5)
  }

  @Test func smallStepsDoNotCount() throws {
    // Losses are 0.09, 0.0441, 0.0166, 0.0031, 0.0001: the third alone is better than the first by more than 0.05.
    var (trainer, train, validation) = try Self.pulled()
    try trainer.fit(
      train, validating: validation, epochs: 50,
      earlyStopping: EarlyStopping(patience: 2, minDelta: 0.05))
    #expect(trainer.epoch == 5)
  }

  @Test func withoutAnImprovementAllEpochsAreDone() throws {
    var (trainer, train, _) = try Self.pulled()
    try trainer.fit(train, epochs: 12, earlyStopping: EarlyStopping(patience: 1))
    #expect(trainer.epoch == 12)
  }

  @Test func bestWithoutStopping() throws {
    var (trainer, train, validation) = try Self.pulled()
    try trainer.fit(train, validating: validation, epochs: 9)
    #expect(trainer.epoch == 9)
    #expect(abs(trainer.bestNetwork.weights[0].scalars[0] - 0.40951) < 1e-5)
  }
}

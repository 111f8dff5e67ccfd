import TestSupport
import FoveaData
import FoveaEngine
import FoveaNetwork
import FoveaTensor
import FoveaTraining
import Testing

@Suite struct TrainerTests {
  @Test func learnsExclusiveOr() throws {
    var trainer = try Trainer(perceptron(), optimizer: Adam(learningRate: 0.05), batchSize: 4)
    let run = try trainer.fit(exclusiveOr(), epochs: 200)
    #expect(run["accuracy/train"]?.last == 1)
    #expect(try #require(run["loss/train"]?.last) < 0.05)
    #expect(trainer.epoch == 200 && trainer.step == 200)
    #expect(run["loss/step"]?.points.count == 200)
  }

  @Test func learnsExclusiveOrByOtherLosses() throws {
    let network = try Network(input: .vector(2), seed: 3) {
      Dense("hidden", 8)
      Tanh()
      Dense("logit", 1)
    }
    let samples = try TensorSamples(
      inputs: exclusiveOr().inputs, targets: Tensor(shape: [4, 1], scalars: [0, 1, 1, 0]))
    for (loss, limit) in [(Loss.binaryCrossEntropy, Float(0.05)), (.meanSquared, 0.01)] {
      var trainer = try Trainer(
        network, optimizer: Adam(learningRate: 0.05), loss: loss, batchSize: 3)
      let run = try trainer.fit(samples, epochs: 300)
      #expect(try #require(run["loss/train"]?.last) < limit, "\(loss)")
      #expect(run["accuracy/train"]?.last == (loss == .meanSquared ? nil : 1))
    }
  }

  @Test func convolutionsOverfitPhotographs() throws {
    let samples = try fashion(64)
    let network = try Network(input: .image(channels: 1, height: 28, width: 28), seed: 1) {
      Conv2D("conv", filters: 6, kernel: 5, stride: 2, padding: .same)
      ReLU()
      Flatten()
      Dense("logits", 10)
    }
    var trainer = try Trainer(network, optimizer: Adam(learningRate: 5e-3), batchSize: 24)
    let run = try trainer.fit(samples, epochs: 40)
    #expect(run["accuracy/train"]?.last == 1)
    #expect(try Evaluation(of: trainer.network, on: samples).accuracy == 1)
  }

  @Test func recurrentNetworkRecalls() throws {
    let task = DelayedRecall(symbols: 4, delay: 8, count: 400, seed: 2)
    let network = try Network(input: .sequence(length: task.time, features: 6), seed: 4) {
      LSTM("lstm", hidden: 24, forgetBias: 1)
      Dense("logits", 4)
    }
    var trainer = try Trainer(
      network, optimizer: Adam(learningRate: 0.02), batchSize: 50, clipping: .norm(1))
    let run = try trainer.fit(task, epochs: 25)
    let fresh = DelayedRecall(symbols: 4, delay: 8, count: 100, seed: 99)
    #expect(try Evaluation(of: trainer.network, on: fresh).accuracy == 1)
    #expect(try #require(run["accuracy/train"]?.points.first).value < 0.7)
  }

  @Test func sameSeedSameBits() throws {
    let samples = try noisePictures(70)
    var networks: [Network] = []
    for seed in [3, 3, 4] as [UInt64] {
      var trainer = try Trainer(stubbornNetwork(), batchSize: 16, seed: seed)
      try trainer.fit(samples, epochs: 2)
      networks.append(trainer.network)
    }
    #expect(networks[0] == networks[1])
    #expect(networks[0] != networks[2])
  }

  @Test func aCopyIsItsOwn() throws {
    let samples = try noisePictures(40)
    var trainer = try Trainer(stubbornNetwork(), batchSize: 16)
    try trainer.fit(samples, epochs: 1)
    var copy = trainer
    try copy.fit(samples, epochs: 1)
    #expect(trainer.epoch == 1 && copy.epoch == 2)
    #expect(trainer.network != copy.network)
    try trainer.fit(samples, epochs: 1)
    #expect(trainer.network == copy.network)
    copy.learningRate = 0.5
    #expect(trainer.learningRate == 1e-3 && copy.learningRate == 0.5)
  }

  @Test func ratesFollowTheSchedule() throws {
    var trainer = try Trainer(
      perceptron(), optimizer: SGD(learningRate: 0.5),
      schedule: .warmUp(steps: 2, then: .step(every: 1, factor: 0.1)),
      batchSize: 2)
    let run = try trainer.fit(exclusiveOr(), epochs: 2)
    let rates = try run.series("learning-rate/step").values
    for (rate, expected) in zip(rates, [0.25, 0.5, 0.5, 0.05] as [Float]) {
      #expect(abs(rate - expected) < 1e-6)
    }
    #expect(rates.count == 4)
  }

  @Test func whatIsLoggedIsTrue() throws {
    let samples = try noisePictures(50)
    var trainer = try Trainer(
      perceptronOnPictures(), optimizer: SGD(learningRate: 0), batchSize: 16)
    let run = try trainer.fit(samples, validating: samples, epochs: 2)
    let check = try Evaluation(of: trainer.network, on: samples)
    // Weights that do not move: the epoch's mean over unequal batches is the mean over all samples.
    for name in ["loss/train", "loss/validation"] {
      for value in try run.series(name).values { #expect(abs(Double(value) - check.loss) < 1e-5) }
    }
    for name in ["accuracy/train", "accuracy/validation"] {
      #expect(try run.series(name).last == check.accuracy.map { Float($0) })
    }
    #expect(try run.series("loss/train").points.map(\.step) == [4, 8])
    #expect(
      try run.series("loss/step").points.map(\.epoch) == [0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2])
    #expect(try run.series("gradient-norm/step").values.allSatisfy { $0 > 0 })
  }

  private func perceptronOnPictures() throws -> Network {
    try Network(input: .image(channels: 1, height: 8, width: 8), seed: 2) {
      Flatten()
      Dense("logits", 3)
    }
  }

  @Test func progressIsTold() throws {
    var told: [TrainingProgress] = []
    var trainer = try Trainer(perceptron(), batchSize: 3)
    try trainer.fit(exclusiveOr(), validating: exclusiveOr(), epochs: 2) { told.append($0) }
    #expect(
      told.map(\.moment) == [
        .step, .step, .epoch, .step, .step, .epoch, .finished(.completed),
      ])
    #expect(told.map(\.epoch) == [1, 1, 1, 2, 2, 2, 2])
    #expect(told.map(\.step) == [1, 2, 2, 1, 2, 2, 2])
    #expect(told[2].validationLoss != nil && told[1].validationLoss == nil)
    #expect(told[0].samplesPerSecond > 0 && told[0].secondsLeft > 0 && told[4].secondsLeft == 0)
  }

  @Test func whatDoesNotFitIsNamed() throws {
    var trainer = try Trainer(perceptron())
    let pictures = try noisePictures(4)
    #expect(message { try trainer.fit(pictures, epochs: 1) }.contains("input"))
    let sequences = try TensorSamples(inputs: .zeros([4, 2]), targets: .zeros([4, 3]))
    #expect(
      message { try trainer.fit(sequences, epochs: 1) }
        == "the loss (cross-entropy) of an output [4, 2] needs targets [4], the samples have [4, 3]"
    )
    let ten = try TensorSamples(inputs: .zeros([4, 2]), targets: .zeros([4]), classCount: 10)
    #expect(message { try trainer.fit(ten, epochs: 1) }.contains("10 classes"))
    let wrong = try TensorSamples(inputs: .zeros([4, 2]), targets: Tensor([0, 1, 2, 0]))
    #expect(message { try trainer.fit(wrong, epochs: 1) }.contains("is not one of 2 classes"))
    let none = try TensorSamples(inputs: .zeros([0, 2]), targets: .zeros([0]))
    #expect(message { try trainer.fit(none, epochs: 1) } == "there are no training samples")
    #expect(
      message { _ = try TensorSamples(inputs: .zeros([3, 2]), targets: .zeros([4])) }
        .contains("as many targets as inputs"))
    let fixed = try Network(input: .vector(2)) { ReLU() }
    #expect(message { _ = try Trainer(fixed) }.contains("no trainable weights"))
  }
}

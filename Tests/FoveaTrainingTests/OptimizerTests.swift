import TestSupport
import FoveaNetwork
import FoveaTensor
import Testing

@testable import FoveaTraining

/// All optimizers against PyTorch's, step by step.
@Suite struct OptimizerTests {
  struct Case: CustomTestStringConvertible {
    var name: String
    var optimizer: any Optimizer
    var clipping: GradientClipping?
    var testDescription: String { name }
  }

  static let cases: [Case] = [
    Case(name: "sgd", optimizer: SGD(learningRate: 0.1)),
    Case(name: "sgd-decay", optimizer: SGD(learningRate: 0.1, weightDecay: 0.05)),
    Case(name: "momentum", optimizer: SGD(learningRate: 0.1, momentum: 0.9, weightDecay: 0.01)),
    Case(
      name: "nesterov",
      optimizer: SGD(learningRate: 0.1, momentum: 0.9, nesterov: true, weightDecay: 0.01)),
    Case(name: "rmsprop", optimizer: RMSprop(learningRate: 0.01)),
    Case(
      name: "rmsprop-all",
      optimizer: RMSprop(
        learningRate: 0.01, alpha: 0.9, epsilon: 1e-6, momentum: 0.8, centered: true,
        weightDecay: 0.02)),
    Case(name: "adagrad", optimizer: Adagrad(learningRate: 0.1)),
    Case(
      name: "adagrad-all",
      optimizer: Adagrad(learningRate: 0.1, rateDecay: 0.1, initialSum: 0.5, weightDecay: 0.02)),
    Case(name: "adam", optimizer: Adam(learningRate: 0.01)),
    Case(
      name: "adam-all",
      optimizer: Adam(
        learningRate: 0.01, beta1: 0.8, beta2: 0.95, epsilon: 1e-4, weightDecay: 0.1)),
    Case(name: "adamw", optimizer: AdamW(learningRate: 0.01)),
    Case(
      name: "adamw-all",
      optimizer: AdamW(
        learningRate: 0.05, beta1: 0.7, beta2: 0.9, epsilon: 1e-6, weightDecay: 0.3)),
    Case(name: "clip-value", optimizer: SGD(learningRate: 0.1), clipping: .value(0.5)),
    Case(name: "clip-norm", optimizer: SGD(learningRate: 0.1), clipping: .norm(7)),
  ]

  @Test(arguments: cases)
  func agreesWithPyTorch(_ entry: Case) throws {
    let file = try SafetensorsFile.read(fixture("optimizers.safetensors"))
    let gradients = try file.tensor("gradients")
    let expected = try file.tensor(entry.name)
    var weights = try file.tensor("start").scalars
    let memory = OptimizerMemory(entry.optimizer, count: weights.count)
    for step in 0..<10 {
      var gradient = gradients.element(step).scalars
      unsafe gradient.withUnsafeMutableBufferPointer { gradient in
        let norm = unsafe GradientClipping.norm(of: gradient)
        unsafe entry.clipping?.apply(to: gradient, norm: norm)
        unsafe weights.withUnsafeMutableBufferPointer { weights in
          entry.optimizer.apply(
            unsafe OptimizerStep(
              weights: weights, gradients: gradient, states: memory.blocks,
              rate: entry.optimizer.learningRate, number: step + 1))
        }
      }
      for (own, theirs) in zip(weights, expected.element(step).scalars) {
        #expect(abs(own - theirs) <= 1e-6 + 1e-5 * abs(theirs), "step \(step)")
      }
    }
  }

  @Test func clippedNormIsTheLimit() {
    var gradients: [Float] = [3, -4, 12]
    unsafe gradients.withUnsafeMutableBufferPointer { block in
      let norm = unsafe GradientClipping.norm(of: block)
      #expect(norm == 13)
      unsafe GradientClipping.norm(20).apply(to: block, norm: norm)
      #expect(unsafe Array(block) == [3, -4, 12])
      unsafe GradientClipping.norm(6.5).apply(to: block, norm: norm)
      #expect(unsafe abs(GradientClipping.norm(of: block) - 6.5) < 1e-5)
      unsafe GradientClipping.value(1.6).apply(to: block, norm: norm)
      #expect(unsafe Array(block)[1...] == [-1.6, 1.6])
    }
  }

  @Test func settingsSurviveJSON() throws {
    for entry in Self.cases {
      let settings = TrainingSettings(
        optimizer: entry.optimizer, schedule: .warmUp(steps: 5, then: .cosine(steps: 9)),
        loss: .crossEntropy(labelSmoothing: 0.1), batchSize: 7, clipping: entry.clipping, seed: .max
      )
      let read = try JSONCoding.roundTrip(settings)
      #expect(AnyHashable(read.optimizer) == AnyHashable(entry.optimizer), "\(entry.name)")
      #expect(read.schedule == settings.schedule && read.loss == settings.loss)
      #expect(read.batchSize == 7 && read.clipping == entry.clipping && read.seed == .max)
    }
  }

  @Test func unknownOptimizerIsNamed() {
    #expect(
      message { _ = try OptimizerTable.type(named: "adan") }.contains("the nearest are adam"))
  }
}

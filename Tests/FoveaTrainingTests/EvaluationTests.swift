import TestSupport
import FoveaData
import FoveaNetwork
import FoveaTensor
import FoveaTraining
import Foundation
import Testing

@Suite struct EvaluationTests {
  /// A network that passes its two or three inputs on as logits.
  static func passing(_ classes: Int) throws -> Network {
    var network = try Network(input: .vector(classes)) { Dense("logits", classes, bias: false) }
    var identity = Tensor.zeros([classes, classes])
    for index in 0..<classes { identity[index, index] = 1 }
    network.setWeights(identity, at: 0)
    return network
  }

  @Test func numbersByHand() throws {
    let samples = try TensorSamples(
      inputs: Tensor(shape: [5, 3], scalars: [2, 1, 0, 0, 3, 0, 1, 1, 0, 0, 0, 5, 4, 0, 0]),
      targets: Tensor([0, 1, 1, 1, 2]))
    let result = try Evaluation(of: Self.passing(3), on: samples, batchSize: 2)
    #expect(result.count == 5 && result.targets == [0, 1, 1, 1, 2])
    #expect(result.predictions == [0, 1, 0, 2, 0])  // the first class on a tie
    #expect(result.accuracy == 0.4)
    #expect(result.confusion == [[1, 0, 0], [1, 1, 1], [1, 0, 0]])
    #expect(result.classAccuracies == [1, 1.0 / 3, 0])
    var loss = 0.0
    for row in 0..<5 {
      let logits = samples.inputs.element(row).scalars.map(Double.init)
      let sum = logits.map { exp($0) }.reduce(0, +)
      for (column, logit) in logits.enumerated() {
        #expect(abs(Double(result.probabilities[row, column]) - exp(logit) / sum) < 1e-6)
      }
      loss += log(sum) - logits[Int(samples.targets[row])]
    }
    #expect(abs(result.loss - loss / 5) < 1e-6)
  }

  @Test func batchesDoNotMatter() throws {
    let samples = try fashion(50)
    let network = try Zoo.network(named: "shallow-cnn", seed: 3)
    let whole = try Evaluation(of: network, on: samples, batchSize: 64)
    let parts = try Evaluation(of: network, on: samples, batchSize: 7)
    #expect(whole.predictions == parts.predictions && whole.confusion == parts.confusion)
    #expect(abs(whole.loss - parts.loss) < 1e-5)
    #expect(whole.probabilities.shape == [50, 10])
    let short = try Evaluation(of: network, on: samples, keepsProbabilities: false)
    #expect(short.probabilities.shape == [0, 10] && short.accuracy == whole.accuracy)
  }

  @Test func targetsThatDoNotCountAreLeftOut() throws {
    let task = DelayedRecall(symbols: 2, delay: 3, count: 6, seed: 1)
    let network = try Network(input: .sequence(length: task.time, features: 4), seed: 1) {
      ElmanRNN("rnn", hidden: 4)
      Dense("logits", 2)
    }
    let result = try Evaluation(of: network, on: task)
    #expect(result.targets.count == 6 * task.time)
    #expect(result.targets.filter { $0 >= 0 }.count == 6)
    #expect(result.confusion.flatMap(\.self).reduce(0, +) == 6)
  }

  @Test func otherLossesHaveNoClasses() throws {
    let samples = try TensorSamples(
      inputs: Tensor(shape: [2, 2], scalars: [1, -1, 2, 0]),
      targets: Tensor(shape: [2, 2], scalars: [1, 1, 0, 0]))
    let squared = try Evaluation(of: Self.passing(2), on: samples, loss: .meanSquared)
    #expect(squared.loss == 2 && squared.accuracy == nil && squared.confusion.isEmpty)
    let binary = try Evaluation(of: Self.passing(2), on: samples, loss: .binaryCrossEntropy)
    #expect(binary.accuracy == 0.5)  // 1 for 1, −1 not for 1, 2 not for 0, 0 for 0
  }

  @Test func nothingIsNotEvaluated() throws {
    let none = try TensorSamples(inputs: .zeros([0, 2]), targets: .zeros([0]))
    #expect(message { _ = try Evaluation(of: Self.passing(2), on: none) }.contains("no samples"))
  }
}

public import FoveaData
public import FoveaNetwork
public import FoveaTensor
import Foundation

/// How well a network does on samples.
public struct Evaluation: Hashable, Sendable {
  /// The number of samples.
  public let count: Int
  /// The mean loss.
  public let loss: Double
  /// The share of right answers; `nil` for losses that know none.
  public let accuracy: Double?
  /// The class of each prediction's target, −1 where it does not count; empty unless classes are told apart.
  public let targets: [Int]
  /// The most probable class for each target, the first on a tie.
  public let predictions: [Int]
  /// The probabilities of the classes for each target, `[targets, classes]`; empty where they were not asked for.
  public let probabilities: Tensor
  /// How often a class (row) was taken for another (column), `[classes][classes]`.
  public let confusion: [[Int]]

  /// For each class the share of its samples that were recognised; `nil` where there were none.
  public var classAccuracies: [Double?] {
    confusion.enumerated().map { index, row in
      let total = row.reduce(0, +)
      return total > 0 ? Double(row[index]) / Double(total) : nil
    }
  }

  /// Runs a network over all samples, in batches.
  ///
  /// - Parameter keepsProbabilities: whether the probabilities are kept, which takes memory for each sample and class.
  /// - Throws: `FoveaError` where the samples do not fit the network, or there are none.
  /// - Precondition: the batch size is positive.
  public init(
    of network: Network, on samples: some SampleSource, loss: Loss = .crossEntropy,
    batchSize: Int = 256, keepsProbabilities: Bool = true
  ) throws(FoveaError) {
    precondition(batchSize > 0, "a batch has a sample, got \(batchSize)")
    guard samples.count > 0 else { throw FoveaError("there are no samples to evaluate on") }
    let passes = PlanCache(try LossGraph.make(network, loss: loss))
    var answers = Answers(keepsProbabilities: keepsProbabilities)
    let sums = try passes.evaluate(samples, batch: batchSize) { pass in
      if case .crossEntropy = loss { answers.append(pass) }
    }
    self.init(
      count: samples.count, loss: sums.meanLoss, accuracy: sums.accuracy,
      targets: answers.targets, predictions: answers.predictions,
      probabilities: Tensor(
        shape: [keepsProbabilities ? answers.targets.count : 0, answers.classes],
        scalars: answers.probabilities), confusion: answers.confusion)
  }

  private init(
    count: Int, loss: Double, accuracy: Double?, targets: [Int], predictions: [Int],
    probabilities: Tensor, confusion: [[Int]]
  ) {
    self.count = count
    self.loss = loss
    self.accuracy = accuracy
    self.targets = targets
    self.predictions = predictions
    self.probabilities = probabilities
    self.confusion = confusion
  }
}

/// Predictions of classes, batch after batch.
private struct Answers {
  let keepsProbabilities: Bool
  var classes = 0
  var targets: [Int] = []
  var predictions: [Int] = []
  var probabilities: [Float] = []
  var confusion: [[Int]] = []

  mutating func append(_ pass: BatchPlan) {
    let (logits, targets) = pass.classified()
    classes = logits.shape[1]
    if confusion.isEmpty {
      confusion = Array(repeating: Array(repeating: 0, count: classes), count: classes)
    }
    let best = logits.argmaxOfRows()
    for (target, prediction) in zip(targets, best) where target >= 0 {
      confusion[target][prediction] += 1
    }
    self.targets += targets
    predictions += best
    guard keepsProbabilities else { return }
    for row in 0..<logits.shape[0] {
      probabilities += Self.softmax(logits.scalars[row * classes..<(row + 1) * classes])
    }
  }

  private static func softmax(_ logits: ArraySlice<Float>) -> [Float] {
    let top = logits.max() ?? 0
    let powers = logits.map { exp(Double($0 - top)) }
    let sum = powers.reduce(0, +)
    return powers.map { Float($0 / sum) }
  }
}

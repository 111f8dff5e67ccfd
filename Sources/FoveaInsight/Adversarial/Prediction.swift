import Foundation

/// What a network says of one image.
public struct Prediction: Hashable, Sendable {
  /// The score of each class before softmax.
  public let logits: [Float]

  /// Creates a prediction.
  ///
  /// - Precondition: there is at least one class.
  public init(logits: [Float]) {
    precondition(!logits.isEmpty, "a prediction needs a class")
    self.logits = logits
  }

  /// The class with the largest logit; the first one on a tie.
  public var label: Int {
    var best = 0
    for index in logits.indices where logits[index] > logits[best] { best = index }
    return best
  }

  /// The softmax probability of a class.
  public func probability(of label: Int) -> Float {
    let top = logits.max() ?? 0
    let sum = logits.reduce(0.0) { $0 + exp(Double($1 - top)) }
    return Float(exp(Double(logits[label] - top)) / sum)
  }

  /// The softmax probability of the predicted class.
  public var confidence: Float { probability(of: label) }

  /// Whether all logits are numbers and finite.
  public var isFinite: Bool { logits.allSatisfy(\.isFinite) }

  func leastLikely(except label: Int) -> Int {
    var worst: Int?
    for index in logits.indices where index != label {
      if worst.map({ logits[index] < logits[$0] }) ?? true { worst = index }
    }
    return worst ?? label
  }
}

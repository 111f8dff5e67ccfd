public import FoveaTensor

/// The adding problem (Hochreiter & Schmidhuber 1997, experiment 4): two marked numbers of a long sequence are added.
///
/// Each step has two features: a number of −1...1, and a mark that is 1 at two steps, −1 at the first and last step, else
/// 0. The first marked step is one of the first ten, the second one of the first half. The target is
/// `0.5 + (X₁ + X₂) / 4`, in 0...1; a marked first step keeps its −1 and counts as 0. Unlike there, all sequences have
/// one length. Guessing 0.5 always has the mean squared error 1/24 (0.0417), or a little less by the first step's zero.
public struct AddingProblem: SequenceTask {
  /// The number of steps.
  public let length: Int
  /// Which samples are drawn.
  public let draws: SampleDraws

  /// Creates the task.
  ///
  /// - Precondition: a sequence has 6 steps or more, and `count` is not negative.
  public init(length: Int, count: Int, seed: UInt64, renewsEachEpoch: Bool = false) {
    precondition(length >= 6, "a sequence has 6 steps or more, got \(length)")
    self.length = length
    draws = SampleDraws(count: count, seed: seed, renewsEachEpoch: renewsEachEpoch)
  }

  /// Each step has a number and a mark.
  public var inputShape: Shape { [length, 2] }
  /// One number for each sequence.
  public var targetShape: Shape { [1] }
  /// The target is measured, no class.
  public var classCount: Int? { nil }

  /// Draws a sequence and its sum.
  public func draw(
    from source: inout RandomSource, inputs: inout [Float], targets: inout [Float]
  ) {
    for step in 0..<length { inputs[2 * step] = source.uniform(in: -1...1) }
    let first = source.index(below: min(10, length / 2))
    // One of the first half that is not marked yet.
    var second = source.index(below: length / 2 - 1)
    if second >= first { second += 1 }
    var sum: Float = 0
    for step in [first, second] where step > 0 {
      inputs[2 * step + 1] = 1
      sum += inputs[2 * step]
    }
    inputs[1] = -1
    inputs[2 * length - 1] = -1
    targets[0] = 0.5 + sum / 4
  }
}

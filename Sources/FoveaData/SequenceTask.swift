public import FoveaTensor

/// A task made up of random sequences: each sample is drawn from the seed, the epoch and its number.
///
/// Conforming tasks say how one sample is drawn; batches of inputs `[samples, time, features]` follow from that.
public protocol SequenceTask: SampleSource {
  /// Which samples are drawn.
  var draws: SampleDraws { get }

  /// Draws one sample into buffers that hold zeros (inputs) and −1 (targets).
  func draw(
    from source: inout RandomSource, inputs: inout [Float], targets: inout [Float])
}

/// Which samples of a random task are drawn: how many, from what, and how often anew.
public struct SampleDraws: Hashable, Sendable {
  /// The number of samples of an epoch.
  public let count: Int
  /// Decides the samples.
  public let seed: UInt64
  /// Whether each epoch draws new samples; otherwise all epochs have the same.
  public let renewsEachEpoch: Bool

  /// States how samples are drawn.
  ///
  /// - Precondition: the number of samples is not negative.
  public init(count: Int, seed: UInt64, renewsEachEpoch: Bool = false) {
    precondition(count >= 0, "a number of samples is not negative, got \(count)")
    self.count = count
    self.seed = seed
    self.renewsEachEpoch = renewsEachEpoch
  }

  /// What a sample is drawn from.
  func source(of sample: Int, epoch: Int) -> RandomSource {
    RandomSource(seed: seed, epoch: renewsEachEpoch ? epoch : 0, sample: sample)
  }
}

extension SequenceTask {
  /// The number of samples of an epoch.
  public var count: Int { draws.count }

  /// Draws and writes samples.
  public func copy(
    _ samples: [Int], epoch: Int, inputs: inout MutableSpan<Float>,
    targets: inout MutableSpan<Float>
  ) {
    checkCopy(samples, inputs, targets)
    let inputCount = inputShape.count
    let targetCount = targetShape.count
    for (position, sample) in samples.enumerated() {
      var source = draws.source(of: sample, epoch: epoch)
      var input = [Float](repeating: 0, count: inputCount)
      var target = [Float](repeating: -1, count: targetCount)
      draw(from: &source, inputs: &input, targets: &target)
      for index in 0..<inputCount { inputs[position * inputCount + index] = input[index] }
      for index in 0..<targetCount { targets[position * targetCount + index] = target[index] }
    }
  }
}

extension SequenceTask {
  /// The samples of the first epoch whose inputs another task has not: a network that learnt the other never saw them.
  ///
  /// Short sentences of a small grammar come again and again, also from another seed. Of the other task its first epoch
  /// counts, which is all of it unless it renews its samples. Inputs are compared exactly.
  public func samples(unlike other: some SequenceTask) -> [Int] {
    let known = Set(other.rows())
    return rows().enumerated().filter { !known.contains($0.element) }.map(\.offset)
  }

  /// The inputs of the first epoch's samples.
  private func rows() -> [[Float]] {
    (0..<count).map { batch([$0]).inputs.scalars }
  }
}

/// A task of sentences of a fixed grammar: there is nothing to choose but which are drawn.
public protocol SentenceTask: SequenceTask {
  /// Creates the task.
  init(_ draws: SampleDraws)
}

extension SentenceTask {
  /// Creates the task of so many sentences an epoch.
  ///
  /// - Precondition: the number of sentences is not negative.
  public init(count: Int, seed: UInt64, renewsEachEpoch: Bool = false) {
    self.init(SampleDraws(count: count, seed: seed, renewsEachEpoch: renewsEachEpoch))
  }
}

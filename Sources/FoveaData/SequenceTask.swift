public import FoveaTensor

/// A task made up of random sequences: each sample is drawn from the seed, the epoch and its number.
///
/// Conforming tasks say how one sample is drawn; batches of inputs `[samples, time, features]` follow from that.
public protocol SequenceTask: SampleSource {
  /// The number of samples of an epoch.
  var count: Int { get }
  /// Decides the samples.
  var seed: UInt64 { get }
  /// Whether each epoch draws new samples; otherwise all epochs have the same.
  var renewsEachEpoch: Bool { get }

  /// Draws one sample into buffers that hold zeros (inputs) and −1 (targets).
  func draw(
    from source: inout RandomSource, inputs: inout [Float], targets: inout [Float])
}

extension SequenceTask {
  /// Draws and writes samples.
  public func copy(
    _ samples: [Int], epoch: Int, inputs: inout MutableSpan<Float>,
    targets: inout MutableSpan<Float>
  ) {
    checkCopy(samples, inputs, targets)
    let inputCount = inputShape.count
    let targetCount = targetShape.count
    for (position, sample) in samples.enumerated() {
      var source = RandomSource(seed: seed, epoch: renewsEachEpoch ? epoch : 0, sample: sample)
      var input = [Float](repeating: 0, count: inputCount)
      var target = [Float](repeating: -1, count: targetCount)
      draw(from: &source, inputs: &input, targets: &target)
      for index in 0..<inputCount { inputs[position * inputCount + index] = input[index] }
      for index in 0..<targetCount { targets[position * targetCount + index] = target[index] }
    }
  }
}

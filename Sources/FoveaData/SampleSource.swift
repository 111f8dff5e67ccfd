public import FoveaTensor

/// Samples to learn from: what a training loop needs to know of any data set.
///
/// Samples are numbered from 0. A source is a value that always gives the same numbers for the same sample and epoch, so
/// that a run can be repeated and resumed.
public protocol SampleSource: Sendable {
  /// The number of samples of an epoch.
  var count: Int { get }

  /// The shape of one sample's input, such as `[channels, height, width]` or `[time, features]`.
  var inputShape: Shape { get }

  /// The shape of one sample's target: scalar for one class or value, `[time]` for one at each step.
  var targetShape: Shape { get }

  /// The number of classes where targets are class ids (−1: a step that does not count), or `nil` for measured values.
  var classCount: Int? { get }

  /// Writes the inputs and targets of `samples`, one after another, at the beginning of the two buffers.
  ///
  /// - Parameter epoch: changes what varies from epoch to epoch, such as augmentation.
  /// - Precondition: the sample numbers exist, and each buffer holds `samples.count` of its shape or more.
  func copy(
    _ samples: [Int], epoch: Int, inputs: inout MutableSpan<Float>,
    targets: inout MutableSpan<Float>)
}

extension SampleSource {
  /// The inputs `[samples, …inputShape]` and targets `[samples, …targetShape]` of some samples.
  public func batch(_ samples: [Int], epoch: Int = 0) -> (inputs: Tensor, targets: Tensor) {
    var inputs = [Float](repeating: 0, count: samples.count * inputShape.count)
    var targets = [Float](repeating: 0, count: samples.count * targetShape.count)
    var inputSpan = inputs.mutableSpan
    var targetSpan = targets.mutableSpan
    copy(samples, epoch: epoch, inputs: &inputSpan, targets: &targetSpan)
    return (
      Tensor(shape: Shape([samples.count] + inputShape.dimensions), scalars: inputs),
      Tensor(shape: Shape([samples.count] + targetShape.dimensions), scalars: targets)
    )
  }

  /// Checks the contract of `copy`.
  func checkCopy(
    _ samples: [Int], _ inputs: borrowing MutableSpan<Float>,
    _ targets: borrowing MutableSpan<Float>
  ) {
    precondition(
      inputs.count >= samples.count * inputShape.count
        && targets.count >= samples.count * targetShape.count,
      "\(samples.count) samples do not fit into \(inputs.count) inputs, \(targets.count) targets")
    for sample in samples {
      precondition(
        sample >= 0 && sample < count, "there is no sample \(sample) among \(count)")
    }
  }
}

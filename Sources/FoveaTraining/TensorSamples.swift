public import FoveaData
public import FoveaTensor

/// Samples that lie in two tensors, one behind the other along the outermost dimension.
public struct TensorSamples: SampleSource, Hashable {
  /// The inputs, `[count, …]`.
  public let inputs: Tensor
  /// The targets, `[count, …]`; `[count]` for class numbers.
  public let targets: Tensor
  /// The number of classes where targets are class numbers.
  public let classCount: Int?

  /// Creates samples.
  ///
  /// - Throws: `FoveaError` where the numbers of inputs and targets differ.
  public init(inputs: Tensor, targets: Tensor, classCount: Int? = nil) throws(FoveaError) {
    guard inputs.shape.rank > 0, targets.shape.rank > 0, inputs.shape[0] == targets.shape[0] else {
      throw FoveaError(
        "as many targets as inputs are needed, got the shapes \(inputs.shape) and \(targets.shape)")
    }
    self.inputs = inputs
    self.targets = targets
    self.classCount = classCount
  }

  /// The number of samples.
  public var count: Int { inputs.shape[0] }
  /// The shape of one input.
  public var inputShape: Shape { Shape(Array(inputs.shape.dimensions.dropFirst())) }
  /// The shape of one target.
  public var targetShape: Shape { Shape(Array(targets.shape.dimensions.dropFirst())) }

  /// Writes samples; all epochs have the same.
  public func copy(
    _ samples: [Int], epoch: Int, inputs inputSpan: inout MutableSpan<Float>,
    targets targetSpan: inout MutableSpan<Float>
  ) {
    Self.copy(samples, of: inputs, to: &inputSpan)
    Self.copy(samples, of: targets, to: &targetSpan)
  }

  private static func copy(_ samples: [Int], of tensor: Tensor, to span: inout MutableSpan<Float>) {
    let row = tensor.shape.count / max(1, tensor.shape[0])
    for (slot, sample) in samples.enumerated() {
      for index in 0..<row { span[slot * row + index] = tensor.scalars[sample * row + index] }
    }
  }
}

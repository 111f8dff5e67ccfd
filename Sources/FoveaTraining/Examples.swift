public import FoveaTensor

/// Pairs of inputs and targets that can be copied in batches, in any order.
public protocol Examples {
  /// The number of pairs.
  var count: Int { get }
  /// The shape of one input, without the batch.
  var inputShape: Shape { get }
  /// The shape of one target, without the batch; a scalar for class numbers.
  var targetShape: Shape { get }

  /// Writes the inputs at `positions` one after another.
  func copyInputs(at positions: ArraySlice<Int>, into memory: UnsafeMutableBufferPointer<Float>)

  /// Writes the targets at `positions` one after another.
  func copyTargets(at positions: ArraySlice<Int>, into memory: UnsafeMutableBufferPointer<Float>)
}

/// Inputs and targets that lie in two tensors, the examples along the outermost dimension.
public struct TensorExamples: Examples, Hashable, Sendable {
  /// The inputs, `[count, …]`.
  public let inputs: Tensor
  /// The targets, `[count, …]`; `[count]` for class numbers.
  public let targets: Tensor

  /// Creates examples.
  ///
  /// - Throws: `FoveaError` where the numbers of inputs and targets differ.
  public init(inputs: Tensor, targets: Tensor) throws(FoveaError) {
    guard inputs.shape.rank > 0, targets.shape.rank > 0, inputs.shape[0] == targets.shape[0] else {
      throw FoveaError(
        "as many targets as inputs are needed, got the shapes \(inputs.shape) and \(targets.shape)")
    }
    self.inputs = inputs
    self.targets = targets
  }

  /// The number of pairs.
  public var count: Int { inputs.shape[0] }
  /// The shape of one input.
  public var inputShape: Shape { Shape(Array(inputs.shape.dimensions.dropFirst())) }
  /// The shape of one target.
  public var targetShape: Shape { Shape(Array(targets.shape.dimensions.dropFirst())) }

  /// Writes the inputs at `positions` one after another.
  public func copyInputs(
    at positions: ArraySlice<Int>, into memory: UnsafeMutableBufferPointer<Float>
  ) { unsafe Self.copy(inputs, at: positions, into: memory) }

  /// Writes the targets at `positions` one after another.
  public func copyTargets(
    at positions: ArraySlice<Int>, into memory: UnsafeMutableBufferPointer<Float>
  ) { unsafe Self.copy(targets, at: positions, into: memory) }

  private static func copy(
    _ tensor: Tensor, at positions: ArraySlice<Int>,
    into memory: UnsafeMutableBufferPointer<Float>
  ) {
    let row = tensor.shape.count / max(1, tensor.shape[0])
    precondition(memory.count == row * positions.count, "a batch fills its memory")
    unsafe tensor.scalars.withUnsafeBufferPointer { source in
      guard let from = source.baseAddress, let to = memory.baseAddress else { return }
      for (slot, position) in positions.enumerated() {
        precondition(position >= 0 && (position + 1) * row <= source.count)
        unsafe (to + slot * row).update(from: from + position * row, count: row)
      }
    }
  }
}

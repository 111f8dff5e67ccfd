import FoveaTensor

extension Checkpoint.Entry {
  /// The entry as PyTorch would have it, where it is one of Flax's or Keras' kernels.
  ///
  /// `NAME.kernel` of the shape `[height, width, inputs, outputs]` or `[inputs, outputs]` becomes `NAME.weight` of the
  /// shape `[outputs, inputs, height, width]` or `[outputs, inputs]`.
  var withKernelFirst: Checkpoint.Entry {
    guard name.hasSuffix(".kernel"), tensor.shape.rank == 4 || tensor.shape.rank == 2 else {
      return self
    }
    let shape = tensor.shape.dimensions
    let (inputs, outputs) = (shape[shape.count - 2], shape[shape.count - 1])
    let positions = shape.dropLast(2).reduce(1, *)
    let source = tensor.scalars
    var target = [Float](repeating: 0, count: source.count)
    var index = 0
    for position in 0..<positions {
      for input in 0..<inputs {
        for output in 0..<outputs {
          target[(output &* inputs &+ input) &* positions &+ position] = source[index]
          index &+= 1
        }
      }
    }
    return Checkpoint.Entry(
      name: name.dropLast("kernel".count) + "weight",
      tensor: Tensor(shape: Shape([outputs, inputs] + shape.dropLast(2)), scalars: target))
  }
}

public import FoveaNetwork
public import FoveaTensor

extension KernelFilter {
  /// What the filter makes of a signal without batch and channels: `[size…]` becomes `[outputs…]`.
  ///
  /// - Throws: `FoveaError` where the kernel is larger than the signal, or of other axes.
  public func response(to signal: Tensor) throws(FoveaError) -> Tensor {
    let shape = Shape([1] + signal.shape.dimensions)
    let network = try Network(input: NetworkInput(element: shape)) { self }
    let batch = signal.reshaped(to: Shape([1] + shape.dimensions))
    return try network.answer(to: batch, allowsWinograd: false).element(0).element(0)
  }
}

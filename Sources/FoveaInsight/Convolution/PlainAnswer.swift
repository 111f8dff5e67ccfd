import FoveaEngine
public import FoveaNetwork
public import FoveaTensor

extension Network {
  /// What a network with one input answers to a batch, each convolution computed sum by sum.
  ///
  /// Winograd's algorithm is left out, so that whole numbers give whole numbers.
  ///
  /// - Parameter label: the node whose value is wanted; without one, the network's output.
  /// - Throws: `FoveaError` for a network of several inputs, an unknown label or a batch that does not fit.
  public func plainAnswer(
    to batch: Tensor, at label: String? = nil
  ) throws(FoveaError) -> Tensor {
    let input = try onlyInput()
    let target = try label.map { (label) throws(FoveaError) in try node(label).id } ?? outputs[0]
    let plan = try Plan(
      self, shapes: [input.name: batch.shape],
      request: PlanRequest(outputs: [target], allowsWinograd: false))
    try plan.setInput(input.name, to: batch)
    try plan.run()
    return plan.value(of: target)
  }

  /// The only input.
  func onlyInput() throws(FoveaError) -> Node {
    guard let input = inputs.first, inputs.count == 1 else {
      throw FoveaError("the network has \(inputs.count) inputs, here it must have one")
    }
    return input
  }
}

extension KernelFilter {
  /// What the filter makes of a signal without batch and channels: `[size…]` becomes `[outputs…]`.
  ///
  /// - Throws: `FoveaError` where the kernel is larger than the signal, or of other axes.
  public func response(to signal: Tensor) throws(FoveaError) -> Tensor {
    let shape = Shape([1] + signal.shape.dimensions)
    let network = try Network(input: NetworkInput(element: shape)) { self }
    let batch = signal.reshaped(to: Shape([1] + shape.dimensions))
    return try network.plainAnswer(to: batch).element(0).element(0)
  }
}

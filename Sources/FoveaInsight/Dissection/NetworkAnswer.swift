import FoveaEngine
public import FoveaNetwork
public import FoveaTensor

extension Network {
  /// What a network with one input answers to a batch.
  ///
  /// - Parameters:
  ///   - label: the node whose value is wanted; without one, the network's output.
  ///   - allowsWinograd: whether 3×3 convolutions may be computed by Winograd's algorithm; where not, each is computed sum by
  ///     sum, so that whole numbers give whole numbers.
  /// - Throws: `FoveaError` for a network of several inputs, an unknown label or a batch that does not fit.
  public func answer(
    to batch: Tensor, at label: String? = nil, allowsWinograd: Bool = true
  ) throws(FoveaError) -> Tensor {
    let input = try onlyInput()
    let target = try label.map { (label) throws(FoveaError) in try node(label).id } ?? outputs[0]
    let plan = try Plan(
      self, shapes: [input.name: batch.shape],
      request: PlanRequest(outputs: [target], allowsWinograd: allowsWinograd))
    try plan.setInput(input.name, to: batch)
    try plan.run()
    return plan.value(of: target)
  }
}

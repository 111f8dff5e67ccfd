import FoveaEngine
public import FoveaNetwork
public import FoveaTensor

/// What gradients that arrive at a network's output become at its input and at its parameters: one run backwards.
///
/// For y = f(x, w) and a given δ = ∂L/∂y, the products δᵀ ∂y/∂x and δᵀ ∂y/∂w.
public struct Pullback: Sendable {
  /// The value of the output, with the batch.
  public let output: Tensor
  /// ∂L/∂x, of the input's shape.
  public let input: Tensor
  /// ∂L/∂w by the parameter's name, of its shape.
  public let parameters: [String: Tensor]

  /// Runs a network of one input forwards and backwards.
  ///
  /// - Parameters:
  ///   - batch: the input, with the batch.
  ///   - seed: ∂L/∂y, of the output's shape.
  /// - Throws: `FoveaError` for several inputs or outputs, or where the batch or the seed does not fit.
  public init(of network: Network, on batch: Tensor, seed: Tensor) throws(FoveaError) {
    let first = try network.onlyInput()
    guard let end = network.outputs.first, network.outputs.count == 1 else {
      throw FoveaError("the network has \(network.outputs.count) outputs, here it must have one")
    }
    let plan = try Plan(
      network, shapes: [first.name: batch.shape],
      request: PlanRequest(
        outputs: [end], origin: .seeds([end]), parameters: .trainable, inputs: [first.name],
        allowsWinograd: false))
    guard plan.shapes[end.position] == seed.shape else {
      throw FoveaError(
        "the output has the shape \(plan.shapes[end.position]), the gradient given \(seed.shape)")
    }
    try plan.setInput(first.name, to: batch)
    plan.setSeed(of: end, to: seed)
    try plan.run()
    let byInput = try plan.gradient(ofInput: first.name)
    var gradients: [String: Tensor] = [:]
    for (position, parameter) in network.parameters.enumerated() where parameter.isTrainable {
      gradients[parameter.name] = plan.gradient(ofParameter: position)
    }
    output = plan.value(of: end)
    input = byInput
    parameters = gradients
  }

  /// ∂L/∂w of a parameter.
  ///
  /// - Throws: `FoveaError` with the nearest names where there is none of this name.
  public func gradient(of parameter: String) throws(FoveaError) -> Tensor {
    if let found = parameters[parameter] { return found }
    throw FoveaError.unknown("parameter", parameter, known: parameters.keys.sorted())
  }
}

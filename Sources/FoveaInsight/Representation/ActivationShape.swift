import FoveaEngine
public import FoveaNetwork
public import FoveaTensor

/// A function of single elements and its derivative at given places, both by the engine.
public struct ActivationShape: Hashable, Sendable {
  /// Where it was asked.
  public let inputs: [Float]
  /// f(x).
  public let values: [Float]
  /// f′(x).
  public let slopes: [Float]

  /// Runs a function forward and backward.
  ///
  /// - Throws: `FoveaError` where there is no place to ask at.
  public init(_ function: Elementwise.Function, at inputs: [Float]) throws(FoveaError) {
    guard !inputs.isEmpty else { throw FoveaError("a function has no shape without inputs") }
    var network = Network()
    let shape: Shape = [inputs.count, 1]
    let input = try network.addInput("x", shape: shape)
    let node = try network.add(Elementwise(function), to: [input], name: "f")
    let plan = try Plan(
      network, shapes: ["x": shape],
      request: PlanRequest(outputs: [node], origin: .seeds([node]), inputs: ["x"]))
    try plan.setInput("x", to: Tensor(shape: shape, scalars: inputs))
    plan.setSeed(of: node, to: Tensor(repeating: 1, shape: shape))
    try plan.run()
    let values = plan.value(of: node).scalars
    let slopes = try plan.gradient(ofInput: "x").scalars
    self.inputs = inputs
    self.values = values
    self.slopes = slopes
  }

  /// The share of places where the function hardly answers to a change: |f′| below a limit.
  public func flatShare(below limit: Float = 0.05) -> Double {
    Double(slopes.count { abs($0) < limit }) / Double(slopes.count)
  }
}

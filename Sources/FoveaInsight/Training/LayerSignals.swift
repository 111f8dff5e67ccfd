import FoveaEngine
public import FoveaNetwork
public import FoveaTensor
import Foundation

/// How strong values, and gradients on their way back, are from layer to layer.
///
/// Gradients start at the network's first output with independent standard normal numbers, as if a loss asked for a
/// random change (after Glorot & Bengio 2010, figures 6 and 7).
public struct LayerSignals: Hashable, Sendable {
  /// The nodes' labels.
  public let labels: [String]
  /// The standard deviation of each node's values over batch and units.
  public let values: [Double]
  /// The standard deviation of the gradient that arrives at each node.
  public let gradients: [Double]

  /// Runs a network forward and backward once.
  ///
  /// - Parameters:
  ///   - labels: the nodes to look at, not the output itself.
  ///   - inputs: a batch for the only input.
  ///   - seed: what the gradient at the output is drawn from.
  /// - Throws: `FoveaError` for an unknown node, and where the batch does not fit.
  public init(
    of network: Network, at labels: [String], inputs: Tensor, seed: UInt64 = 0
  ) throws(FoveaError) {
    guard network.inputs.count == 1, let output = network.outputs.first else {
      throw FoveaError("signals need a network with one input and an output")
    }
    let name = network.inputs[0].name
    var points: [HookPoint] = []
    for label in labels { points.append(HookPoint(node: try network.node(label).id)) }
    let plan = try Plan(
      network, shapes: [name: inputs.shape],
      request: PlanRequest(
        outputs: [output], origin: .seeds([output]), inputs: [name], values: Set(points),
        gradients: Set(points)))
    try plan.setInput(name, to: inputs)
    var source = RandomSource(seed: seed, purpose: "gradient at the output")
    plan.setSeed(
      of: output, to: .normal(plan.shapes[output.position], deviation: 1, from: &source))
    try plan.run()
    let values = points.map { Self.deviation(plan.value(of: $0)) }
    let gradients = points.map { Self.deviation(plan.gradient(of: $0)) }
    self.labels = labels
    self.values = values
    self.gradients = gradients
  }

  /// The factor a layer by which gradients change on their way from the last node looked at to the first: the geometric
  /// mean; below 1 they vanish.
  public var gradientFactor: Double {
    Self.factor(from: gradients.last, to: gradients.first, labels)
  }

  /// The factor a layer by which values change from the first node to the last.
  public var valueFactor: Double { Self.factor(from: values.first, to: values.last, labels) }

  private static func factor(from start: Double?, to end: Double?, _ labels: [String]) -> Double {
    guard let start, let end, labels.count > 1, start > 0 else { return .nan }
    return pow(end / start, 1 / Double(labels.count - 1))
  }

  private static func deviation(_ tensor: Tensor) -> Double {
    let count = Double(max(1, tensor.shape.count))
    let numbers = tensor.scalars
    let mean = numbers.reduce(0.0) { $0 + Double($1) } / count
    let squares = numbers.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    return (squares / count).squareRoot()
  }
}

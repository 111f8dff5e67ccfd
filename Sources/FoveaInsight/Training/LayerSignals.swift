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
  /// How much each node's values vary with the input: for each unit the standard deviation over the batch, of which the root
  /// mean square over units is taken, so that what differs between units for every input alike does not count.
  public let values: [Double]
  /// How much the gradients that arrive at each node vary with the input, taken in the same way.
  public let gradients: [Double]

  /// Runs a network forward and backward once.
  ///
  /// - Parameters:
  ///   - labels: the nodes to look at, not the output itself.
  ///   - inputs: a batch for the only input.
  ///   - seed: what the gradient at the output is drawn from.
  /// - Throws: `FoveaError` for an unknown node, a batch of one, and where the batch does not fit.
  public init(
    of network: Network, at labels: [String], inputs: Tensor, seed: UInt64 = 0
  ) throws(FoveaError) {
    guard network.inputs.count == 1, let output = network.outputs.first else {
      throw FoveaError("signals need a network with one input and an output")
    }
    guard inputs.shape.rank > 0, inputs.shape[0] > 1 else {
      throw FoveaError("signals vary over a batch of two or more inputs, got \(inputs.shape)")
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
    let numbers = tensor.scalars
    let batch = tensor.shape.rank > 0 ? max(1, tensor.shape[0]) : 1
    let units = max(1, numbers.count / batch)
    var squares = 0.0
    for unit in 0..<units {
      let column = stride(from: unit, to: numbers.count, by: units).map { Double(numbers[$0]) }
      let mean = column.reduce(0, +) / Double(batch)
      squares += column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }
    return (squares / Double(units * batch)).squareRoot()
  }
}

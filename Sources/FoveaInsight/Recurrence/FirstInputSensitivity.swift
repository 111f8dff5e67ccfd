import FoveaEngine
public import FoveaNetwork
public import FoveaTensor

/// How strongly the loss at each step depends on the first input alone: ‖∂L_t/∂x_1‖.
///
/// L_t is the cross-entropy at step t. Norms are Euclidean over the features and averaged over the batch.
public struct FirstInputSensitivity: Hashable, Sendable {
  /// The norm by the loss's distance from the first step: 0 for the loss at the first step itself.
  public let norms: [Float]

  /// The norms over the one at distance 0.
  public var relative: [Double] {
    let first = Double(norms.first ?? 0)
    return norms.map { first > 0 ? Double($0) / first : .nan }
  }

  /// The factor by which norms change a step, as a line fitted to their logarithms has it; `nil` where all vanish.
  public var rate: Double? { DecayFit(norms)?.rate }

  /// Measures a network with one input `[N, T, features]` and an output `[N, T, classes]`: a backward pass for each step.
  ///
  /// - Parameter targets: `[N, T]`, a class for each step.
  /// - Throws: `FoveaError` where the network does not fit.
  public static func measure(
    _ network: Network, inputs: Tensor, targets: Tensor
  ) throws(FoveaError) -> FirstInputSensitivity {
    guard network.inputs.count == 1, let output = network.outputs.first else {
      throw FoveaError("a network with one input is needed, this one has \(network.inputs.count)")
    }
    let name = network.inputs[0].name
    var graph = network
    let scores = network.nominalShape(of: output)
    let asked = try graph.addInput(
      "step-targets", shape: Shape(Array(scores.dimensions.dropLast())))
    let loss = try graph.add(
      CrossEntropy(reduction: .none), to: [output, asked], name: "step-loss")
    let plan = try Plan(
      graph, shapes: [name: inputs.shape, "step-targets": targets.shape],
      request: PlanRequest(origin: .seeds([loss]), inputs: [name]))
    try plan.setInput(name, to: inputs)
    try plan.setInput("step-targets", to: targets)
    let (batch, steps, features) = (inputs.shape[0], inputs.shape[1], inputs.shape[2])
    var norms: [Float] = []
    for step in 0..<steps {
      var seed = Tensor.zeros([batch, steps])
      for sample in 0..<batch { seed[sample, step] = 1 }
      plan.setSeed(of: loss, to: seed)
      try plan.run()
      let gradient = try plan.gradient(ofInput: name).scalars
      var total = 0.0
      for sample in 0..<batch {
        let start = sample * steps * features
        total += gradient[start..<start + features]
          .reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
      }
      norms.append(Float(total / Double(batch)))
    }
    return FirstInputSensitivity(norms: norms)
  }
}

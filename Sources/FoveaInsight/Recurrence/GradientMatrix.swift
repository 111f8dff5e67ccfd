import Foundation
import FoveaEngine
public import FoveaNetwork
public import FoveaTensor

/// How strongly the loss at each step depends on the hidden state at each earlier step: ‖∂L_t/∂h_k‖.
///
/// L_t is the cross-entropy at step t alone, so that losses of different steps do not mix; h_k is the recurrent state
/// inside of the time loop, so that the path through all states between k and t is there (a hook on the layer's stacked
/// output would miss it). Norms are Euclidean over the hidden units and averaged over the batch.
public struct GradientMatrix: Sendable, Hashable {
  /// The recurrent layer's label.
  public let layer: String
  /// The state, such as `h` or `c`.
  public let state: String
  /// `[loss step, source step]`; not a number where the source lies after the loss.
  public let norms: Tensor
  /// The number of sequences averaged over.
  public let batch: Int

  /// The number of steps.
  public var steps: Int { norms.shape[0] }

  /// Creates a matrix from norms.
  ///
  /// - Precondition: the norms are a square.
  public init(layer: String, state: String, norms: Tensor, batch: Int) {
    precondition(
      norms.shape.rank == 2 && norms.shape[0] == norms.shape[1], "\(norms.shape) is no square")
    self.layer = layer
    self.state = state
    self.norms = norms
    self.batch = batch
  }

  /// Measures a network whose output is `[N, T, classes]`: one backward pass for each step's loss.
  ///
  /// - Parameters:
  ///   - inputs: `[N, T, features]`.
  ///   - asking: changes the inputs for the loss at a step, such as by moving the cue there; `nil` for the same inputs.
  ///   - targets: `[N, T]`, a class for each step; steps with a negative target have no loss.
  ///   - layer: the recurrent layer; without a name, the first.
  /// - Throws: `FoveaError` where there is no such layer, state or output.
  public static func measure(
    _ network: Network, inputs: Tensor, targets: Tensor, layer: String? = nil, state: String = "h",
    asking: ((_ lossStep: Int) -> Tensor)? = nil
  ) throws(FoveaError) -> GradientMatrix {
    let node = try recurrentNode(of: network, layer)
    var graph = network
    let output = network.outputs[0]
    let targetInput = try graph.addInput(
      "step-targets", shape: targets.shape.replacing(0, with: network.nominalShape(of: output)[0]))
    let loss = try graph.add(
      CrossEntropy(reduction: .none), to: [output, targetInput], name: "step-loss")
    let steps = inputs.shape[1]
    let points = (0..<steps).map { HookPoint(node: node.id, record: state, step: $0) }
    let recordNames = node.operation.records(
      for: node.inputs.map { network.nominalShape(of: $0) }
    ).map(\.name)
    guard recordNames.contains(state) else {
      throw FoveaError.unknown("state of '\(node.name)'", state, known: recordNames)
    }
    guard let inputName = network.inputs.first?.name, network.inputs.count == 1 else {
      throw FoveaError("a network with one input is needed, this one has \(network.inputs.count)")
    }
    let plan = try Plan(
      graph, shapes: [inputName: inputs.shape, "step-targets": targets.shape],
      request: PlanRequest(origin: .seeds([loss]), gradients: Set(points)))
    try plan.setInput(inputName, to: inputs)
    try plan.setInput("step-targets", to: targets)
    let norms = try norms(of: plan, loss: loss, points: points, batch: inputs.shape[0]) {
      (step) throws(FoveaError) in
      if let asking { try plan.setInput(inputName, to: asking(step)) }
    }
    return GradientMatrix(
      layer: network.label(of: node.id), state: state, norms: norms, batch: inputs.shape[0])
  }

  private static func norms(
    of plan: Plan, loss: Node.ID, points: [HookPoint], batch: Int,
    prepare: (_ lossStep: Int) throws(FoveaError) -> Void
  ) throws(FoveaError) -> Tensor {
    let steps = points.count
    var norms = Tensor(repeating: .nan, shape: [steps, steps])
    for lossStep in 0..<steps {
      var seed = Tensor.zeros([batch, steps])
      for sample in 0..<batch { seed[sample, lossStep] = 1 }
      plan.setSeed(of: loss, to: seed)
      try prepare(lossStep)
      try plan.run()
      for source in 0...lossStep {
        let gradient = plan.gradient(of: points[source])
        let width = gradient.shape[1]
        var total = 0.0
        for sample in 0..<batch {
          let row = gradient.scalars[sample * width..<(sample + 1) * width]
          total += row.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
        }
        norms[lossStep, source] = Float(total / Double(batch))
      }
    }
    return norms
  }

  private static func recurrentNode(
    of network: Network, _ layer: String?
  ) throws(FoveaError) -> Node {
    let recurrent = network.nodes(of: Recurrent.self).map(\.node)
    guard let first = recurrent.first else {
      throw FoveaError("the network has no recurrent layer to look back through time in")
    }
    guard let layer else { return first }
    if let node = recurrent.first(where: { network.label(of: $0.id) == layer }) { return node }
    throw FoveaError.unknown(
      "recurrent layer", layer, known: recurrent.map { network.label(of: $0.id) })
  }

  /// Each loss's norms divided by its norm at its own step: what remains of its gradient on the way back.
  ///
  /// How strong a loss's gradient is at all says how sure the network is of its answer, and differs by orders of magnitude
  /// between steps; the quotient leaves that out. Rows whose own norm is zero are not numbers.
  public var relative: Tensor {
    var quotients = norms
    for loss in 0..<steps {
      let own = norms[loss, loss]
      for source in 0...loss {
        quotients[loss, source] = own > 0 ? norms[loss, source] / own : .nan
      }
    }
    return quotients
  }

  /// The share of a loss's gradient that remains at each distance: the geometric mean over all losses that reach so far.
  ///
  /// Zero where the gradient of any of them is zero in float32.
  public var byDistance: [Float] {
    let relative = relative
    return (0..<steps).map { distance in
      let values = (distance..<steps).map { relative[$0, $0 - distance] }.filter { !$0.isNaN }
      guard !values.isEmpty else { return .nan }
      return Float(exp(values.reduce(0.0) { $0 + log(Double($1)) } / Double(values.count)))
    }
  }

  /// The norms for the last step's loss, from the last source backwards.
  public var ofLastLoss: [Float] { (0..<steps).map { norms[steps - 1, steps - 1 - $0] } }
}

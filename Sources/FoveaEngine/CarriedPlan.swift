public import FoveaNetwork
public import FoveaTensor

/// A plan whose recurrent layers go on where the run before ended.
///
/// The states to begin with are inputs of the network; after each run they are set to the states of the last step, so that a
/// long sequence can be read in pieces. Gradients do not pass from one run to another.
public final class CarriedPlan {
  /// The plan of one piece.
  public let plan: Plan
  private let carried: [(input: String, point: HookPoint)]

  /// Compiles a network whose recurrent layers have inputs as their first states.
  ///
  /// - Throws: `FoveaError` where no recurrent layer has such, and what compiling throws.
  public init(
    _ network: Network, shapes: [String: Shape], request: PlanRequest = PlanRequest(),
    parameters: ParameterStore? = nil
  ) throws(FoveaError) {
    let known = try network.shapes(for: shapes)
    var carried: [(input: String, point: HookPoint)] = []
    for node in network.nodes {
      guard let recurrent = node.operation as? Recurrent else { continue }
      let records = recurrent.cell == .lstm ? ["h", "c"] : ["h"]
      let last = known[node.inputs[0].position][1] - 1
      for (record, state) in zip(records, node.inputs.dropFirst()) {
        let source = network.nodes[state.position]
        guard source.operation is Input else { continue }
        carried.append((source.name, HookPoint(node: node.id, record: record, step: last)))
      }
    }
    guard !carried.isEmpty else {
      throw FoveaError(
        "no recurrent layer of the network begins with a state that is an input: nothing can be "
          + "carried from one piece of a sequence to the next")
    }
    var request = request
    request.values.formUnion(carried.map(\.point))
    plan = try Plan(network, shapes: shapes, request: request, parameters: parameters)
    self.carried = carried
  }

  /// Begins anew: all states are zero.
  public func reset() throws(FoveaError) {
    for (input, _) in carried {
      unsafe try plan.withInput(input) { unsafe $0.update(repeating: 0) }
    }
  }

  /// Runs one piece and keeps the states behind it for the next.
  ///
  /// - Throws: `FoveaError` where a step failed.
  public func run(seed: UInt64 = 0) throws(FoveaError) {
    try plan.run(seed: seed)
    for (input, point) in carried { try plan.setInput(input, to: plan.value(of: point)) }
  }
}

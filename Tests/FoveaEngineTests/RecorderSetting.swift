import FoveaEngine
import FoveaNetwork
import FoveaTensor

/// A plan with a recorder beside it; gradients are of a fixed random projection of the output.
struct RecorderSetting {
  let network: Network
  let plan: Plan
  var recorder: Recorder

  init(_ network: Network, _ recorder: Recorder, batch: Int = 3, request: PlanRequest? = nil)
    throws
  {
    self.network = network
    self.recorder = recorder
    var request = request ?? PlanRequest(origin: .seeds(network.outputs))
    request.outputs = network.outputs
    try self.recorder.extend(&request, for: network, batch: batch)
    plan = try Plan(network, batch: batch, request: request)
    if case .seeds = request.origin {
      let shape = plan.shapes[network.outputs[0].position]
      plan.setSeed(of: network.outputs[0], to: Samples.uniform(shape, seed: 99))
    }
  }

  /// Runs once on the input that belongs to a number.
  @discardableResult
  mutating func run(_ number: Int) throws -> Tensor {
    let shape = plan.shapes[0]
    try plan.setInput(network.inputs[0].name, to: Samples.uniform(shape, seed: UInt64(number)))
    try recorder.run(plan)
    return plan.value(of: network.outputs[0])
  }
}

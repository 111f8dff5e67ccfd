public import FoveaNetwork
public import FoveaTensor

extension Network {
  /// What a network shows at hook points for one batch of inputs: compiles, runs once and records.
  ///
  ///     let seen = try network.record(["conv*"], [.value, .gradient], on: ["input": images], objective: .class(3))
  ///
  /// - Parameters:
  ///   - hooks: names or globs, as a `Recorder` takes them.
  ///   - phases: values, gradients or both.
  ///   - inputs: a tensor for each input, by name.
  ///   - objective: of what gradients are taken; without one, of the output, which must then be one number.
  ///   - mode: how dropout and batch normalisation behave.
  ///   - seed: the seed of dropout.
  ///   - budget: the most bytes that may be taken; checked before anything is compiled.
  /// - Throws: `FoveaError` for unknown hooks or inputs, with the nearest names, missing inputs, wrong shapes, a passed
  ///   budget, or a run that failed.
  public func record(
    _ hooks: [HookSelector], _ phases: Set<Phase> = [.value], on inputs: [String: Tensor],
    objective: Objective? = nil, mode: PlanRequest.Mode = .inference, seed: UInt64 = 0,
    budget: Int? = nil
  ) throws(FoveaError) -> Recording {
    let known = self.inputs.map(\.name)
    for name in inputs.keys.sorted() where !known.contains(name) {
      throw .unknown("input", name, known: known)
    }
    for name in known where inputs[name] == nil { throw FoveaError("input '\(name)' is missing") }
    let shapes = inputs.mapValues(\.shape)
    var request = PlanRequest(mode: mode)
    var recorder = Recorder(hooks, phases, budget: budget)
    // Hooks are chosen before the objective grows, whose own nodes are nobody's layers.
    try recorder.extend(&request, for: self, shapes: shapes)
    var network = self
    if let objective {
      let target: Node.ID
      (network, target) = try attaching(objective)
      request.origin = .scalar(target)
    } else if phases.contains(.gradient) {
      guard let output = outputs.first, outputs.count == 1 else {
        throw FoveaError("a gradient is asked for, but not of what: name an objective")
      }
      request.origin = .scalar(output)
    }
    request.outputs = []
    let plan = try Plan(network, shapes: shapes, request: request)
    for (name, tensor) in inputs { try plan.setInput(name, to: tensor) }
    recorder.metadata["seed"] = "\(seed)"
    recorder.metadata["objective"] = objective?.name
    try recorder.run(plan, seed: seed)
    return recorder.recording
  }

  /// What a network with one input shows at hook points for one batch.
  ///
  /// - Throws: `FoveaError` as for inputs by name, and where the network has several.
  public func record(
    _ hooks: [HookSelector], _ phases: Set<Phase> = [.value], on input: Tensor,
    objective: Objective? = nil, mode: PlanRequest.Mode = .inference, seed: UInt64 = 0,
    budget: Int? = nil
  ) throws(FoveaError) -> Recording {
    guard let only = inputs.first, inputs.count == 1 else {
      throw FoveaError(
        "the network has \(inputs.count) inputs: give a tensor for each by name, "
          + inputs.map(\.name).joined(separator: ", "))
    }
    return try record(
      hooks, phases, on: [only.name: input], objective: objective, mode: mode, seed: seed,
      budget: budget)
  }
}

public import FoveaNetwork
public import FoveaTensor

/// A network compiled for given shapes and for what is asked of it: a flat list of steps over one block of memory.
///
/// Making a plan infers shapes, chooses oneDNN's primitives, places all memory and lays out the steps; running it looks
/// nothing up and allocates nothing of its own. Only what the request names can be read afterwards. A plan is used by one
/// thread at a time; plans of one network may share a `ParameterStore`.
public final class Plan {
  /// The network that was compiled.
  public let network: Network
  /// The shape of every node's output, by position.
  public let shapes: [Shape]
  /// What was asked.
  public let request: PlanRequest
  /// The weights that are read.
  public let parameters: ParameterStore

  private let builder: PlanBuilder
  private let layout: MemoryPlan
  private let steps: [StepBody]
  private let context = RunContext()
  /// The interventions of the next run.
  private(set) var presentEdits: [HookPoint: ValueEdit]

  /// Compiles a network for inputs of the given shapes, by name; inputs not named keep their own shape.
  ///
  /// - Throws: `FoveaError` that names the node or input that does not fit, or what oneDNN refused.
  public init(
    _ network: Network, shapes inputs: [String: Shape], request: PlanRequest = PlanRequest(),
    parameters: ParameterStore? = nil
  ) throws(FoveaError) {
    let shapes = try network.shapes(for: inputs)
    let store = parameters ?? ParameterStore(network)
    precondition(
      store.parameters == network.parameters, "the parameter store belongs to another network")
    let builder = try PlanBuilder(network, shapes: shapes, request: request, store: store)
    try builder.build()
    let layout = MemoryPlan(builder, store: store)
    var steps: [StepBody] = []
    for draft in builder.steps { steps.append(try draft.make(layout.memory)) }
    self.network = network
    self.shapes = shapes
    self.request = request
    self.parameters = store
    self.builder = builder
    self.layout = layout
    self.steps = steps
    presentEdits = network.edits
    for (value, scalars) in builder.constants { layout.memory[value].copy(from: scalars) }
    for (origin, seed) in builder.seeds {
      if case .scalar(origin) = request.origin { layout.memory[seed].fill(1) }
    }
  }

  /// Compiles a network for a batch size.
  public convenience init(
    _ network: Network, batch: Int, request: PlanRequest = PlanRequest(),
    parameters: ParameterStore? = nil
  ) throws(FoveaError) {
    try self.init(
      network, shapes: network.inputShapes(batch: batch), request: request, parameters: parameters)
  }

  // MARK: - Before a run

  /// Copies a tensor into an input.
  ///
  /// - Throws: `FoveaError` for an unknown name or another shape than the plan was compiled for.
  public func setInput(_ name: String, to tensor: Tensor) throws(FoveaError) {
    let node = try inputNode(name)
    guard shapes[node.position] == tensor.shape else {
      throw FoveaError(
        "input '\(name)' was compiled for the shape \(shapes[node.position]), got \(tensor.shape)")
    }
    inputMemory(node)?.copy(from: tensor.scalars)
  }

  /// Lets `body` write an input's elements in place.
  ///
  /// - Throws: `FoveaError` for an unknown name.
  public func withInput(
    _ name: String, _ body: (UnsafeMutableBufferPointer<Float>) -> Void
  ) throws(FoveaError) {
    guard let floats = inputMemory(try inputNode(name)) else { return }
    unsafe body(UnsafeMutableBufferPointer(start: floats.pointer, count: floats.count))
  }

  /// Gives the gradient at a node from which the backward pass starts; ones where never set for a scalar.
  ///
  /// - Precondition: the request names the node as origin, and the shape is the node's.
  public func setSeed(of node: Node.ID, to tensor: Tensor) {
    guard let seed = builder.seeds[node], tensor.shape == shapes[node.position] else {
      preconditionFailure("'\(network.label(of: node))' takes no seed of the shape \(tensor.shape)")
    }
    layout.memory[seed].copy(from: tensor.scalars)
  }

  /// Puts edits in the place of the compiled ones; points without one let values pass.
  func writeEdits(_ edits: [HookPoint: ValueEdit]) {
    for (point, planned) in builder.edits.planned {
      let edit = edits[point] ?? .identity
      layout.memory[planned.parameters].copy(from: edit.scalars(as: planned.shape))
    }
    presentEdits = edits
  }

  private func inputNode(_ name: String) throws(FoveaError) -> Node.ID {
    let inputs = network.inputs
    if let node = inputs.first(where: { $0.name == name }) { return node.id }
    throw FoveaError.unknown("input", name, known: inputs.map(\.name))
  }

  /// The memory of an input; `nil` where nothing that was asked depends on it.
  private func inputMemory(_ node: Node.ID) -> Floats? {
    builder.ownValue(of: node).map { layout.memory[$0] }
  }

  // MARK: - Run

  /// Runs all steps once.
  ///
  /// - Parameter seed: the seed of this run's dropout.
  /// - Throws: `FoveaError` where a step failed, such as an index outside of an embedding's table.
  public func run(seed: UInt64 = 0) throws(FoveaError) {
    context.begin(seed: seed)
    for step in steps { step(context) }
    if let failure = context.failure { throw FoveaError(failure) }
  }

  // MARK: - After a run

  /// The value at a hook point in the last run.
  ///
  /// - Precondition: the request asked for it.
  public func value(of point: HookPoint) -> Tensor {
    guard let value = keptValue(point) else {
      preconditionFailure("the plan was not asked for the value of '\(network.name(of: point))'")
    }
    return tensor(value)
  }

  /// The value of a node in the last run.
  ///
  /// - Precondition: the request asked for it.
  public func value(of node: Node.ID) -> Tensor { value(of: HookPoint(node: node)) }

  /// The gradient at a hook point in the last run.
  ///
  /// - Precondition: the request asked for it.
  public func gradient(of point: HookPoint) -> Tensor {
    guard let value = keptGradient(point) else {
      preconditionFailure("the plan was not asked for the gradient of '\(network.name(of: point))'")
    }
    return tensor(value)
  }

  /// The gradient of an input in the last run.
  ///
  /// - Throws: `FoveaError` for an unknown name.
  /// - Precondition: the request asked for it.
  public func gradient(ofInput name: String) throws(FoveaError) -> Tensor {
    let point = HookPoint(node: try inputNode(name))
    return gradient(of: network.edits[point] == nil ? point : point.untouched)
  }

  /// The gradient of a parameter in the last run.
  ///
  /// - Precondition: the request asked for it.
  public func gradient(ofParameter position: Int) -> Tensor {
    precondition(
      request.wants(parameter: position, of: network),
      "the plan was not asked for the gradient of '\(network.parameters[position].name)'")
    let shape = network.parameters[position].shape
    return Tensor(
      shape: shape,
      scalars: layout.gradients.floats(parameters.offsets[position], shape.count).array)
  }

  /// Lets `body` read or change the gradients of all trainable parameters: one flat block, placed as the store's values.
  public func withTrainableGradients<R>(
    _ body: (UnsafeMutableBufferPointer<Float>) throws -> R
  ) rethrows -> R {
    unsafe try body(
      UnsafeMutableBufferPointer(
        start: layout.gradients.pointer,
        count: min(layout.gradients.count, parameters.trainableCount)))
  }

  /// Lets `body` read the elements of a node's value in place.
  ///
  /// - Precondition: the request asked for it.
  public func withValue<R>(
    of node: Node.ID, _ body: (UnsafeBufferPointer<Float>) throws -> R
  ) rethrows -> R {
    guard let value = keptValue(HookPoint(node: node)) else {
      preconditionFailure("the plan was not asked for the value of '\(network.label(of: node))'")
    }
    let floats = layout.memory[value]
    return unsafe try body(UnsafeBufferPointer(start: floats.pointer, count: floats.count))
  }

  /// Lets `body` read the elements of an input's gradient in place.
  ///
  /// - Precondition: the request asked for it.
  public func withGradient<R>(
    of point: HookPoint, _ body: (UnsafeBufferPointer<Float>) throws -> R
  ) rethrows -> R {
    guard let value = keptGradient(point) else {
      preconditionFailure("the plan was not asked for the gradient of '\(network.name(of: point))'")
    }
    let floats = layout.memory[value]
    return unsafe try body(UnsafeBufferPointer(start: floats.pointer, count: floats.count))
  }

  private func keptValue(_ point: HookPoint) -> Value? {
    guard builder.analysis.keptValues.contains(point) else { return nil }
    guard point.record == nil else { return builder.insideValues[point] }
    return builder.values[point.node.position].flatMap { builder.plain($0) }
  }

  private func keptGradient(_ point: HookPoint) -> Value? {
    guard builder.analysis.keptGradients.contains(point) else { return nil }
    guard point.record == nil else { return builder.insideGradients[point] }
    return builder.gradients[point.node.position].flatMap { builder.plain($0) }
  }

  private func tensor(_ value: Value) -> Tensor {
    Tensor(shape: value.shape, scalars: layout.memory[value].array)
  }

  // MARK: - Facts

  /// The number of steps of one run.
  public var stepCount: Int { steps.count }

  /// The names of the steps in order, for a look at what was compiled.
  public var stepNames: [String] { builder.steps.map(\.name) }

  /// The memory of activations, gradients and scratch, in bytes; weights are not in it.
  public var memoryBytes: Int {
    (layout.arena.count + layout.gradients.count) * MemoryLayout<Float>.stride
  }
}

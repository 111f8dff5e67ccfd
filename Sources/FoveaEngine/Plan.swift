public import FoveaNetwork
public import FoveaTensor

/// All parts of a batch, each on a thread.
private struct ShardRuns: ParallelWork {
  let shards: [Shard]
  let seed: UInt64

  func run(_ index: Int) { shards[index].run(seed: seed) }
}

/// A network compiled for given shapes and for what is asked of it: a flat list of steps over one block of memory.
///
/// Making a plan infers shapes, chooses oneDNN's primitives, places all memory and lays out the steps; running it looks
/// nothing up and allocates nothing of its own. Only what the request names can be read afterwards. A plan is used by one
/// thread at a time; plans of one network may share a `ParameterStore`.
///
/// Where every sample is computed on its own, the batch is cut into as many parts as there are threads (`partCount`); sums
/// over parts are taken in a fixed order: the same seed and number of threads give the same bits.
public final class Plan {
  /// The network that was compiled.
  public let network: Network
  /// The shape of every node's output, by position.
  public let shapes: [Shape]
  /// What was asked.
  public let request: PlanRequest
  /// The weights that are read.
  public let parameters: ParameterStore

  let prepared: PreparedWeights
  let kept: KeptMemory?
  /// What recorders hold of the last run.
  var held: [HeldTensor] = []
  let shards: [Shard]
  let joins: [Separability.Join]
  /// The interventions of the next run.
  var presentEdits: [HookPoint: ValueEdit]
  let inputs: [Node.ID: Arena]
  private let inputNodes: [String: Node.ID]
  /// The targets of each cross-entropy that an input gives.
  private let targetInputs: [Node.ID: Node.ID]
  private let batch: Int

  /// Compiles a network for inputs of the given shapes, by name; inputs not named keep their own shape.
  ///
  /// - Throws: `FoveaError` that names the node or input that does not fit, or what oneDNN refused.
  public init(
    _ network: Network, shapes inputShapes: [String: Shape], request: PlanRequest = PlanRequest(),
    parameters: ParameterStore? = nil
  ) throws(FoveaError) {
    let shapes = try network.shapes(for: inputShapes)
    let store = parameters ?? ParameterStore(network)
    precondition(
      store.parameters == network.parameters, "the parameter store belongs to another network")
    try network.checkEdits(shapes: shapes)
    var inputs: [Node.ID: Arena] = [:]
    for node in network.inputs {
      inputs[node.id] = Arena(count: shapes[node.id.position].count)
    }
    let cut = Cut(network, shapes: shapes, request: request)
    let prepared = PreparedWeights(network, store: store)
    let kept = cut.keptMemory
    let shards = try cut.compile(network, shapes, inputShapes, request, prepared, kept, inputs)
    try prepared.finish()
    self.network = network
    self.shapes = shapes
    self.request = request
    self.parameters = store
    self.inputs = inputs
    targetInputs = Self.targetInputs(of: network)
    inputNodes = Dictionary(network.inputs.map { ($0.name, $0.id) }) { first, _ in first }
    self.prepared = prepared
    self.kept = kept
    self.shards = shards
    joins = cut.joins
    batch = cut.batch
    presentEdits = network.edits
    if case .scalar(let origin) = request.origin { fillScalarSeed(origin) }
  }

  private static func targetInputs(of network: Network) -> [Node.ID: Node.ID] {
    var found: [Node.ID: Node.ID] = [:]
    for node in network.nodes where node.operation is CrossEntropy {
      guard network.nodes[node.inputs[1].position].operation is Input else { continue }
      found[node.id] = node.inputs[1]
    }
    return found
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
    inputMemory(node).copy(from: tensor.scalars)
  }

  /// Lets `body` write an input's elements in place.
  ///
  /// - Throws: `FoveaError` for an unknown name.
  public func withInput<R>(
    _ name: String, _ body: (UnsafeMutableBufferPointer<Float>) -> R
  ) throws(FoveaError) -> R {
    let floats = inputMemory(try inputNode(name))
    return unsafe body(UnsafeMutableBufferPointer(start: floats.pointer, count: floats.count))
  }

  /// Gives the gradient at a node from which the backward pass starts; ones where never set for a scalar.
  ///
  /// - Precondition: the request names the node as origin, and the shape is the node's.
  public func setSeed(of node: Node.ID, to tensor: Tensor) {
    precondition(
      request.origins.contains(node) && tensor.shape == shapes[node.position],
      "'\(network.label(of: node))' takes no seed of the shape \(tensor.shape)")
    settleHeld()
    for shard in shards {
      guard let seed = shard.seedMemory(node) else { continue }
      if joins[node.position] == .concatenated, shards.count > 1 {
        seed.copy(from: tensor[shard.samples].scalars)
      } else {
        seed.copy(from: tensor.scalars.map { $0 * weight(of: shard, at: node) })
      }
    }
  }

  private func inputNode(_ name: String) throws(FoveaError) -> Node.ID {
    if let node = inputNodes[name] { return node }
    throw FoveaError.unknown("input", name, known: network.inputs.map(\.name))
  }

  private func inputMemory(_ node: Node.ID) -> Floats {
    guard let arena = inputs[node] else { preconditionFailure("every input has memory") }
    return arena.floats(0, shapes[node.position].count)
  }

  // MARK: - Run

  /// Runs all steps once.
  ///
  /// - Parameter seed: the seed of this run's dropout.
  /// - Throws: `FoveaError` where a step failed, such as an index outside of an embedding's table.
  public func run(seed: UInt64 = 0) throws(FoveaError) {
    settleHeld()
    try prepared.update()
    if shards.count == 1 {
      shards[0].run(seed: seed)
    } else {
      if case .scalar(let origin) = request.origin, targetInputs[origin] != nil {
        fillScalarSeed(origin)
      }
      Parallel.run(shards.count, ShardRuns(shards: shards, seed: seed))
      addGradients()
    }
    for shard in shards {
      if let failure = shard.context.failure { throw FoveaError(failure) }
    }
  }

  /// All parts' parameter gradients end up in the first one's, added in order.
  private func addGradients() {
    let total = shards[0].layout.gradients
    let sum = total.floats(0, total.count)
    for shard in shards.dropFirst() {
      Kernel.add(sum, shard.layout.gradients.floats(0, total.count), into: sum)
    }
  }

  // MARK: - After a run

  /// The value at a hook point in the last run.
  ///
  /// - Precondition: the request asked for it.
  public func value(of point: HookPoint) -> Tensor { gathered(point, .value) }

  /// The value of a node in the last run.
  ///
  /// - Precondition: the request asked for it.
  public func value(of node: Node.ID) -> Tensor { value(of: HookPoint(node: node)) }

  /// The gradient at a hook point in the last run.
  ///
  /// - Precondition: the request asked for it.
  public func gradient(of point: HookPoint) -> Tensor { gathered(point, .gradient) }

  /// The gradient of an input in the last run.
  ///
  /// - Throws: `FoveaError` for an unknown name.
  /// - Precondition: the request asked for it.
  public func gradient(ofInput name: String) throws(FoveaError) -> Tensor {
    gradient(of: network.ownPoint(of: try inputNode(name)))
  }

  /// The gradient of a parameter in the last run.
  ///
  /// - Precondition: the request asked for it.
  public func gradient(ofParameter position: Int) -> Tensor {
    precondition(
      request.wants(parameter: position, of: network),
      "the plan was not asked for the gradient of '\(network.parameters[position].name)'")
    let shape = network.parameters[position].shape
    let floats = shards[0].layout.gradients.floats(parameters.offsets[position], shape.count)
    return Tensor(shape: shape, scalars: floats.array)
  }

  /// Lets `body` read or change the gradients of all trainable parameters: one flat block, placed as the store's values.
  public func withTrainableGradients<R>(
    _ body: (UnsafeMutableBufferPointer<Float>) throws -> R
  ) rethrows -> R {
    let gradients = shards[0].layout.gradients
    return unsafe try body(
      UnsafeMutableBufferPointer(
        start: gradients.pointer, count: min(gradients.count, parameters.trainableCount)))
  }

  /// Lets `body` read the elements of a node's value, without a copy where it lies in one piece.
  ///
  /// - Precondition: the request asked for it.
  public func withValue<R>(
    of node: Node.ID, _ body: (UnsafeBufferPointer<Float>) throws -> R
  ) rethrows -> R { unsafe try withElements(of: HookPoint(node: node), .value, body) }

  /// Lets `body` read the elements of the value at a hook point, without a copy where it lies in one piece.
  ///
  /// - Precondition: the request asked for it.
  public func withValue<R>(
    of point: HookPoint, _ body: (UnsafeBufferPointer<Float>) throws -> R
  ) rethrows -> R { unsafe try withElements(of: point, .value, body) }

  /// Lets `body` read the elements of the gradient at a hook point, without a copy where it lies in one piece.
  ///
  /// - Precondition: the request asked for it.
  public func withGradient<R>(
    of point: HookPoint, _ body: (UnsafeBufferPointer<Float>) throws -> R
  ) rethrows -> R { unsafe try withElements(of: point, .gradient, body) }

  private func withElements<R>(
    of point: HookPoint, _ phase: Phase, _ body: (UnsafeBufferPointer<Float>) throws -> R
  ) rethrows -> R {
    if let whole = kept?.whole(KeptMemory.Key(point: point, phase: phase)) {
      return unsafe try body(UnsafeBufferPointer(start: whole.pointer, count: whole.count))
    }
    guard shards.count == 1 else {
      return unsafe try gathered(point, phase).scalars.withUnsafeBufferPointer(body)
    }
    let floats = memory(of: point, phase, in: shards[0])
    return unsafe try body(UnsafeBufferPointer(start: floats.pointer, count: floats.count))
  }

  private func gathered(_ point: HookPoint, _ phase: Phase) -> Tensor {
    if let whole = kept?.whole(KeptMemory.Key(point: point, phase: phase)),
      let shape = network.shape(of: point, shapes: shapes)
    {
      return Tensor(shape: shape, scalars: whole.array)
    }
    let parts = shards.map { memory(of: point, phase, in: $0) }
    guard let shape = network.shape(of: point, shapes: shapes) else {
      preconditionFailure("there is no hook point '\(network.name(of: point))'")
    }
    guard parts.count > 1, joins[point.node.position] != .equal || phase == .gradient else {
      return Tensor(shape: shape, scalars: parts[0].array)
    }
    switch joins[point.node.position] {
    case .concatenated:
      return Tensor(shape: shape, scalars: parts.flatMap(\.array))
    default:
      var total = [Float](repeating: 0, count: shape.count)
      for (shard, part) in zip(shards, parts) {
        let factor = phase == .value ? weight(of: shard, at: point.node) : 1
        for index in total.indices { total[index] += factor * part[index] }
      }
      return Tensor(shape: shape, scalars: total)
    }
  }

  private func memory(of point: HookPoint, _ phase: Phase, in shard: Shard) -> Floats {
    guard let floats = shard.memory(of: point, phase) else {
      preconditionFailure(
        "the plan was not asked for the \(phase.rawValue) of '\(network.name(of: point))'")
    }
    return floats
  }

  // MARK: - Parts

  /// How much a part counts in an average over the batch: its share of the samples, or of the targets that count.
  private func weight(of shard: Shard, at node: Node.ID) -> Float {
    guard shards.count > 1, joins[node.position] == .averaged else { return 1 }
    guard let targets = targets(of: node) else {
      return Float(shard.samples.count) / Float(batch)
    }
    let row = targets.count / batch
    let own = targets.part(shard.samples.lowerBound * row, shard.samples.count * row)
    return Float(counted(own)) / Float(max(1, counted(targets)))
  }

  /// The targets that are not left out.
  private func counted(_ targets: Floats) -> Int {
    var count = 0
    for index in 0..<targets.count where targets[index] >= 0 { count += 1 }
    return count
  }

  /// The target input of a cross-entropy, where a negative number leaves a target out.
  private func targets(of node: Node.ID) -> Floats? {
    guard let input = targetInputs[node] else { return nil }
    return inputMemory(input)
  }

  private func fillScalarSeed(_ origin: Node.ID) {
    for shard in shards { shard.seedMemory(origin)?.fill(weight(of: shard, at: origin)) }
  }
}

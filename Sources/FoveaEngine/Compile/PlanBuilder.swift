import FoveaNetwork
import FoveaTensor

/// Turns a network and a request into a list of steps over planned memory.
///
/// Forward steps are laid out node by node, then backward steps in reverse. Operations add steps through `ForwardSite`
/// and `BackwardSite`; what they touch decides how long memory lives.
final class PlanBuilder {
  let network: Network
  let shapes: [Shape]
  let request: PlanRequest
  let prepared: PreparedWeights
  let analysis: RequestAnalysis

  /// The samples of the batch that this part computes.
  let samples: Range<Int>
  /// Where kept tensors of the whole batch lie; `nil` where this part is the whole batch.
  let keptMemory: KeptMemory?
  /// Buffers that were moved there.
  var placed: [Buffer: KeptMemory.Key] = [:]

  private(set) var buffers: [BufferRecord] = []
  private(set) var steps: [StepDraft] = []
  /// The value of each node, once it is lowered.
  var values: [Value?]
  /// The whole gradient of each node, once all its readers are lowered backward.
  var gradients: [Value?]
  /// The values and gradients inside of nodes, by hook point.
  var insideValues: [HookPoint: Value] = [:]
  var insideGradients: [HookPoint: Value] = [:]
  /// What a node's forward steps keep for its backward steps.
  var kept: [Node.ID: [String: Value]] = [:]
  /// Anything that is not memory, such as primitives' descriptions, kept for the backward steps.
  var notes: [Node.ID: [String: Any]] = [:]

  private var contributions: [[Contribution]]
  fileprivate var rearranged: [Rearrangement: Value] = [:]
  private var parameterValues: [Int: Value] = [:]
  private var parameterGradients: [Int: Value] = [:]
  private(set) var startedGradients: Set<Int> = []

  struct Contribution {
    let value: Value
    /// Whether nobody else reads the memory, so that it may be overwritten.
    let isExclusive: Bool
  }

  /// Values that are written once, when the plan is made.
  var constants: [(value: Value, scalars: [Float])] = []
  var edits = EditLedger()

  fileprivate struct Rearrangement: Hashable {
    let buffer: Buffer
    let layout: DataLayout?
  }

  init(
    _ network: Network, shapes: [Shape], request: PlanRequest, prepared: PreparedWeights,
    samples: Range<Int>, keptMemory: KeptMemory?
  ) throws(FoveaError) {
    self.network = network
    self.shapes = shapes
    self.request = request
    self.prepared = prepared
    self.samples = samples
    self.keptMemory = keptMemory
    analysis = try RequestAnalysis.analyze(network, shapes: shapes, request: request)
    values = Array(repeating: nil, count: network.nodes.count)
    gradients = Array(repeating: nil, count: network.nodes.count)
    contributions = Array(repeating: [], count: network.nodes.count)
  }

  func build() throws(FoveaError) {
    for node in network.nodes where analysis.isComputed[node.id.position] {
      try lowerForward(node)
    }
    try checkEditsAreUsed()
    guard !request.origins.isEmpty else { return }
    try startGradients()
    for node in network.nodes.reversed() where analysis.needsGradient[node.id.position] {
      try lowerBackward(node)
    }
    finishGradients()
  }

  // MARK: - Passes

  private func lowerForward(_ node: Node) throws(FoveaError) {
    guard let operation = node.operation as? any Executable else {
      throw FoveaError(
        "\(network.label(of: node.id)): '\(type(of: node.operation).kind)' cannot be computed")
    }
    if let absorber = analysis.absorbedBy[node.id] {
      values[node.id.position] = values[absorber.position]
    } else {
      try operation.lower(at: ForwardSite(builder: self, node: node))
    }
    try lowerEdit(of: node.id)
    if analysis.keptValues.contains(HookPoint(node: node.id)), let value = values[node.id.position]
    {
      try keep(value, of: node.id, .value)
    }
  }

  private func startGradients() throws(FoveaError) {
    for origin in request.origins {
      let seed = newValue(shapes[origin.position], layout: nil, pinned: true)
      contributions[origin.position].append(Contribution(value: seed, isExclusive: false))
      seeds[origin] = seed
    }
  }

  /// The gradients that a caller gives (or ones, for a scalar).
  private(set) var seeds: [Node.ID: Value] = [:]

  private func lowerBackward(_ node: Node) throws(FoveaError) {
    guard let operation = node.operation as? any Executable else { return }
    guard let total = try totalGradient(of: node.id) else { return }
    gradients[node.id.position] = total.value
    if analysis.keptGradients.contains(HookPoint(node: node.id)) {
      try keep(total.value, of: node.id, .gradient)
    }
    try lowerEditGradient(of: node.id, arriving: total.value)
    let point = HookPoint(node: node.id)
    let mayOverwrite =
      edits.ownGradients[node.id] == nil
      ? total.isExclusive && !analysis.keptGradients.contains(point)
      : !analysis.keptGradients.contains(point.untouched)
    try operation.lowerGradient(
      at: BackwardSite(builder: self, node: node, mayOverwriteGradient: mayOverwrite))
  }

  /// Adds up what all readers of a node sent back.
  private func totalGradient(of id: Node.ID) throws(FoveaError) -> Contribution? {
    let parts = contributions[id.position]
    guard let first = parts.first else { return nil }
    guard parts.count > 1 else { return first }
    let layout = parts.first { $0.value.layout != nil }?.value.layout
    let sum = newValue(shapes[id.position], layout: layout)
    var sources: [Value] = []
    for part in parts { sources.append(try arranged(part.value, as: layout)) }
    emit(
      "\(network.label(of: id)) gradient sum", reads: sources.map(\.buffer), writes: [sum.buffer]
    ) {
      memory in
      let target = memory[sum]
      let inputs = sources.map { memory[$0] }
      return { _ in
        Kernel.add(inputs[0], inputs[1], into: target)
        for input in inputs.dropFirst(2) { Kernel.add(target, input, into: target) }
      }
    }
    return Contribution(value: sum, isExclusive: true)
  }

  func contribute(_ value: Value, to id: Node.ID, isExclusive: Bool) {
    contributions[id.position].append(Contribution(value: value, isExclusive: isExclusive))
  }

  // MARK: - Memory

  func newBuffer(_ count: Int, storage: Storage = .arena, pinned: Bool = false) -> Buffer {
    buffers.append(BufferRecord(count: count, storage: storage, isPinned: pinned))
    return Buffer(index: buffers.count - 1)
  }

  func newValue(_ shape: Shape, layout: DataLayout?, pinned: Bool = false) -> Value {
    Value(
      buffer: newBuffer(layout?.count ?? shape.count, pinned: pinned), shape: shape, layout: layout)
  }

  /// The same memory seen with another shape, or a stretch of it.
  func alias(_ value: Value, shape: Shape, offset: Int = 0) -> Value {
    precondition(value.isPlain, "only plain memory can be seen with another shape")
    return Value(
      buffer: newBuffer(shape.count, storage: .alias(of: value.buffer, offset: offset)),
      shape: shape, layout: nil)
  }

  /// Gives a buffer memory outside of the arena.
  func move(_ buffer: Buffer, to floats: Floats) {
    buffers[buffer.index].storage = .external(floats)
  }

  func pin(_ buffer: Buffer) {
    buffers[buffer.index].isPinned = true
    if case .alias(let parent, _) = buffers[buffer.index].storage { pin(parent) }
  }

  func emit(
    _ name: String, reads: [Buffer], writes: [Buffer],
    _ make: @escaping (Memory) throws(FoveaError) -> StepBody
  ) {
    steps.append(StepDraft(name: name, reads: reads, writes: writes, make: make))
  }

  /// The value in a given arrangement; rearranged once, however many ask.
  func arranged(_ value: Value, as layout: DataLayout?) throws(FoveaError) -> Value {
    guard value.layout != layout else { return value }
    let key = Rearrangement(buffer: value.buffer, layout: layout)
    if let known = rearranged[key] { return known }
    let result = newValue(value.shape, layout: layout)
    let from = try DataLayout.resolved(value.layout, value.shape)
    let to = try DataLayout.resolved(layout, value.shape)
    let reorder = try Primitive.reorder(from: from, to: to)
    let scratch = newBuffer(reorder.scratchCount)
    emit("reorder", reads: [value.buffer], writes: [result.buffer, scratch]) {
      (memory) throws(FoveaError) in
      try reorder.bind([(.source, memory[value]), (.destination, memory[result])], memory[scratch])
      return { context in reorder.execute(context) }
    }
    rearranged[key] = result
    return result
  }

  /// The plain copy of a value, where one was made.
  fileprivate func known(_ value: Value) -> Value? {
    rearranged[Rearrangement(buffer: value.buffer, layout: nil)]
  }

  /// Forgets rearranged copies of memory that is about to be overwritten.
  func forgetCopies(of buffer: Buffer) {
    rearranged = rearranged.filter { $0.key.buffer != buffer }
  }

  // MARK: - Parameters

  func parameter(_ position: Int) -> Value {
    if let known = parameterValues[position] { return known }
    let shape = network.parameters[position].shape
    let value = Value(
      buffer: newBuffer(shape.count, storage: .parameter(position)), shape: shape, layout: nil)
    parameterValues[position] = value
    return value
  }

  func parameterGradient(_ position: Int) -> Value {
    if let known = parameterGradients[position] { return known }
    let shape = network.parameters[position].shape
    let value = Value(
      buffer: newBuffer(shape.count, storage: .parameterGradient(position)), shape: shape,
      layout: nil)
    parameterGradients[position] = value
    return value
  }

  /// Lets `compute` add the steps that fill a parameter's gradient, and adds it to what earlier calls left there.
  func addGradient(
    ofParameter position: Int, _ compute: (Value) throws(FoveaError) -> Void
  ) throws(FoveaError) {
    let total = parameterGradient(position)
    guard !startedGradients.insert(position).inserted else { return try compute(total) }
    let part = newValue(total.shape, layout: nil)
    try compute(part)
    emit(
      "\(network.parameters[position].name) gradient sum", reads: [part.buffer, total.buffer],
      writes: [total.buffer]
    ) { memory in
      let (sum, term) = (memory[total], memory[part])
      return { _ in Kernel.add(sum, term, into: sum) }
    }
  }
}

extension PlanBuilder {
  /// The plain form of a value, where one was made.
  func plain(_ value: Value) -> Value? { value.isPlain ? value : known(value) }
}

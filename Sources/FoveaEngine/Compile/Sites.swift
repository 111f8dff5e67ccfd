import FoveaNetwork
import FoveaTensor

/// The engine's half of an operation: how it is computed, forward and backward.
protocol Executable: Operation {
  /// Adds the steps that compute the output, and announces it with `setOutput`.
  func lower(at site: ForwardSite) throws(FoveaError)

  /// Adds the steps that compute the gradients of inputs and parameters that are asked for.
  func lowerGradient(at site: BackwardSite) throws(FoveaError)
}

/// How an operation wants to read a tensor.
enum Arrangement {
  /// Row-major.
  case plain
  /// As it lies there.
  case any
  /// In one blocked layout, or plain where `nil`.
  case exactly(DataLayout?)
}

/// What both passes see of a node.
protocol Site {
  var builder: PlanBuilder { get }
  var node: Node { get }
}

extension Site {
  var inputShapes: [Shape] { node.inputs.map { builder.shapes[$0.position] } }
  var outputShape: Shape { builder.shapes[node.id.position] }
  var mode: PlanRequest.Mode { builder.request.mode }
  var label: String { builder.network.label(of: node.id) }
  var inputCount: Int { node.inputs.count }

  /// Whether the node has to pass a gradient to that input.
  func needsGradient(ofInput index: Int) -> Bool {
    builder.analysis.needsGradient[node.inputs[index].position]
  }

  func needsGradient(ofParameter index: Int) -> Bool {
    index < node.parameters.count
      && builder.request.wants(parameter: node.parameters[index], of: builder.network)
  }

  /// Whether there will be a backward pass through this node.
  var needsGradient: Bool { builder.analysis.needsGradient[node.id.position] }

  func input(_ index: Int, _ arrangement: Arrangement = .plain) throws(FoveaError) -> Value {
    guard let value = builder.values[node.inputs[index].position] else {
      preconditionFailure("\(label) reads a node that was not computed")
    }
    return try arranged(value, arrangement)
  }

  func parameter(_ index: Int) -> Value { builder.parameter(node.parameters[index]) }

  /// Whether the node before this one computes it.
  var isAbsorbed: Bool { builder.analysis.absorbedBy[node.id] != nil }

  /// The first parameter, with a bias if it has one; both with the batch normalisation that this node absorbed.
  func weights(hasBias: Bool) -> (weight: PreparedWeights.Source, bias: Value?) {
    let bias = hasBias ? node.parameters[1] : nil
    var source = PreparedWeights.Source(parameter: node.parameters[0])
    guard let normalization = absorbedNormalization else {
      return (source, bias.map { builder.parameter($0) })
    }
    source.folding = PreparedWeights.Folding(normalization: normalization.id, bias: bias)
    return (source, builder.foldedBias(source))
  }

  /// The batch normalisation that this node's weights are to hold.
  var absorbedNormalization: Node? {
    guard let next = absorbed(by: node.id), next.operation is BatchNormalization else { return nil }
    return next
  }

  fileprivate func absorbed(by id: Node.ID) -> Node? {
    let reader = builder.analysis.absorbedBy.first { $0.value == id }?.key
    return reader.map { builder.network.nodes[$0.position] }
  }

  /// A parameter packed for many products.
  func panels(ofParameter index: Int, _ matrix: PanelMatrix) -> Value {
    builder.panels(ofParameter: node.parameters[index], matrix)
  }

  func arranged(_ value: Value, _ arrangement: Arrangement) throws(FoveaError) -> Value {
    switch arrangement {
    case .any: value
    case .plain: try builder.arranged(value, as: nil)
    case .exactly(let layout): try builder.arranged(value, as: layout)
    }
  }

  /// New memory that lives as long as steps use it.
  func temporary(_ shape: Shape, layout: DataLayout? = nil) -> Value {
    builder.newValue(shape, layout: layout)
  }

  func temporary(_ count: Int) -> Buffer { builder.newBuffer(count) }

  /// Adds a step.
  func emit(
    _ what: String = "", reads: [Value], writes: [Value], scratch: Buffer? = nil,
    _ make: @escaping (Memory) throws(FoveaError) -> StepBody
  ) {
    builder.emit(
      what.isEmpty ? label : "\(label) \(what)", reads: reads.map(\.buffer),
      writes: writes.map(\.buffer) + (scratch.map { [$0] } ?? []), make)
  }

  /// Adds a step that executes one primitive of oneDNN.
  func emit(
    _ primitive: Primitive, _ what: String = "", reads: [(Primitive.Argument, Value)],
    writes: [(Primitive.Argument, Value)]
  ) {
    let scratch = temporary(primitive.scratchCount)
    emit(what, reads: reads.map(\.1), writes: writes.map(\.1), scratch: scratch) {
      (memory) throws(FoveaError) in
      try primitive.bind((reads + writes).map { ($0.0, memory[$0.1]) }, memory[scratch])
      return { context in primitive.execute(context) }
    }
  }
}

/// Where an operation lays out its forward steps.
struct ForwardSite: Site {
  let builder: PlanBuilder
  let node: Node

  /// Whether a ReLU behind this node, or behind the batch normalisation behind it, is to be computed here.
  var absorbsReLU: Bool {
    guard let next = absorbed(by: node.id) else { return false }
    guard next.operation is BatchNormalization else { return true }
    return absorbed(by: next.id) != nil
  }

  /// New memory for the output, announced as the node's value.
  func output(layout: DataLayout? = nil) -> Value {
    let value = builder.newValue(outputShape, layout: layout)
    setOutput(value)
    return value
  }

  func setOutput(_ value: Value) { builder.values[node.id.position] = value }

  /// Announces a value inside of the node.
  func setRecord(_ name: String, step: Int, _ value: Value) {
    let point = HookPoint(node: node.id, record: name, step: step)
    builder.insideValues[point] = value
    if builder.analysis.keptValues.contains(point) { builder.pin(value.buffer) }
  }

  func isKept(_ name: String, step: Int) -> Bool {
    builder.analysis.keptValues.contains(HookPoint(node: node.id, record: name, step: step))
  }

  /// Keeps a value for the backward steps.
  func keep(_ name: String, _ value: Value) { builder.kept[node.id, default: [:]][name] = value }

  /// Keeps something that is not memory for the backward steps.
  func note(_ name: String, _ thing: Any) { builder.notes[node.id, default: [:]][name] = thing }
}

/// Where an operation lays out its backward steps.
struct BackwardSite: Site {
  let builder: PlanBuilder
  let node: Node
  /// Whether the output's gradient is read by nobody else and may be overwritten in place.
  let mayOverwriteGradient: Bool

  /// The gradient of the objective with respect to the node's output.
  func gradient(_ arrangement: Arrangement = .plain) throws(FoveaError) -> Value {
    guard let value = builder.edits.ownGradients[node.id] ?? builder.gradients[node.id.position]
    else {
      preconditionFailure("\(label) has no gradient")
    }
    return try arranged(value, arrangement)
  }

  /// The node's own value.
  func output(_ arrangement: Arrangement = .plain) throws(FoveaError) -> Value {
    guard let value = builder.ownValue(of: node.id) else {
      preconditionFailure("\(label) has no value")
    }
    return try arranged(value, arrangement)
  }

  func kept(_ name: String) -> Value? { builder.kept[node.id]?[name] }

  func note<T>(_ name: String, as type: T.Type = T.self) -> T? {
    builder.notes[node.id]?[name] as? T
  }

  /// New memory for an input's gradient, announced as this node's share of it.
  func gradient(ofInput index: Int, layout: DataLayout? = nil) -> Value {
    let value = builder.newValue(inputShapes[index], layout: layout)
    contribute(value, toInput: index)
    return value
  }

  /// Announces this node's share of an input's gradient; not exclusive where others read the memory too.
  func contribute(_ value: Value, toInput index: Int, isExclusive: Bool = true) {
    builder.contribute(value, to: node.inputs[index], isExclusive: isExclusive)
  }

  /// Adds the steps that fill a parameter's gradient; they get the plain memory for this call's share.
  func addGradient(
    ofParameter index: Int, _ compute: (Value) throws(FoveaError) -> Void
  ) throws(FoveaError) {
    try builder.addGradient(ofParameter: node.parameters[index], compute)
  }

  func setGradientRecord(_ name: String, step: Int, _ value: Value) {
    let point = HookPoint(node: node.id, record: name, step: step)
    builder.insideGradients[point] = value
    if builder.analysis.keptGradients.contains(point) { builder.pin(value.buffer) }
  }
}

public import FoveaTensor

/// A graph of named nodes with its weights: a plain value.
///
/// Nodes stand in an order in which each reads only earlier ones. Editing a copy leaves the original alone. Nothing is
/// computed here; `Plan` in the engine does that.
public struct Network: Sendable {
  /// The nodes; `nodes[i].id.position == i`.
  public private(set) var nodes: [Node] = []
  /// The parameters in the order in which layers were added.
  public private(set) var parameters: [Parameter] = []
  /// The values of the parameters, in the same order and of the same shapes.
  public private(set) var weights: [Tensor] = []
  /// The nodes whose values are the network's answer; the last node added unless set.
  public var outputs: [Node.ID] {
    get { markedOutputs.isEmpty ? (nodes.last.map { [$0.id] } ?? []) : markedOutputs }
    set { markedOutputs = newValue }
  }
  /// The seed of the initial weights.
  public let seed: UInt64
  /// Facts that travel with the network: class names, how it was trained.
  public var metadata: [String: String] = [:]
  /// Changes of values that every plan of this network makes while it runs, by the hook point where they are made.
  public var edits: [HookPoint: ValueEdit] = [:]

  private var markedOutputs: [Node.ID] = []
  private var shapes: [Shape] = []
  /// For each layer the position of its first node and the number of its calls.
  private var layers: [String: (first: Int, calls: Int)] = [:]
  /// The group whose layers are being added, where there is one.
  var scope: NameScope?
  /// Where parameters get their values from while a network is read from a file; drawn from the seed without.
  var stored: StoredWeights?

  /// Creates an empty network whose weights will be drawn from `seed`.
  public init(seed: UInt64 = 0) { self.seed = seed }

  /// Adds an input, with the shape of one batch as it will usually be; the batch size itself is free.
  ///
  /// - Parameter isBatched: whether the first dimension is the batch.
  /// - Throws: `FoveaError` where the name is taken.
  public mutating func addInput(
    _ name: String, shape: Shape, isBatched: Bool = true
  ) throws(FoveaError) -> Node.ID {
    try add(Input(shape: shape, isBatched: isBatched), to: [], name: name)
  }

  /// Adds a node.
  ///
  /// A name that is in use already with the same operation makes another call of that layer: both share its parameters.
  ///
  /// - Parameter name: the layer's name; without one, the operation's kind and a number.
  /// - Throws: `FoveaError` that names the node, the rule and the shapes where they do not fit.
  @discardableResult
  public mutating func add(
    _ operation: some Operation, to inputs: [Node.ID], name: String? = nil
  ) throws(FoveaError) -> Node.ID {
    try add(operation, to: inputs, name: name, stem: type(of: operation).kind)
  }

  /// Adds a node that without a name is called by its stem and a number.
  mutating func add(
    _ operation: some Operation, to inputs: [Node.ID], name: String?, stem: String
  ) throws(FoveaError) -> Node.ID {
    let kind = type(of: operation).kind
    let name = try fullName(name, stem: stem)
    precondition(
      inputs.allSatisfy { $0.position < nodes.count }, "node '\(name)' reads a node not yet added")
    guard operation.arity.contains(inputs.count) else {
      throw FoveaError(
        "\(name) (\(kind)): takes \(Self.describe(operation.arity)), got \(inputs.count)")
    }
    let shapesIn = inputs.map { shapes[$0.position] }
    do throws(ShapeError) {
      let shape = try operation.outputShape(for: shapesIn)
      let own = try parameterPositions(of: operation, named: name, inputs: shapesIn)
      let id = Node.ID(nodes.count)
      nodes.append(
        Node(
          id: id, name: name, call: calls(of: name), operation: operation,
          inputs: inputs, parameters: own))
      shapes.append(shape)
      layers[name, default: (id.position, 0)].calls += 1
      return id
    } catch {
      throw FoveaError("\(name) (\(kind)): \(error.message)")
    }
  }

  private mutating func parameterPositions(
    of operation: some Operation, named name: String, inputs: [Shape]
  ) throws(ShapeError) -> [Int] {
    let wanted = try operation.parameters(for: inputs)
    if let first = layers[name].map({ nodes[$0.first] }) {
      guard Self.isSame(first.operation, operation), !(operation is Input) else {
        throw ShapeError("the name is taken by a different operation")
      }
      let shared = first.parameters
      for (position, specification) in zip(shared, wanted)
      where parameters[position].shape != specification.shape {
        throw ShapeError(
          "a layer used again must fit its parameters: \(parameters[position].name) has the shape "
            + "\(parameters[position].shape), this call needs \(specification.shape)")
      }
      return shared
    }
    for specification in wanted where stored == nil {
      try specification.initializer.check(specification.shape)
    }
    return wanted.map { specification in
      let parameter = Parameter(
        name: "\(name).\(specification.role)", shape: specification.shape,
        isTrainable: specification.isTrainable)
      parameters.append(parameter)
      weights.append(firstValues(of: parameter, initializer: specification.initializer))
      return parameters.count - 1
    }
  }

  private mutating func firstValues(of parameter: Parameter, initializer: Initializer) -> Tensor {
    if stored != nil { return stored?.take(parameter) ?? .zeros([0]) }
    var source = RandomSource(seed: seed, purpose: parameter.name)
    return initializer.tensor(parameter.shape, from: &source)
  }

  private func validated(_ name: String) throws(FoveaError) -> String {
    guard !name.isEmpty, !name.contains(where: { "/[]*?{} \n\t".contains($0) }) else {
      throw FoveaError(
        "'\(name)' cannot name a node: names have no blank and none of / [ ] { } * ?")
    }
    return name
  }

  private mutating func fullName(_ name: String?, stem: String) throws(FoveaError) -> String {
    if scope != nil, let own = scope?.name(name, stem: stem) { return try validated(own) }
    if let name { return try validated(name) }
    var number = 1
    while calls(of: "\(stem)\(number)") > 0 { number += 1 }
    return "\(stem)\(number)"
  }

  /// How many nodes are calls of the layer with this name.
  func calls(of name: String) -> Int { layers[name]?.calls ?? 0 }

  private static func isSame(_ a: any Operation, _ b: some Operation) -> Bool {
    AnyHashable(a) == AnyHashable(b)
  }

  private static func describe(_ arity: ClosedRange<Int>) -> String {
    let (low, high) = (arity.lowerBound, arity.upperBound)
    let count = low == high ? "\(low)" : high == .max ? "at least \(low)" : "\(low) to \(high)"
    return count == "1" ? "1 input" : "\(count) inputs"
  }

  // MARK: - Edits

  /// Replaces the values of parameter `position`.
  ///
  /// - Precondition: the shapes agree.
  public mutating func setWeights(_ tensor: Tensor, at position: Int) {
    precondition(
      tensor.shape == parameters[position].shape,
      "\(parameters[position].name) has the shape \(parameters[position].shape), got \(tensor.shape)"
    )
    weights[position] = tensor
  }

  /// Lets the nodes before position `end` that read `old`, and the outputs, read `new` instead.
  mutating func redirect(_ old: Node.ID, to new: Node.ID, before end: Int) {
    for position in 0..<end {
      nodes[position].inputs = nodes[position].inputs.map { $0 == old ? new : $0 }
    }
    markedOutputs = outputs.map { $0 == old ? new : $0 }
  }

  /// Puts the nodes into another order, in which each still reads only earlier ones, and renames their identities.
  mutating func reorder(_ order: [Int]) {
    var place = [Int](repeating: 0, count: order.count)
    for (new, old) in order.enumerated() { place[old] = new }
    func renamed(_ id: Node.ID) -> Node.ID { Node.ID(place[id.position]) }
    let old = nodes
    nodes = order.map { position in
      let node = old[position]
      return Node(
        id: renamed(node.id), name: node.name, call: node.call, operation: node.operation,
        inputs: node.inputs.map(renamed), parameters: node.parameters)
    }
    shapes = order.map { shapes[$0] }
    layers = layers.mapValues { (first: place[$0.first], calls: $0.calls) }
    markedOutputs = markedOutputs.map(renamed)
    var moved: [HookPoint: ValueEdit] = [:]
    for (point, edit) in edits {
      moved[HookPoint(node: renamed(point.node), record: point.record, step: point.step)] = edit
    }
    edits = moved
  }

  // MARK: - Shapes

  /// The shape of a node's output at the batch that was given when the network was built.
  public func nominalShape(of id: Node.ID) -> Shape { shapes[id.position] }

  /// The shape of every node's output for inputs of the given shapes, by input name.
  ///
  /// Inputs that are not named keep the shape that they were added with.
  ///
  /// - Throws: `FoveaError` that names the input or node that does not fit.
  public func shapes(for inputs: [String: Shape]) throws(FoveaError) -> [Shape] {
    let known = self.inputs.map(\.name)
    for name in inputs.keys.sorted() where !known.contains(name) {
      throw FoveaError.unknown("input", name, known: known)
    }
    var result: [Shape] = []
    for node in nodes {
      do throws(ShapeError) {
        if let input = node.operation as? Input {
          result.append(try input.accepted(inputs[node.name] ?? input.shape))
        } else {
          let shapesIn = node.inputs.map { result[$0.position] }
          result.append(try node.operation.outputShape(for: shapesIn))
          for (position, wanted) in zip(
            node.parameters, try node.operation.parameters(for: shapesIn))
          where parameters[position].shape != wanted.shape {
            throw ShapeError(
              "\(parameters[position].name) has the shape \(parameters[position].shape), "
                + "these inputs need \(wanted.shape)")
          }
        }
      } catch {
        throw FoveaError(
          "\(label(of: node.id)) (\(type(of: node.operation).kind)): \(error.message)")
      }
    }
    return result
  }

  /// The shape of every node's output for a batch size: the first dimension of each batched input is replaced.
  public func shapes(batch: Int) throws(FoveaError) -> [Shape] {
    try shapes(for: inputShapes(batch: batch))
  }

  /// The inputs' shapes for a batch size.
  public func inputShapes(batch: Int) -> [String: Shape] {
    var result: [String: Shape] = [:]
    for node in inputs {
      guard let input = node.operation as? Input else { continue }
      result[node.name] = input.isBatched ? input.shape.replacing(0, with: batch) : input.shape
    }
    return result
  }
}

public import FoveaTensor

extension Network {
  /// The input nodes in order.
  public var inputs: [Node] { nodes.filter { $0.operation is Input } }

  /// The node's name as people address it: the layer's name, with the call in brackets where there are several.
  public func label(of id: Node.ID) -> String {
    let node = nodes[id.position]
    guard calls(of: node.name) > 1 else { return node.name }
    return "\(node.name)[\(node.call)]"
  }

  /// The node with a label, or with that name in Lucid; a layer that is called several times needs the call in brackets.
  ///
  /// - Throws: `FoveaError` that lists the nearest labels.
  public func node(_ label: String) throws(FoveaError) -> Node {
    if let node = nodes.first(where: { self.label(of: $0.id) == label }) { return node }
    if let node = nodes.first(where: { LucidNames.name(of: self.label(of: $0.id)) == label }) {
      return node
    }
    throw FoveaError.unknown("node", label, known: nodes.map { self.label(of: $0.id) })
  }

  /// The position of a parameter.
  ///
  /// - Throws: `FoveaError` that lists the nearest names.
  public func parameterPosition(_ name: String) throws(FoveaError) -> Int {
    if let position = parameters.firstIndex(where: { $0.name == name }) { return position }
    throw FoveaError.unknown("parameter", name, known: parameters.map(\.name))
  }

  /// The values of a parameter.
  ///
  /// - Throws: `FoveaError` that lists the nearest names.
  public func weights(of name: String) throws(FoveaError) -> Tensor {
    weights[try parameterPosition(name)]
  }

  /// Replaces the values of a parameter, the last axis of its shape running fastest.
  ///
  /// - Throws: `FoveaError` that lists the nearest names, or says how many values there must be.
  public mutating func setWeights(
    of name: String, to values: [Float]
  ) throws(FoveaError) {
    let position = try parameterPosition(name)
    let shape = parameters[position].shape
    guard values.count == shape.count else {
      throw FoveaError("\(name) has the shape \(shape), got \(values.count) values")
    }
    setWeights(Tensor(shape: shape, scalars: values), at: position)
  }

  /// The number of trainable weights.
  public var parameterCount: Int {
    parameters.filter(\.isTrainable).reduce(0) { $0 + $1.shape.count }
  }

  /// The nodes that read each node, by position.
  public var consumers: [[Node.ID]] {
    var result = [[Node.ID]](repeating: [], count: nodes.count)
    for node in nodes { for input in node.inputs { result[input.position].append(node.id) } }
    return result
  }

  /// The nodes of an operation's type, with it, in order.
  public func nodes<O: Operation>(of type: O.Type) -> [(node: Node, operation: O)] {
    nodes.compactMap { node in (node.operation as? O).map { (node, $0) } }
  }
}

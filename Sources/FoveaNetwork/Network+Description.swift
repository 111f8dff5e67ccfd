public import FoveaTensor

extension Network {
  /// The most weights that are drawn for a network which is read without any: 1 GiB.
  private static let drawnLimit = 1 << 28

  /// Creates a network from its description and its weights by parameter name, such as `conv1.weight`.
  ///
  /// Without weights they are drawn from the seed as for a new network.
  ///
  /// - Throws: `FoveaError` that names the node which makes no sense, or lists all parameters that are missing, not
  ///   wanted or of the wrong shape.
  public init(
    _ description: NetworkDescription, weights: [String: Tensor]? = nil
  ) throws(FoveaError) {
    self.init(seed: description.seed)
    if weights == nil {
      // First with weights that are nowhere: what will be drawn is known before anything is.
      var sizes = Network(seed: description.seed)
      sizes.stored = StoredWeights([:])
      try sizes.add(description.nodes)
      let total = sizes.parameters.reduce(0) { $0 + min($1.shape.count, Self.drawnLimit + 1) }
      guard total <= Self.drawnLimit else {
        throw FoveaError("the description asks for more than \(Self.drawnLimit) weights")
      }
    }
    stored = weights.map(StoredWeights.init)
    try add(description.nodes)
    try stored?.requireComplete()
    stored = nil
    metadata = description.metadata
    for position in description.outputs where !nodes.indices.contains(position) {
      throw FoveaError("output \(position) is not one of the \(nodes.count) nodes")
    }
    outputs = description.outputs.map { Node.ID($0) }
  }

  private mutating func add(_ entries: [NetworkDescription.NodeEntry]) throws(FoveaError) {
    for (position, entry) in entries.enumerated() {
      guard entry.inputs.allSatisfy({ $0 >= 0 && $0 < position }) else {
        throw FoveaError(
          "\(entry.name): a node reads earlier ones only, got inputs \(entry.inputs) at position "
            + "\(position)")
      }
      do throws(ShapeError) {
        try entry.operation.checkAttributes()
      } catch {
        throw FoveaError(
          "\(entry.name) (\(type(of: entry.operation).kind)): \(error.message)")
      }
      try add(entry.operation, to: entry.inputs.map { Node.ID($0) }, name: entry.name)
    }
  }
}

extension Network: Equatable {
  /// Whether both have the same nodes, weights, outputs, seed and facts.
  public static func == (left: Network, right: Network) -> Bool {
    left.nodes == right.nodes && left.parameters == right.parameters
      && left.outputs == right.outputs && left.seed == right.seed
      && left.metadata == right.metadata && left.weights == right.weights
  }
}

extension Node: Equatable {
  /// Whether both compute the same from the same nodes, by the same name.
  public static func == (left: Node, right: Node) -> Bool {
    left.id == right.id && left.name == right.name && left.call == right.call
      && left.inputs == right.inputs && left.parameters == right.parameters
      && AnyHashable(left.operation) == AnyHashable(right.operation)
  }
}

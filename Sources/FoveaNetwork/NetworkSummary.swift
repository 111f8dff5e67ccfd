public import FoveaTensor

/// What a network consists of, in numbers: one description for each node, and totals.
public struct NetworkSummary: Hashable, Sendable, Codable {
  /// The nodes in order.
  public let nodes: [NodeDescription]
  /// The labels of the nodes whose values are the answer.
  public let outputs: [String]
  /// The number of trainable weights.
  public let parameters: Int
  /// The number of weights that no optimizer changes, such as running means.
  public let fixedParameters: Int
  /// The multiply–add operations of one forward pass.
  public let multiplyAdds: Int
  /// The seed of the first weights.
  public let seed: UInt64
  /// Facts that travel with the network.
  public let metadata: [String: String]
}

/// What one node is, in words and numbers.
public struct NodeDescription: Hashable, Sendable, Codable {
  /// The name that addresses it, with the call in brackets where its layer is called several times.
  public let label: String
  /// The name of its kind of operation.
  public let kind: String
  /// The operation's attributes, such as `10 × 5×5, stride 2`.
  public let attributes: String
  /// The labels of the nodes that it reads.
  public let inputs: [String]
  /// The extents of its output.
  public let shape: [Int]
  /// The number of trainable weights that came with it: none where another call of its layer came before.
  public let parameters: Int
  /// The number of weights that no optimizer changes.
  public let fixedParameters: Int
  /// Whether it uses the parameters of an earlier call of its layer.
  public let sharesParameters: Bool
  /// The multiply–add operations of one forward pass.
  public let multiplyAdds: Int
  /// The values inside of it that can be hooked.
  public let records: [RecordDescription]
}

/// A value inside of a node that can be hooked at each time step.
public struct RecordDescription: Hashable, Sendable, Codable {
  /// The name, such as `h`.
  public let name: String
  /// The number of time steps.
  public let steps: Int
  /// The extents at one step.
  public let shape: [Int]
}

extension Network {
  /// The network in numbers for a batch size.
  ///
  /// - Throws: `FoveaError` where a node does not fit that batch.
  public func summary(batch: Int = 1) throws(FoveaError) -> NetworkSummary {
    summary(shapes: try shapes(batch: batch))
  }

  /// The network in numbers for the given shapes of all nodes.
  func summary(shapes: [Shape]) -> NetworkSummary {
    let descriptions = nodes.map { describe($0, shapes: shapes) }
    return NetworkSummary(
      nodes: descriptions, outputs: outputs.map { label(of: $0) },
      parameters: descriptions.reduce(0) { $0 + $1.parameters },
      fixedParameters: descriptions.reduce(0) { $0 + $1.fixedParameters },
      multiplyAdds: descriptions.reduce(0) { $0 + $1.multiplyAdds },
      seed: seed, metadata: metadata)
  }

  private func describe(_ node: Node, shapes: [Shape]) -> NodeDescription {
    let inputs = node.inputs.map { shapes[$0.position] }
    let shape = shapes[node.id.position]
    let own = node.call > 0 ? [] : node.parameters.map { parameters[$0] }
    let attributes = node.operation.summary
    return NodeDescription(
      label: label(of: node.id), kind: type(of: node.operation).kind,
      attributes: node.operation is Input ? "" : attributes,
      inputs: node.inputs.map { label(of: $0) }, shape: shape.dimensions,
      parameters: own.filter(\.isTrainable).reduce(0) { $0 + $1.shape.count },
      fixedParameters: own.filter { !$0.isTrainable }.reduce(0) { $0 + $1.shape.count },
      sharesParameters: node.call > 0 && !node.parameters.isEmpty,
      multiplyAdds: node.operation.arithmetic(for: inputs, output: shape) / 2,
      records: node.operation.records(for: inputs).map {
        RecordDescription(name: $0.name, steps: $0.steps, shape: $0.shape.dimensions)
      })
  }
}

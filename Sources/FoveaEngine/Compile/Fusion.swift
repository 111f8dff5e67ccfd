import FoveaNetwork

/// Which nodes are computed as part of the node before them, because nobody looks in between.
enum Fusion {
  /// Pairs of a node and the one that computes it: a ReLU behind a convolution or dense layer, and in inference a batch
  /// normalisation behind a convolution, whose weights then hold it.
  static func absorptions(
    in network: Network, computed: [Bool], seen: Set<Node.ID>, _ request: PlanRequest
  ) -> [Node.ID: Node.ID] {
    let consumers = network.consumers
    var result: [Node.ID: Node.ID] = [:]
    for node in network.nodes where computed[node.id.position] {
      guard let before = node.inputs.first, !seen.contains(before),
        consumers[before.position].filter({ computed[$0.position] }) == [node.id]
      else { continue }
      let absorber = network.nodes[before.position]
      if isAbsorbed(node, into: absorber, alreadyAbsorbed: result[before] != nil)
        && (node.operation is Elementwise
          || haveFixedParameters([node, absorber], network, request))
      {
        result[node.id] = before
      }
    }
    return result
  }

  private static func isAbsorbed(
    _ node: Node, into before: Node, alreadyAbsorbed: Bool
  ) -> Bool {
    switch (node.operation, before.operation) {
    case (let relu as Elementwise, is Convolution), (let relu as Elementwise, is DenseProduct):
      relu.function == .relu
    case (let relu as Elementwise, is BatchNormalization):
      relu.function == .relu && alreadyAbsorbed
    case (is BatchNormalization, is Convolution): true
    default: false
    }
  }

  /// Whether moments are those that were gathered, and nobody asks for a gradient by weights.
  private static func haveFixedParameters(
    _ nodes: [Node], _ network: Network, _ request: PlanRequest
  ) -> Bool {
    request.mode == .inference
      && !nodes.contains { node in
        node.parameters.contains { request.wants(parameter: $0, of: network) }
      }
  }
}

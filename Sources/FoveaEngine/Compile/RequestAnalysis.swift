import FoveaNetwork
import FoveaTensor

/// What a request means for each node: is it computed, does its gradient matter, may it merge with its reader.
struct RequestAnalysis {
  let isComputed: [Bool]
  let needsGradient: [Bool]
  let keptValues: Set<HookPoint>
  let keptGradients: Set<HookPoint>
  /// A ReLU that is computed as part of the node before it, with that node.
  let absorbedBy: [Node.ID: Node.ID]

  private let wantedGradients: Set<Node.ID>

  init(_ network: Network, shapes: [Shape], request: PlanRequest) throws(FoveaError) {
    let outputs = request.outputs ?? (request.origins.isEmpty ? network.outputs : [])
    keptValues = request.values.union(outputs.map { HookPoint(node: $0) })
      .union(Self.scalarOrigin(request).map { [HookPoint(node: $0)] } ?? [])
    var inputIDs: [Node.ID] = []
    let inputs = network.inputs
    for name in request.inputs {
      guard let input = inputs.first(where: { $0.name == name }) else {
        throw FoveaError.unknown("input", name, known: inputs.map(\.name))
      }
      inputIDs.append(input.id)
    }
    keptGradients = request.gradients.union(inputIDs.map { HookPoint(node: $0) })
    if request.origins.isEmpty, !keptGradients.isEmpty {
      throw FoveaError("a gradient is asked for, but not of what: name an objective")
    }
    if let scalar = Self.scalarOrigin(request), shapes[scalar.position].count != 1 {
      throw FoveaError(
        "the objective must be one number, but '\(network.label(of: scalar))' has the shape "
          + "\(shapes[scalar.position])")
    }
    wantedGradients = Set(keptGradients.filter { $0.record == nil }.map(\.node))

    let ends = Set(keptValues.map(\.node)).union(request.origins).union(
      keptGradients.map(\.node))
    isComputed = Self.ancestors(of: ends, in: network)
    let leading = Self.ancestors(of: Set(request.origins), in: network)
    let sources = Set(keptGradients.map(\.node))
    var depends = [Bool](repeating: false, count: network.nodes.count)
    for node in network.nodes {
      depends[node.id.position] =
        sources.contains(node.id)
        || node.parameters.contains { request.wants(parameter: $0, of: network) }
        || node.inputs.contains { depends[$0.position] }
    }
    needsGradient = network.nodes.indices.map { depends[$0] && leading[$0] }
    absorbedBy = request.allowsFusion
      ? Self.fusions(
        in: network, computed: isComputed,
        seen: Set(keptValues.map(\.node)).union(sources).union(request.origins)) : [:]
  }

  func isGradientWanted(of id: Node.ID) -> Bool { wantedGradients.contains(id) }

  private static func scalarOrigin(_ request: PlanRequest) -> Node.ID? {
    if case .scalar(let node) = request.origin { return node }
    return nil
  }

  private static func ancestors(of ends: Set<Node.ID>, in network: Network) -> [Bool] {
    var reached = [Bool](repeating: false, count: network.nodes.count)
    for node in network.nodes.reversed() where ends.contains(node.id) || reached[node.id.position] {
      reached[node.id.position] = true
      for input in node.inputs { reached[input.position] = true }
    }
    return reached
  }

  /// ReLUs that alone read a convolution or dense layer at which nobody looks.
  private static func fusions(
    in network: Network, computed: [Bool], seen: Set<Node.ID>
  ) -> [Node.ID: Node.ID] {
    let consumers = network.consumers
    var result: [Node.ID: Node.ID] = [:]
    for node in network.nodes where computed[node.id.position] {
      guard let relu = node.operation as? Elementwise, let before = node.inputs.first,
        Executables.canAbsorb(relu.function, into: network.nodes[before.position].operation),
        !seen.contains(before),
        consumers[before.position].filter({ computed[$0.position] }) == [node.id]
      else { continue }
      result[node.id] = before
    }
    return result
  }
}

enum Executables {
  /// Whether a function can be computed in the same step as the operation that it alone reads.
  static func canAbsorb(_ function: Elementwise.Function, into operation: any Operation) -> Bool {
    function == .relu && (operation is Convolution || operation is DenseProduct)
  }
}

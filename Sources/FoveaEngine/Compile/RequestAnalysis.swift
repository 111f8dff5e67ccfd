import FoveaNetwork
import FoveaTensor

/// What a request means for each node: is it computed, does its gradient matter, may it merge with its reader.
struct RequestAnalysis {
  let isComputed: [Bool]
  let needsGradient: [Bool]
  let keptValues: Set<HookPoint>
  let keptGradients: Set<HookPoint>
  /// A node that is computed as part of the node before it, with that node.
  let absorbedBy: [Node.ID: Node.ID]

  let wantedGradients: Set<Node.ID>

  static func analyze(
    _ network: Network, shapes: [Shape], request: PlanRequest
  ) throws(FoveaError) -> RequestAnalysis {
    let keptGradients = request.gradients.union(try inputPoints(of: network, request))
    try validate(network, shapes, request, keptGradients)
    let outputs = request.outputs ?? (request.origins.isEmpty ? network.outputs : [])
    let read = outputs + (scalarOrigin(request).map { [$0] } ?? [])
    let keptValues = request.values.union(read.map { HookPoint(node: $0) })
    let sources = Set(keptGradients.map(\.node))
    let seen = Set(keptValues.map(\.node)).union(request.origins).union(sources)
    let isComputed = ancestors(of: seen, in: network)
    return RequestAnalysis(
      isComputed: isComputed,
      needsGradient: gradientPath(network, request, sources: sources),
      keptValues: keptValues, keptGradients: keptGradients,
      absorbedBy: request.allowsFusion
        ? Fusion.absorptions(
          in: network, computed: isComputed, seen: seen.union(editedNodes(of: network)), request)
        : [:],
      wantedGradients: Set(keptGradients.filter { $0.record == nil }.map(\.node)))
  }

  private static func inputPoints(
    of network: Network, _ request: PlanRequest
  ) throws(FoveaError) -> [HookPoint] {
    let inputs = network.inputs
    var points: [HookPoint] = []
    for name in request.inputs {
      guard let input = inputs.first(where: { $0.name == name }) else {
        throw FoveaError.unknown("input", name, known: inputs.map(\.name))
      }
      points.append(network.ownPoint(of: input.id))
    }
    return points
  }

  private static func editedNodes(of network: Network) -> [Node.ID] {
    network.edits.keys.filter { $0.record == nil }.map(\.node)
  }

  private static func validate(
    _ network: Network, _ shapes: [Shape], _ request: PlanRequest, _ gradients: Set<HookPoint>
  ) throws(FoveaError) {
    for node in network.nodes {
      try requireComputable(shapes[node.id.position], network.label(of: node.id))
    }
    if request.origins.isEmpty, !gradients.isEmpty {
      throw FoveaError("a gradient is asked for, but not of what: name an objective")
    }
    for point in request.values.union(request.gradients) where point.record != nil {
      guard network.shape(of: point, shapes: shapes) == nil else { continue }
      throw FoveaError.unknown(
        "hook point", network.name(of: point),
        known: network.hookPoints(shapes: shapes).map(\.name))
    }
    guard let scalar = scalarOrigin(request), shapes[scalar.position].count != 1 else { return }
    throw FoveaError(
      "the objective must be one number, but '\(network.label(of: scalar))' has the shape "
        + "\(shapes[scalar.position])")
  }

  /// The most dimensions that loops over strides count through.
  private static let rankLimit = 8

  private static func requireComputable(_ shape: Shape, _ label: String) throws(FoveaError) {
    guard shape.count > 0 else {
      throw FoveaError("'\(label)' has the shape \(shape), but a plan needs at least one element")
    }
    guard shape.rank <= rankLimit else {
      throw FoveaError("'\(label)' has the shape \(shape), of more than \(rankLimit) dimensions")
    }
  }

  /// Throws unless the node has such a record at such a step; one from before an edit needs the edit.
  private static func requireRecord(
    _ point: HookPoint, _ network: Network, _ shapes: [Shape]
  ) throws(FoveaError) {
    let isUntouched = point.record?.hasSuffix("untouched") ?? false
    if network.shape(of: point, shapes: shapes) != nil,
      !isUntouched || network.edits.keys.contains(where: { $0.untouched == point })
    {
      return
    }
    throw FoveaError.unknown(
      "hook point", network.name(of: point),
      known: network.hookPoints(shapes: shapes).map(\.name))
  }

  /// Nodes between what gradients are asked for and what they are taken of.
  private static func gradientPath(
    _ network: Network, _ request: PlanRequest, sources: Set<Node.ID>
  ) -> [Bool] {
    let leading = ancestors(of: Set(request.origins), in: network)
    var depends = [Bool](repeating: false, count: network.nodes.count)
    for node in network.nodes {
      depends[node.id.position] =
        sources.contains(node.id)
        || node.parameters.contains { request.wants(parameter: $0, of: network) }
        || node.inputs.contains { depends[$0.position] }
    }
    return zip(depends, leading).map { $0 && $1 }
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
}

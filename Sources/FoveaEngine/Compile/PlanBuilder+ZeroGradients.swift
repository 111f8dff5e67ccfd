import FoveaNetwork
import FoveaTensor

extension PlanBuilder {
  /// Gradients that were asked for but reached by no path are zero.
  func finishGradients() {
    for node in network.nodes where analysis.isGradientWanted(of: node.id) {
      guard gradients[node.id.position] == nil else { continue }
      let zero = newValue(shapes[node.id.position], layout: nil, pinned: true)
      emitZero(zero, of: network.label(of: node.id))
      gradients[node.id.position] = zero
    }
    let inside = analysis.keptGradients.filter { $0.record != nil && insideGradients[$0] == nil }
    for (point, name) in inside.map({ ($0, network.name(of: $0)) }).sorted(by: { $0.1 < $1.1 }) {
      guard let shape = shape(of: point) else { continue }
      let zero = newValue(shape, layout: nil, pinned: true)
      emitZero(zero, of: name)
      insideGradients[point] = zero
    }
    for position in network.parameters.indices
    where request.wants(parameter: position, of: network) && !startedGradients.contains(position) {
      emitZero(parameterGradient(position), of: network.parameters[position].name)
    }
  }

  private func emitZero(_ gradient: Value, of name: String) {
    emit("\(name) zero gradient", reads: [], writes: [gradient.buffer]) { memory in
      let target = memory[gradient]
      return { _ in target.fill(0) }
    }
  }
}

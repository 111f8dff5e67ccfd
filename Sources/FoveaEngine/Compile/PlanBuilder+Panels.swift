import FoveaNetwork
import FoveaTensor

/// A parameter seen as a matrix that is packed for products.
struct PackedParameter: Hashable {
  let position: Int
  let matrix: PanelMatrix
}

extension PlanBuilder {
  /// A parameter's matrix packed into panels: kept over runs, packed again when weights change.
  func panels(ofParameter position: Int, _ matrix: PanelMatrix) -> Value {
    let key = PackedParameter(position: position, matrix: matrix)
    if let known = packedParameters[key] { return known }
    let source = parameter(position)
    let panels = newValue([matrix.panelCount], layout: nil, pinned: true)
    emitOnChange(
      "\(network.parameters[position].name) panels", reads: [source], writes: [panels]
    ) { memory in
      let (from, to) = (memory[source], memory[panels])
      return { _ in PanelKernel.pack(from, matrix, into: to) }
    }
    packedParameters[key] = panels
    return panels
  }
}

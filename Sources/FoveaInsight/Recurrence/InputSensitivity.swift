import FoveaEngine
public import FoveaNetwork
public import FoveaTensor

extension Network {
  /// How strongly each of some nodes depends on an input: ‖∂node/∂input‖, from one backward pass for each node.
  ///
  /// Graves (2012) shades the nodes of an unfolded network by it. Norms are Frobenius norms where a node has several elements,
  /// so that a pass is made for each element; 0 where no way leads from the input to the node.
  ///
  /// - Parameters:
  ///   - inputs: a value for each input by name.
  ///   - name: the input.
  /// - Throws: `FoveaError` where an input is missing, not known or of another shape.
  public func sensitivities(
    of nodes: [Node.ID], to name: String, inputs: [String: Tensor]
  ) throws(FoveaError) -> [Double] {
    let plan = try Plan(
      self, shapes: inputs.mapValues(\.shape),
      request: PlanRequest(
        origin: .seeds(nodes), inputs: [name], allowsParts: false, allowsWinograd: false))
    for (name, value) in inputs.sorted(by: { $0.key < $1.key }) {
      try plan.setInput(name, to: value)
    }
    let zeros = nodes.map { Tensor.zeros(plan.shapes[$0.position]) }
    var norms: [Double] = []
    for (index, node) in nodes.enumerated() {
      var squares = 0.0
      for element in 0..<zeros[index].shape.count {
        for (other, zero) in zip(nodes, zeros) { plan.setSeed(of: other, to: zero) }
        var seed = zeros[index]
        seed.scalars[element] = 1
        plan.setSeed(of: node, to: seed)
        try plan.run()
        squares += try plan.gradient(ofInput: name).scalars.reduce(0) {
          $0 + Double($1) * Double($1)
        }
      }
      norms.append(squares.squareRoot())
    }
    return norms
  }
}

import FoveaEngine
public import FoveaNetwork
public import FoveaTensor

/// What layers answer to pictures, and which nodes speak for a layer.
extension Network {
  /// The values of several nodes on a batch of pictures, in the order asked for, from one run.
  ///
  /// - Parameter images: `[count, channels, height, width]` in pixel units.
  /// - Throws: `FoveaError` for an unknown label, with the nearest names, and for pictures of another size.
  public func values(at labels: [String], on images: Tensor) throws(FoveaError) -> [Tensor] {
    let input = try imageInput()
    guard images.shape.rank == 4,
      Array(images.shape.dimensions.dropFirst()) == input.shape.dimensions
    else {
      throw FoveaError(
        "the network takes pictures of the shape \(input.shape), got \(images.shape)")
    }
    var nodes: [Node.ID] = []
    for label in labels { nodes.append(try node(label).id) }
    let plan = try Plan(
      self, shapes: [input.name: images.shape], request: PlanRequest(outputs: nodes))
    try plan.setInput(input.name, to: images)
    try plan.run()
    return nodes.map { plan.value(of: $0) }
  }

  /// The layers with weights, in order, each with the node whose values its readers see: the one after its ReLU or
  /// other function of single elements.
  public var weightedLayers: [(layer: String, activation: String)] {
    let readers = consumers
    return nodes.compactMap { node in
      guard node.operation is Convolution || node.operation is DenseProduct else { return nil }
      var last = node
      while readers[last.id.position].count == 1 {
        let next = nodes[readers[last.id.position][0].position]
        guard next.operation is Elementwise else { break }
        last = next
      }
      return (label(of: node.id), label(of: last.id))
    }
  }
}

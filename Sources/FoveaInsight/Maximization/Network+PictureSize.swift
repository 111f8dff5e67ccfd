public import FoveaNetwork
public import FoveaTensor

extension Network {
  /// The same network for pictures of another size, with the same weights and names.
  ///
  /// What the network computes must not depend on the size: convolutions, poolings and functions of elements do not, a
  /// linear layer after flattened maps does.
  ///
  /// - Throws: `FoveaError` that names the first node that does not fit.
  public func reading(height: Int, width: Int) throws(FoveaError) -> Network {
    let picture = try imageInput()
    var copy = Network(seed: seed)
    for node in nodes {
      if let input = node.operation as? Input {
        let shape: Shape =
          node.name == picture.name ? [1, picture.shape[0], height, width] : input.shape
        _ = try copy.addInput(node.name, shape: shape, isBatched: input.isBatched)
      } else {
        _ = try copy.add(node.operation, to: node.inputs, name: node.name)
      }
    }
    for (position, tensor) in weights.enumerated() {
      guard copy.parameters.indices.contains(position),
        copy.parameters[position].shape == tensor.shape
      else {
        throw FoveaError(
          "\(parameters[position].name) does not fit pictures of \(width)×\(height) pixels")
      }
      copy.setWeights(tensor, at: position)
    }
    copy.outputs = outputs
    copy.metadata = metadata
    copy.edits = edits
    return copy
  }
}

import Fovea

extension Network {
  /// The network with biases that are not 0, as PyTorch draws them, and with offsets of ±3 in its batch normalisations: half of all ReLUs pass everything, half nothing.
  ///
  /// The gradients of a fresh ResNet-18 in training depend on rounding: PyTorch in one memory layout differs from itself
  /// in another by a tenth of the largest value, because ReLUs close to zero are open in one and shut in the other, and the
  /// following normalisations enlarge that. Away from the kinks a comparison means something; times do not depend on it.
  var awayFromKinks: Network {
    var network = self
    var random = RandomSource(seed: 12, purpose: "biases")
    for (position, parameter) in parameters.enumerated() where parameter.name.hasSuffix(".bias") {
      // Before a black background a bias of 0 gives exactly 0, where rounding would decide about each ReLU.
      network.setWeights(
        .uniform(parameter.shape, in: 0.01...0.1, from: &random), at: position)
    }
    for node in nodes where node.operation is BatchNormalization {
      // Scale, offset, and the running moments.
      let position = node.parameters[1]
      let count = network.parameters[position].shape.count
      network.setWeights(
        Tensor((0..<count).map { $0.isMultiple(of: 2) ? 3 : -3 }), at: position)
    }
    return network
  }
}

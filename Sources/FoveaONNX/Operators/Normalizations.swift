import FoveaNetwork
import FoveaTensor

extension OperatorTable {
  /// Normalisations over the batch, layers and neighbouring channels, and dropout.
  static let normalizations: [String: Importer] = [
    "BatchNormalization": { (site) throws(FoveaError) in
      guard !site.attributes.flag("training_mode") else {
        throw FoveaError("training_mode is read for inference only: export the model in evaluation")
      }
      let parameters = [
        "weight": try site.known(1, "scale"), "bias": try site.known(2, "bias"),
        "running_mean": try site.known(3, "mean"), "running_var": try site.known(4, "variance"),
      ]
      let operation = BatchNormalization(
        epsilon: site.attributes.float("epsilon", 1e-5),
        momentum: 1 - site.attributes.float("momentum", 0.9))
      try site.put(operation, to: [try site.value(0)], parameters: parameters)
    },
    "LayerNormalization": { (site) throws(FoveaError) in
      let input = try site.value(0)
      let first = try site.axis(site.attributes.int("axis", -1), of: input.shape.rank)
      let shape = Shape(Array(input.shape.dimensions.dropFirst(first)))
      let bias = try site.optional(2, "bias") ?? KnownTensor(shape, .float, .uniform(0))
      let operation = LayerNormalization(
        axes: input.shape.rank - first, epsilon: site.attributes.float("epsilon", 1e-5))
      try site.put(
        operation, to: [input], parameters: ["weight": try site.known(1, "scale"), "bias": bias])
    },
    "LRN": { (site) throws(FoveaError) in
      let size = site.attributes.int("size", 0)
      guard size > 0, size % 2 == 1, size < OperatorSite.extentLimit else {
        throw FoveaError("its size must be an odd number, got \(size)")
      }
      let operation = LocalResponseNormalization(
        size: size, alpha: site.attributes.float("alpha", 1e-4),
        beta: site.attributes.float("beta", 0.75), k: site.attributes.float("bias", 1))
      try site.put(operation, to: [try site.value(0)])
    },
    "Dropout": { (site) throws(FoveaError) in
      let input = try site.value(0)
      if let training = try site.optional(2, "training_mode"), training.scalar != 0 {
        throw FoveaError("training_mode draws at random: export the model in evaluation")
      }
      let given = try site.optional(1, "ratio")?.scalar
      let ratio = given ?? site.attributes.float("ratio", 0.5)
      guard ratio >= 0, ratio < 1 else {
        throw FoveaError("its ratio must be in [0, 1), got \(ratio)")
      }
      try site.put(DropoutMask(probability: ratio), to: [input])
      site.set(1, known: KnownTensor(input.shape, .bool, .uniform(1)))
    },
  ]
}

import Fovea

/// What networks of the zoo are fed with here.
enum ModelInputs {
  /// Images that fit a network, and their classes.
  static func batch(for network: Network, count: Int) throws -> (images: Tensor, labels: Tensor) {
    let shape = try network.shapes(batch: count)[network.inputs[0].id.position]
    if shape[1] == 1 { return try FashionData.batch(count) }
    var random = RandomSource(seed: 12, purpose: "images")
    let images = Tensor.uniform(shape, in: 0...1, from: &random)
    let classes = Tensor((0..<count).map { Float(($0 * 37) % 1000) })
    return (images, classes)
  }
}

import Fovea

/// The first filters of a small network at several moments while it learns clothes.
struct FilterGrowth: Sendable {
  /// How many steps were made at each moment.
  let steps: [Int]
  /// The network at each moment, the first before training.
  let networks: [Network]
  /// What was trained how, as captions have it.
  let summary: String

  /// The filters of each moment, `[16, 1, 7, 7]`.
  func weights() throws -> [Tensor] { try networks.map { try $0.weights(of: "conv1.weight") } }

  /// Trains from first filters that are drawn with a share of the deviation that He and others (2015) propose, once for a studio.
  static func made(share: Float, in studio: Studio) throws -> FilterGrowth {
    try studio.once("filters that begin at \(share) of He's deviation") {
      () throws -> FilterGrowth in
      let train = try studio.images(.fashion).train.prefix(
        studio.effort.part(of: 12_800, least: 2500))
      let epochs = studio.effort.part(of: 4, least: 2)
      let total = epochs * ((train.count + batch - 1) / batch)
      var trainer = try Trainer(
        try network(share, seed: studio.seed), optimizer: Adam(learningRate: 2e-3),
        schedule: .cosine(steps: total), batchSize: batch, seed: studio.seed)
      let steps = [0, 1, 10, 30, 100, 300].filter { $0 < total } + [total]
      return FilterGrowth(
        steps: steps, networks: try trainer.stages(train, at: steps),
        summary: "conv1 (16 filters, step 2) below pooling, a second convolution and the classes; "
          + "\(total) steps of Adam in batches of \(batch) on \(train.count) pictures of "
          + "Fashion-MNIST")
    }
  }

  private static let batch = 64

  private static func network(_ share: Float, seed: UInt64) throws -> Network {
    try Network(input: .image(channels: 1, height: 28, width: 28), seed: seed) {
      Conv2D(
        "conv1", filters: 16, kernel: 7, stride: 2, padding: .symmetric(3),
        initializer: .normal(deviation: share * (2 / 49 as Float).squareRoot()))
      ReLU("relu1")
      MaxPool2D("pool", kernel: 2)
      Conv2D("conv2", filters: 16, kernel: 3, padding: .symmetric(1))
      ReLU("relu2")
      Flatten("flatten")
      Dense("logits", 10, initializer: .glorotUniform)
    }
  }
}

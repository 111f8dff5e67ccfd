import Fovea

/// What depth does to the first layer: filters that begin alike, trained under one to four convolutions.
struct FirstFiltersByDepth: Exhibit {
  let name = "first-filters-by-depth"
  let title = "First-layer filters against depth"
  let lectures: [Lecture] = [.rafiey]
  let explanation = """
    Sixteen 5×5 filters that begin alike, trained on clothes in the same way as the first of one, two, three and four \
    convolutions, and for each depth the test accuracy and how rough the filters are (Geary 1954), as mean and range over seeds. \
    Red weights want bright pixels and blue ones dark pixels; noise has a roughness of 1 and smooth blobs and edges less, so that \
    the distance from the line before training is what the first layer has learnt.
    """

  /// A network of one depth before and after training.
  struct Outcome {
    let before: Network
    let after: Network
    let accuracy: Double
    /// The roughness of the first filters.
    let roughness: (before: Double, after: Double)
  }

  static let depths = [1, 2, 3, 4]
  static let filters = 16
  private static let batch = 64

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let images = try studio.images(.fashion)
    let train = images.train.prefix(studio.effort.part(of: 10_000, least: 2500))
    let test = images.test.prefix(5000)
    let epochs = studio.effort.part(of: 3, least: 2)
    let seeds = studio.seeds(3, for: name)
    var runs: [[Outcome]] = []
    for seed in seeds {
      let outcomes = try studio.training {
        try Self.depths.map { try Self.outcome($0, train, test, epochs, seed) }
      }
      runs.append(outcomes)
      studio.report("\(name): \(runs.count) of \(seeds.count) seeds done")
    }
    let filters = try runs[0].map { try $0.after.weights(of: "conv1.weight") }
    let scale = ColorScale.fit(filters, .symmetric)
    let panels = Self.grids(filters, scale) + Self.charts(runs)
    return [
      ExhibitFigure(
        name,
        FigureGrid(
          title: "The first filters of networks of one to four convolutions", panels: panels,
          columns: 2,
          caption: "conv1 of the first of \(seeds.count == 1 ? "1 seed" : "\(seeds.count) seeds") "
            + "(\(Self.filters) filters, step 2), on one scale for all depths, \(scale.range.lowerBound.short(2)) (blue) to "
            + "\(scale.range.upperBound.short(2)) (red); after it 0 to 3 "
            + "convolutions of \(Self.filters) maps (3×3), a pooling to 7×7 and the classes. "
            + "\(epochs) epochs of Adam in batches of \(Self.batch) on \(train.count) pictures of "
            + "Fashion-MNIST, accuracy on \(test.count). Roughness: squared differences of "
            + "neighbouring weights over twice their variance. Seed \(studio.seed)."),
        facts: try Self.facts(runs))
    ]
  }

  private static func network(_ depth: Int, seed: UInt64) throws -> Network {
    try Network(input: .image(channels: 1, height: 28, width: 28), seed: seed) {
      // Small first weights: what is seen in the end is what was learnt.
      Conv2D(
        "conv1", filters: filters, kernel: 5, stride: 2, padding: .symmetric(2),
        initializer: .normal(deviation: 0.05))
      ReLU("relu1")
      for layer in stride(from: 2, through: depth, by: 1) {
        Conv2D("conv\(layer)", filters: filters, kernel: 3, padding: .symmetric(1))
        ReLU("relu\(layer)")
      }
      MaxPool2D("pool", kernel: 2)
      Flatten("flatten")
      Dense("logits", 10, initializer: .glorotUniform)
    }
  }

  private static func outcome(
    _ depth: Int, _ train: ImageSet, _ test: ImageSet, _ epochs: Int, _ seed: UInt64
  ) throws -> Outcome {
    let before = try network(depth, seed: seed)
    let steps = epochs * ((train.count + batch - 1) / batch)
    var trainer = try Trainer(
      before, optimizer: Adam(learningRate: 3e-3), schedule: .cosine(steps: steps),
      batchSize: batch, seed: seed)
    try trainer.fit(train, epochs: epochs)
    let after = trainer.network
    let evaluation = try Evaluation(of: after, on: test, keepsProbabilities: false)
    let roughness = try [before, after].map {
      FiltersBeforeAndAfter.roughness(try $0.weights(of: "conv1.weight"))
    }
    return Outcome(
      before: before, after: after, accuracy: evaluation.accuracy ?? .nan,
      roughness: (roughness[0], roughness[1]))
  }
}

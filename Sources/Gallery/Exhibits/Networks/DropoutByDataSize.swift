import Fovea

/// How much dropout gains on sets of different sizes.
struct DropoutByDataSize: Exhibit {
  let name = "dropout-data-size"
  let title = "Dropout against the size of the data set"
  let lectures: [Lecture] = [.gavankar, .rafiey]
  let explanation = """
    Test error of two hidden layers on handwritten digits, trained on sets from 100 pictures to all 60,000, without \
    dropout and with it (an input is kept with probability 0.8, a hidden unit with 0.5; after figure 10 of Srivastava and \
    others 2014, which the lecture shows), and the difference of the two. Above zero on the right dropout helps: it helps where \
    some hundred or thousand pictures are learnt by heart without it, and its gain melts away as the set grows and the data alone \
    prevent overfitting.
    """

  /// The sizes of the sets, with how many steps of training each gets, from which learning rate, and how many draws of
  /// pictures.
  private static let plan: [(size: Int, steps: Int, rate: Double, draws: Int)] = [
    (100, 500, 2e-3, 3), (300, 600, 2e-3, 2), (1000, 1000, 2e-3, 2), (3000, 1800, 2e-3, 1),
    (10_000, 4500, 1e-3, 1), (60_000, 9000, 1e-3, 1),
  ]

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let (train, test) = try studio.images(.digits)
    // With little effort every second size.
    let plan = Self.plan.enumerated().filter {
      $0.element.size <= train.count && (studio.effort.scale >= 0.25 || $0.offset % 2 == 0)
    }.map(\.element)
    let width = studio.effort.part(of: 384, least: 256)
    let sizes = plan.map(\.size)
    var runs: [Bool: [[Double]]] = [false: [], true: []]
    for (size, steps, rate, draws) in plan {
      let seeds = studio.seeds(draws, for: "\(name) \(size)")
      for drops in [false, true] {
        let errors = try studio.training {
          try seeds.map { seed in
            try Self.error(
              train, test, size: size, width: width,
              steps: studio.effort.part(of: steps, least: 400), rate: rate, drops: drops,
              seed: seed)
          }
        }
        runs[drops, default: []].append(errors)
      }
      studio.report("\(name): \(size) pictures done")
    }
    let (without, with) = (runs[false] ?? [], runs[true] ?? [])
    let x = sizes.map(Double.init)
    let errors = LineChart(
      title: "test error", xLabel: "training pictures", yLabel: "test error",
      xScale: .logarithmic, yScale: .logarithmic,
      series: [
        Series(
          name: "without dropout", x: x, samples: without,
          color: Theme.standard.color(1), showsPoints: true),
        Series(
          name: "with dropout", x: x, samples: with,
          color: Theme.standard.color(0), showsPoints: true),
      ])
    // Both learn the same draws of pictures.
    let gains: [[Double]] = zip(without, with).map { pair in
      zip(pair.0, pair.1).map { 100 * ($0 - $1) }
    }
    let gain = LineChart(
      title: "what dropout gains", xLabel: "training pictures", yLabel: "percentage points",
      xScale: .logarithmic,
      series: [
        Series(
          name: "", x: x, samples: gains, color: Theme.standard.color(2), showsPoints: true)
      ], marks: [.horizontal(0)])
    let steps = plan.map { "\(studio.effort.part(of: $0.steps, least: 400))" }
    let figure = FigureGrid(
      title: "Dropout by the size of the data set", panels: [errors, gain],
      caption:
        "MNIST; hidden layers of \(width) and \(width) units, Adam with a rate falling to 0 along "
        + "half a cosine from 0.002 (from 0.001 with 10,000 pictures and more), batches of 100; by size "
        + "\(steps.joined(separator: ", ")) steps. Bands: from the best to the worst, where there are several draws. Seed \(studio.seed)."
    )
    return [
      ExhibitFigure(
        name, figure,
        facts: zip(sizes, zip(without, with)).flatMap { size, errors in
          [
            Fact.share("\(size) pictures: test error without dropout", errors.0.mean),
            .share("\(size) pictures: test error with dropout", errors.1.mean),
            Fact(
              "\(size) pictures: gain in percentage points",
              100 * (errors.0.mean - errors.1.mean)),
          ]
        })
    ]
  }

  private static func error(
    _ train: ImageSet, _ test: ImageSet, size: Int, width: Int, steps: Int, rate: Double,
    drops: Bool, seed: UInt64
  ) throws -> Double {
    var source = RandomSource(seed: seed, purpose: "sample")
    let part =
      size == train.count
      ? train : train.gathering(Array(source.permutation(train.count).prefix(size)))
    let network = try Network(input: .image(channels: 1, height: 28, width: 28), seed: seed) {
      Flatten()
      if drops { Dropout("pixels", 0.2) }
      DenseStack([width, width], dropout: drops ? 0.5 : 0)
      Dense("logits", 10, initializer: .glorotUniform)
    }
    let batches = (size + 99) / 100
    let epochs = max(1, steps / batches)
    var trainer = try Trainer(
      network, optimizer: Adam(learningRate: rate), schedule: .cosine(steps: epochs * batches),
      batchSize: 100, seed: seed)
    try trainer.fit(part, epochs: epochs)
    let done = try Evaluation(of: trainer.network, on: test, keepsProbabilities: false)
    return 1 - (done.accuracy ?? .nan)
  }
}

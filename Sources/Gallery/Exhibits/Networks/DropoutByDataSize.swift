import Fovea

/// How much dropout gains on sets of different sizes.
struct DropoutByDataSize: Exhibit {
  let name = "dropout-data-size"
  let title = "Dropout against the size of the data set"
  let lectures: [Lecture] = [.gavankar, .rafiey]
  let explanation = """
    Test error of two hidden layers on handwritten digits, trained on sets from 100 pictures to all 60,000, without \
    dropout and with it (an input is kept with probability 0.8, a hidden unit with 0.5; after figure 10 of Srivastava and \
    others 2014, which the lecture shows). The distance between the lines is what dropout gains: it grows with the set up \
    to some thousand pictures and turns round for the largest, where the data alone prevents overfitting and the thinned \
    network, in the few epochs it gets here, has not learnt all it could.
    """

  private static let width = 256

  /// The sizes of the sets, with how many steps of training each gets and how many draws of pictures.
  private static let plan: [(size: Int, steps: Int, draws: Int)] = [
    (100, 500, 4), (300, 600, 3), (1000, 1200, 2), (3000, 2000, 1), (10_000, 2500, 1),
    (60_000, 2500, 1),
  ]

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let (train, test) = try studio.images(.digits)
    let plan = Self.plan.filter { $0.size <= train.count }
    let sizes = plan.map(\.size)
    var runs: [Bool: [[Double]]] = [false: [], true: []]
    for (size, steps, draws) in plan {
      let seeds = studio.seeds(draws, for: "\(name) \(size)")
      for drops in [false, true] {
        let errors = try studio.training {
          try seeds.map { seed in
            try Self.error(
              train, test, size: size, steps: studio.effort.part(of: steps, least: 120),
              drops: drops, seed: seed)
          }
        }
        runs[drops, default: []].append(errors)
      }
      studio.report("\(name): \(size) pictures done")
    }
    let (without, with) = (runs[false] ?? [], runs[true] ?? [])
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
    let chart = LineChart(
      title: "What dropout gains", xLabel: "training pictures", yLabel: "test error",
      xScale: .logarithmic, yScale: .logarithmic,
      series: [
        Self.series("without dropout", sizes, without, Theme.standard.color(1)),
        Self.series("with dropout", sizes, with, Theme.standard.color(0)),
      ],
      caption:
        "MNIST; hidden layers of \(Self.width) and \(Self.width) units, Adam with a rate falling "
        + "from 0.002 to 0 along half a cosine, batches of 100; bands: from the best to the worst "
        + "of several draws. Seed \(studio.seed).")
    return [
      ExhibitFigure(
        name, chart,
        facts: zip(sizes, zip(without, with)).flatMap { size, errors in
          [
            Fact.share("\(size) pictures: test error without dropout", mean(errors.0)),
            .share("\(size) pictures: test error with dropout", mean(errors.1)),
          ]
        })
    ]
  }

  private static func error(
    _ train: ImageSet, _ test: ImageSet, size: Int, steps: Int, drops: Bool, seed: UInt64
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
      network, optimizer: Adam(learningRate: 2e-3), schedule: .cosine(steps: epochs * batches),
      batchSize: 100, seed: seed)
    try trainer.fit(part, epochs: epochs)
    let done = try Evaluation(of: trainer.network, on: test, keepsProbabilities: false)
    return 1 - (done.accuracy ?? .nan)
  }

  private static func series(
    _ name: String, _ sizes: [Int], _ errors: [[Double]], _ color: Color
  ) -> Series {
    let points = zip(sizes, errors).map { size, values in
      Point(Double(size), values.reduce(0, +) / Double(values.count))
    }
    var series = Series(name: name, points: points, color: color, showsPoints: true)
    series.band = zip(sizes, errors).map { size, values in
      Series.Span(x: Double(size), low: values.min() ?? .nan, high: values.max() ?? .nan)
    }
    return series
  }
}

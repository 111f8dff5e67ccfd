import Fovea

/// A small network's test loss over its width, through the point where it just fits its training samples.
struct DoubleDescentOfNetworks: Exhibit {
  let name = "double-descent-network"
  let title = "Double descent: a network"
  let lectures: [Lecture] = [.rafiey]
  let explanation = """
    Loss and error of one hidden layer by its number of units, trained long and without regularisation on few small \
    digits, of which many bear a wrong class. The test loss falls, rises to a peak about where the network has become large \
    enough to learn every picture by heart, wrong ones included, and falls again as wider networks do the same more \
    gently, and the test error does so less clearly; the lecture says that networks seldom show this, and here many wrong \
    classes were put in to bring it out.
    """

  private static let widths = [1, 2, 3, 4, 6, 9, 11, 13, 16, 20, 26, 35, 60, 120, 400]

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let (train, test) = try studio.images(.digits)
    let count = min(300, train.count)
    // With little effort every second width.
    let widths = Self.widths.enumerated().filter {
      studio.effort.scale >= 0.25 || $0.offset % 2 == 0
    }
    .map(\.element)
    let seeds = studio.seeds(5, for: name)
    let steps = studio.effort.part(of: 1500, least: 1000)
    let check = try Self.samples(test.prefix(studio.effort.part(of: 2000, least: 500)))
    // For each seed and width: loss and error on the training digits, then on the test digits.
    let runs = try studio.training {
      try seeds.map { seed in
        let part = try Self.samples(
          train.prefix(count).drawingLabels(share: Self.drawn, seed: seed))
        return try widths.map { width in
          let network = try Network(input: .vector(49), seed: seed) {
            DenseStack([width])
            Dense("logits", 10, initializer: .glorotUniform)
          }
          var trainer = try Trainer(
            network, optimizer: Adam(learningRate: 3e-3), schedule: .cosine(steps: steps),
            batchSize: count, seed: seed)
          try trainer.fit(part, epochs: steps)
          return try [part, check].flatMap { samples in
            let done = try Evaluation(of: trainer.network, on: samples, keepsProbabilities: false)
            return [done.loss, 1 - (done.accuracy ?? .nan)]
          }
        }
      }
    }
    func mean(_ kind: Int) -> [Double] {
      widths.indices.map { width in
        runs.reduce(0) { $0 + $1[width][kind] } / Double(runs.count)
      }
    }
    let fitted = mean(1)
    let (loss, error) = (Peak(mean(2), fitted), Peak(mean(3), fitted))
    func chart(_ title: String, _ unit: String, _ kind: Int, _ peak: Peak) -> LineChart {
      var chart = LineChart(
        title: title, xLabel: "hidden units", yLabel: unit, xScale: .logarithmic,
        series: [("training", kind), ("test", kind + 2)].map { name, kind in
          Series(
            name: name, x: widths.map(Double.init),
            runs: runs.map { $0.map { $0[kind] } }, showsPoints: true)
        }, marks: [.vertical(Double(widths[peak.place]), "peak: \(widths[peak.place])")])
      chart.plotSize = Size(320, 230)
      return chart
    }
    return [
      ExhibitFigure(
        name,
        FigureGrid(
          title: "A hidden layer of \(widths[0]) to \(widths.last ?? 0) units",
          panels: [
            chart("loss", "cross-entropy", 0, loss),
            chart("error", "share of wrong answers", 1, error),
          ],
          caption:
            "\(count) digits of MNIST at 7×7 pixels, \((100 * Self.drawn).short) % of their classes "
            + "drawn by chance; Adam "
            + "from 0.003 to 0 in \(steps) steps of all pictures; \(check.count) test digits with "
            + "their true classes. A peak is the largest test value behind the least one before the "
            + "training error falls below 5 %. Means and bands of \(seeds.count) "
            + "seed\(seeds.count == 1 ? "" : "s"). Seed \(studio.seed)."),
        facts: [
          .count("training pictures", count),
          .count("hidden units at the peak of the test loss", widths[loss.place]),
          Fact("test loss at its peak", loss.value),
          Fact("least test loss before its peak", loss.least),
          Fact("test loss of the widest", loss.last),
          .count("hidden units at the peak of the test error", widths[error.place]),
          .share("test error at its peak", error.value),
          .share("least test error before its peak", error.least),
          .share("test error of the widest", error.last),
          .count("hidden units of the widest", widths[widths.count - 1]),
          .share("training error of the widest", fitted[fitted.count - 1]),
        ])
    ]
  }

  /// The share of training pictures whose class is drawn by chance.
  private static let drawn = 0.4

  /// The peak of a number over widths.
  private struct Peak {
    let place: Int
    let value: Double
    /// The least value before it.
    let least: Double
    /// The value of the widest.
    let last: Double

    /// Finds the least value among widths that do not fit their pictures yet, and the largest behind it.
    init(_ values: [Double], _ trainingErrors: [Double]) {
      let fitting = trainingErrors.firstIndex { $0 < 0.05 } ?? values.count - 1
      let valley = values.indices.prefix(max(1, fitting)).min { values[$0] < values[$1] } ?? 0
      place = values.indices.dropFirst(valley).max { values[$0] < values[$1] } ?? valley
      value = values[place]
      least = values[valley]
      last = values[values.count - 1]
    }
  }

  /// Pictures of 7×7 pixels, each the mean of 16, brought to about mean 0 and deviation 1.
  private static func samples(_ images: ImageSet) throws -> TensorSamples {
    let network = try Network(input: .image(channels: 1, height: 28, width: 28)) {
      AveragePool2D("small", kernel: 4)
    }
    let small = try network.values(at: ["small"], on: images.images)[0]
    return try TensorSamples(
      inputs: small.reshaped(to: [images.count, 49]).map { ($0 - 0.13) / 0.25 },
      targets: Tensor(images.labels.map { Float($0) }), classCount: 10)
  }
}

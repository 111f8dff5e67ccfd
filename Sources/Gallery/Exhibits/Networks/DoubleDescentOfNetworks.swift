import Fovea

/// A small network's test loss over its width, through the point where it just fits its training samples.
struct DoubleDescentOfNetworks: Exhibit {
  let name = "double-descent-network"
  let title = "Double descent: a network"
  let lectures: [Lecture] = [.rafiey]
  let explanation = """
    Loss and error of one hidden layer by its number of parameters, trained long and without regularisation on few small \
    digits, of which some bear a wrong class. The test loss falls, rises to a peak where the network has just become large \
    enough to learn every picture by heart, wrong ones included, and falls again as wider networks do the same more \
    gently; the lecture says that networks seldom show this, and it is the wrong classes that bring it out here.
    """

  private static let widths = [1, 2, 3, 4, 6, 9, 13, 20, 35, 60, 120, 400]

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let (train, test) = try studio.images(.digits)
    let count = min(300, train.count)
    // With little effort every second width.
    let widths = Self.widths.enumerated().filter {
      studio.effort.scale >= 0.25 || $0.offset % 2 == 1
    }
    .map(\.element)
    let seeds = studio.seeds(3, for: name)
    let steps = studio.effort.part(of: 1500, least: 700)
    let check = try Self.samples(test.prefix(studio.effort.part(of: 2000, least: 500)))
    // For each seed and width: loss and error on the training digits, then on the test digits.
    let runs = try studio.training {
      try seeds.map { seed in
        let part = try Self.samples(train.prefix(count).drawingLabels(share: 0.22, seed: seed))
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
    let (losses, errors, fitted) = (mean(2), mean(3), mean(1))
    // From the third width on: narrower networks may fail by chance alone.
    let peak = losses.indices.dropFirst(2).max { losses[$0] < losses[$1] } ?? 0
    let parameters = widths.map { $0 * 50 + ($0 + 1) * 10 }
    func chart(_ title: String, _ unit: String, _ kind: Int) -> LineChart {
      var chart = LineChart(
        title: title, xLabel: "parameters", yLabel: unit, xScale: .logarithmic,
        series: [("training", kind), ("test", kind + 2)].map { name, kind in
          Series(
            name: name, x: parameters.map(Double.init),
            runs: runs.map { $0.map { $0[kind] } }, showsPoints: true)
        }, marks: [.vertical(Double(parameters[peak]), "peak: \(parameters[peak])")])
      chart.plotSize = Size(320, 230)
      return chart
    }
    return [
      ExhibitFigure(
        name,
        FigureGrid(
          title: "A hidden layer of \(widths[0]) to \(widths.last ?? 0) units",
          panels: [
            chart("loss", "cross-entropy", 0), chart("error", "share of wrong answers", 1),
          ],
          caption:
            "\(count) digits of MNIST at 7×7 pixels, 22 % of their classes drawn by chance; Adam "
            + "from 0.003 to 0 in \(steps) steps of all pictures; \(check.count) test digits with "
            + "their true classes. Means and bands of \(seeds.count) "
            + "seed\(seeds.count == 1 ? "" : "s"). Seed \(studio.seed)."),
        facts: [
          .count("training pictures", count), .count("parameters at the peak", parameters[peak]),
          Fact("test loss at the peak", losses[peak]),
          Fact("least test loss before the peak", losses[..<peak].min() ?? .nan),
          Fact("test loss of the widest", losses.last ?? .nan),
          .share("training error at the peak", fitted[peak]),
          .share("test error at the peak", errors[peak]),
          .share("test error of the widest", errors.last ?? .nan),
        ])
    ]
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

import Fovea

/// A small network's test error over its width, through the point where it just fits its training samples.
struct DoubleDescentOfNetworks: Exhibit {
  let name = "double-descent-network"
  let title = "Double descent: a network"
  let lectures: [Lecture] = [.rafiey]
  let explanation = """
    Training and test error of one hidden layer by its number of parameters, trained until the loss stands still on few \
    small digits, of which a share bear a wrong class, without regularisation. The peak of the test error lies where the \
    network is just large enough to fit all pictures, wrong ones included (the mark: as many parameters as outputs to \
    fit); much wider networks fit them too and yet do better on new digits, which the lecture says is rarely seen in \
    networks, and which the wrong classes bring out here.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let (train, test) = try studio.images(.digits)
    let count = studio.effort.part(of: 300, least: 60)
    let all = [1, 2, 4, 6, 9, 13, 18, 25, 35, 50, 71, 100, 200, 400]
    let widths =
      studio.effort.scale < 1
      ? all.filter { $0 < 200 }.enumerated().filter { $0.offset % 2 == 0 }.map(\.element) : all
    let seeds = studio.seeds(3, for: name)
    let steps = studio.effort.part(of: 2500, least: 300)
    let check = try Self.samples(test.prefix(studio.effort.part(of: 2000, least: 300)))
    var (fitted, tested): ([[Double]], [[Double]]) = ([], [])
    for seed in seeds {
      let part = try Self.samples(train.prefix(count).drawingLabels(share: 0.22, seed: seed))
      let errors = try studio.training {
        try widths.map { width in
          let network = try Network(input: .vector(49), seed: seed) {
            DenseStack([width])
            Dense("outputs", 10, initializer: .glorotUniform)
          }
          var trainer = try Trainer(
            network, optimizer: Adam(learningRate: 0.02), schedule: .cosine(steps: steps),
            loss: .meanSquared, batchSize: count, seed: seed)
          try trainer.fit(part, epochs: steps)
          return try [part, check].map {
            10 * (try Evaluation(of: trainer.network, on: $0, loss: .meanSquared).loss)
          }
        }
      }
      fitted.append(errors.map { $0[0] })
      tested.append(errors.map { $0[1] })
    }
    let parameters = widths.map { $0 * 50 + ($0 + 1) * 10 }
    func mean(_ runs: [[Double]]) -> [Double] {
      widths.indices.map { index in runs.reduce(0) { $0 + $1[index] } / Double(runs.count) }
    }
    let errors = mean(tested)
    let peak = errors.indices.dropFirst().max { errors[$0] < errors[$1] } ?? 0
    let x = parameters.map(Double.init)
    var chart = LineChart(
      title: "A hidden layer of 1 to \(widths.last ?? 0) units", xLabel: "parameters",
      yLabel: "squared error", xScale: .logarithmic, yScale: .logarithmic,
      yRange: 0.01...1.6 * (tested.joined().max() ?? 1),
      series: [
        Series(name: "training", x: x, runs: fitted, showsPoints: true),
        Series(name: "test", x: x, runs: tested, showsPoints: true),
      ],
      marks: [
        .vertical(Double(10 * count), "as many as outputs to fit: \(10 * count)"),
        .vertical(
          x[peak], "peak: \(parameters[peak])", color: Theme.standard.color(1)),
      ],
      caption:
        "\(count) digits of MNIST at 7×7 pixels, 22 % of their classes drawn by chance; ten "
        + "outputs with targets 0 and 1, squared error summed "
        + "over them; Adam from 0.02 to 0 in \(steps) steps of all pictures; \(check.count) "
        + "test pictures with "
        + "true classes. Means and bands of \(seeds.count) "
        + "seed\(seeds.count == 1 ? "" : "s"). Seed \(studio.seed)."
    )
    chart.plotSize = Size(460, 260)
    return [
      ExhibitFigure(
        name, chart,
        facts: [
          .count("outputs to fit", 10 * count), .count("parameters at the peak", parameters[peak]),
          Fact("test error at the peak", errors[peak]),
          Fact("least test error before the peak", errors[..<peak].min() ?? .nan),
          Fact("test error with \(parameters.last ?? 0) parameters", errors.last ?? .nan),
          Fact("training error at the peak", mean(fitted)[peak]),
        ])
    ]
  }

  /// Pictures of 7×7 pixels, each the mean of 16, with ten targets of 0 and 1.
  private static func samples(_ images: ImageSet) throws -> TensorSamples {
    let network = try Network(input: .image(channels: 1, height: 28, width: 28)) {
      AveragePool2D("small", kernel: 4)
    }
    let small = try network.values(at: ["small"], on: images.images)[0]
    return try TensorSamples(
      inputs: small.reshaped(to: [images.count, 49]),
      targets: Tensor(
        shape: [images.count, 10],
        scalars: images.labels.flatMap { label in (0..<10).map { $0 == label ? 1 : 0 } }))
  }
}

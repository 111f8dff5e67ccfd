import Fovea

extension ActivationFunctions {
  /// One network of three hidden layers, trained with one function.
  private struct Run {
    let name: String
    let losses: [Float]
    let accuracy: Double
    /// The share of hidden units and pictures with a slope below 0.05.
    let flat: (before: Double, after: Double)

    var facts: [Fact] {
      [
        .share("\(name): flat at the start", flat.before),
        .share("\(name): flat after training", flat.after),
        .share("\(name): test accuracy", accuracy),
        Fact("\(name): mean loss of the first half", ActivationFunctions.early(losses)),
      ]
    }
  }

  /// Whose courses are drawn.
  private static let drawn = ["sigmoid", "tanh", "ReLU", "GELU"]

  func training(_ studio: Studio) throws -> ExhibitFigure {
    let images = try studio.images(.fashion)
    let train = images.train.prefix(studio.effort.part(of: 30_000, least: 3000))
    let test = images.test.prefix(2000)
    let runs = try studio.training {
      try Self.functions.map { try run($0.name, $0.function, train, test, studio) }
    }
    let steps = runs[0].losses.count
    let flat = BarChart(
      title: "Units with a slope below 0.05", categories: runs.map(\.name),
      groups: [
        BarChart.Group(name: "at the start", values: runs.map { 100 * $0.flat.before }),
        BarChart.Group(name: "trained", values: runs.map { 100 * $0.flat.after }),
      ], valueLabel: "share of units and pictures, %", isHorizontal: true, range: 0...110)
    // Eight lines would hide each other; of single batches only their running mean is drawn.
    var curves = LineChart(
      title: "Four of them learn", xLabel: "training step", yLabel: "loss of a batch",
      yScale: .logarithmic,
      series: runs.filter { Self.drawn.contains($0.name) }.map { run in
        Series(
          name: run.name, points: Self.mean(Series(name: "", values: run.losses, first: 1).points))
      })
    curves.plotSize = Size(360, 230)
    var accuracies = BarChart(
      title: "Test accuracy", categories: runs.map(\.name), values: runs.map { 100 * $0.accuracy },
      valueLabel: "%", isHorizontal: true, range: 0...110)
    accuracies.length = 160
    return ExhibitFigure(
      "\(name)-training",
      FigureGrid(
        title: "Flat units, and the course of training", panels: [flat, curves, accuracies],
        caption: "784-64-64-64-10 units, the same first weights (Glorot & Bengio 2010), "
          + "\(train.count) pictures of clothes, \(steps) steps of Adam with a rate of 0.001; c: of "
          + "\(test.count) test pictures. Lines are means of ten steps. Seed \(studio.seed)."),
      facts: runs.flatMap(\.facts))
  }

  private func run(
    _ name: String, _ function: Elementwise.Function, _ train: ImageSet, _ test: ImageSet,
    _ studio: Studio
  ) throws -> Run {
    let start = try Network(
      input: .image(channels: 1, height: 28, width: 28), seed: studio.seed
    ) {
      Flatten()
      for layer in 1...3 {
        Dense("hidden\(layer)", 64, initializer: .glorotUniform)
        Activation(function)
      }
      Dense("logits", 10, initializer: .glorotUniform)
    }
    var trainer = try Trainer(start, optimizer: Adam(), batchSize: 100, seed: studio.seed)
    try trainer.fit(train, epochs: 1)
    let sample = test.prefix(500).images
    func flat(_ network: Network) throws -> Double {
      let sums = try network.values(at: ["hidden1", "hidden2", "hidden3"], on: sample)
      return try ActivationShape(function, at: sums.flatMap(\.scalars)).flatShare()
    }
    return Run(
      name: name, losses: trainer.log["loss/step"]?.values ?? [],
      accuracy: try Evaluation(of: trainer.network, on: test).accuracy ?? .nan,
      flat: (try flat(start), try flat(trainer.network)))
  }

  /// The mean of each ten points.
  private static func mean(_ points: [Point]) -> [Point] {
    stride(from: 0, to: points.count, by: 10).map { start in
      let part = points[start..<min(start + 10, points.count)]
      return Point(
        part.reduce(0) { $0 + $1.x } / Double(part.count),
        part.reduce(0) { $0 + $1.y } / Double(part.count))
    }
  }

  private static func early(_ losses: [Float]) -> Double {
    let half = losses.prefix(max(1, losses.count / 2))
    return half.reduce(0) { $0 + Double($1) } / Double(half.count)
  }
}

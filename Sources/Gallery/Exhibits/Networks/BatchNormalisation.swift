import Fovea

/// What batch normalisation does to training, and to what a layer sees while it trains.
struct BatchNormalisation: Exhibit {
  let name = "batch-norm"
  let title = "Batch normalisation, with and without"
  let lectures: [Lecture] = [.rafiey]
  let explanation = """
    Three hidden layers of 100 sigmoid units learn digits with and without batch normalisation (the experiment of figure 1 \
    in Ioffe & Szegedy 2015): test accuracy against training steps, and beside it, of one unit of the last hidden layer, \
    the 15th, 50th and 85th percentile of what goes into its sigmoid. Normalised, the network learns at once, and the \
    bands stay in the sigmoid's steep part; without it the input first hardly varies with the picture, then drifts and \
    spreads while the layers behind chase it.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let (train, test) = try studio.images(.digits)
    let probe = test.prefix(500)
    let rounds = studio.effort.part(of: 60, least: 6)
    let runs = try [false, true].map { normalises in
      try studio.training {
        try Run(normalises, train, test.prefix(2000), probe, rounds: rounds, seed: studio.seed)
      }
    }
    let names = ["without", "with"]
    let colors = [Theme.standard.color(1), Theme.standard.color(0)]
    var accuracy = LineChart(
      title: "test accuracy", xLabel: "step", yLabel: "accuracy", yRange: 0...1,
      series: zip(zip(names, runs), colors).map { run, color in
        Series(name: run.0, x: run.1.steps, y: run.1.accuracies, color: color)
      })
    accuracy.plotSize = Size(250, 210)
    let ends = runs.flatMap(\.quantiles).map { max(abs($0.0), abs($0.2)) }
    let highest = 1.05 * (ends.max() ?? 1)
    let bands = zip(zip(names, runs), colors).map { run, color in
      var chart = LineChart(
        title: "into a sigmoid, \(run.0)", xLabel: "step", yLabel: "15th, 50th, 85th percentile",
        yRange: -highest...highest, series: [Self.band(run.1, color)])
      chart.plotSize = Size(230, 210)
      return chart
    }
    return [
      ExhibitFigure(
        name,
        FigureGrid(
          title: "Batch normalisation, with and without", panels: [accuracy] + bands,
          caption:
            "MNIST, \(train.count) pictures in batches of 60, gradient descent at a learning rate "
            + "of 0.3 in both, first weights normal with deviation 0.1. Percentiles of unit 1 of "
            + "the third hidden layer over \(probe.count) test pictures (normalised over them). "
            + "Seed \(studio.seed)."),
        facts: Self.facts(names, runs))
    ]
  }

  private static func facts(_ names: [String], _ runs: [Run]) -> [Fact] {
    var facts: [Fact] = []
    for (name, run) in zip(names, runs) {
      let first = run.accuracies.firstIndex { $0 >= 0.8 } ?? run.steps.count - 1
      let widths = run.quantiles.map { $0.2 - $0.0 }
      facts += [
        .count("\(name): steps to 80 % test accuracy", Int(run.steps[first])),
        .share("\(name): test accuracy at the end", run.accuracies.last ?? .nan),
        Fact("\(name): distance of the outer percentiles at the start", widths.first ?? .nan),
        Fact("\(name): distance of the outer percentiles at the end", widths.last ?? .nan),
      ]
    }
    return facts
  }

  private static func band(_ run: Run, _ color: Color) -> Series {
    var series = Series(name: "", x: run.steps, y: run.quantiles.map(\.1), color: color)
    series.band = zip(run.steps, run.quantiles).map {
      Series.Span(x: $0, low: $1.0, high: $1.2)
    }
    return series
  }
}

/// A training with a look at accuracy and percentiles before it and after each of its rounds.
private struct Run {
  var steps: [Double] = []
  var accuracies: [Double] = []
  var quantiles: [(Double, Double, Double)] = []

  init(
    _ normalises: Bool, _ train: ImageSet, _ test: ImageSet, _ probe: ImageSet, rounds: Int,
    seed: UInt64
  ) throws {
    let network = try Network(input: .image(channels: 1, height: 28, width: 28), seed: seed) {
      Flatten()
      DenseStack(
        [100, 100, 100], activation: .sigmoid, initializer: .normal(deviation: 0.1),
        batchNorm: normalises)
      Dense("logits", 10, initializer: .normal(deviation: 0.1))
    }
    let seen = normalises ? "hidden3.norm" : "hidden3"
    var trainer = try Trainer(
      network, optimizer: SGD(learningRate: 0.3), batchSize: 60, seed: seed)
    let images = probe.images
    func look(_ network: Network, _ step: Int) throws {
      let accuracy = try Evaluation(of: network, on: test, keepsProbabilities: false).accuracy
      let node = try network.node(seen).id
      let plan = try Plan(
        network, batch: probe.count, request: PlanRequest(mode: .training, outputs: [node]))
      try plan.setInput("input", to: images)
      try plan.run()
      let inputs = plan.value(of: node)
      let column = (0..<inputs.shape[0]).map { Double(inputs[$0, 0]) }.sorted()
      func quantile(_ share: Double) -> Double { column[Int(share * Double(column.count - 1))] }
      steps.append(Double(step))
      accuracies.append(accuracy ?? .nan)
      quantiles.append((quantile(0.15), quantile(0.5), quantile(0.85)))
    }
    try look(network, 0)
    // A round is a part of the pictures: looks come more often than epochs end.
    let part = min(3000, train.count / 2)
    for round in 0..<rounds {
      let start = round % (train.count / part) * part
      try trainer.fit(train[start..<start + part], epochs: 1)
      try look(trainer.network, trainer.step)
    }
  }
}

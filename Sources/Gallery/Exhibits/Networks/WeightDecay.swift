import Fovea

/// How much the size of weights should cost.
struct WeightDecay: Exhibit {
  let name = "weight-decay"
  let title = "Weight decay"
  let lectures: [Lecture] = [.gavankar, .ma]
  let explanation = """
    Training and test loss and test error of a hidden layer by the strength λ of the lecture's regularised gradient, D = \
    Δ/n + λΘ, trained long on few pictures, and the norm of the weights that remain. From left (no decay) to right the \
    training loss grows; test loss and test error fall in the end, since weights that must be small cannot learn single \
    pictures and wrong classes by heart, and rise again where they are too small to learn enough.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let (train, test) = try studio.images(.fashion)
    let part = train.prefix(studio.effort.part(of: 1000, least: 300))
      .drawingLabels(share: 0.22, seed: studio.seed)
    let check = test.prefix(studio.effort.part(of: 4000, least: 600))
    let strengths = [0, 1e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1]
    let seeds = studio.seeds(3, for: name)
    let epochs = studio.effort.part(of: 60, least: 50)
    var (fitted, tested, errors, norms): ([[Double]], [[Double]], [[Double]], [[Double]]) = (
      [], [], [], []
    )
    for seed in seeds {
      let runs = try studio.training {
        try strengths.map { strength in
          var trainer = try Trainer(
            Zoo.network(named: "mlp", seed: seed),
            optimizer: SGD(learningRate: 0.05, momentum: 0.9, weightDecay: strength),
            schedule: .cosine(steps: epochs * ((part.count + 49) / 50)), batchSize: 50, seed: seed)
          try trainer.fit(part, epochs: epochs)
          let network = trainer.network
          return (
            try Evaluation(of: network, on: part, keepsProbabilities: false),
            try Evaluation(of: network, on: check, keepsProbabilities: false),
            network.weights.reduce(0) {
              $0 + $1.scalars.reduce(0) { $0 + Double($1) * Double($1) }
            }.squareRoot()
          )
        }
      }
      fitted.append(runs.map { $0.0.loss })
      tested.append(runs.map { $0.1.loss })
      errors.append(runs.map { 1 - ($0.1.accuracy ?? .nan) })
      norms.append(runs.map(\.2))
    }
    func chart(_ title: String, _ unit: String, _ series: [Series], _ scale: AxisScale) -> LineChart
    {
      var chart = LineChart(
        title: title, xLabel: "λ", yLabel: unit, xScale: .symmetricLog(threshold: 1e-5),
        yScale: scale,
        series: series)
      chart.plotSize = Size(235, 220)
      return chart
    }
    let green = Theme.standard.color(2)
    func mean(_ runs: [[Double]]) -> [Double] {
      strengths.indices.map { index in runs.reduce(0) { $0 + $1[index] } / Double(runs.count) }
    }
    let losses = mean(tested)
    let best = losses.indices.min { losses[$0] < losses[$1] } ?? 0
    return [
      ExhibitFigure(
        name,
        FigureGrid(
          title: "How strongly weights should decay",
          panels: [
            chart(
              "loss", "cross-entropy",
              [
                Series(name: "training", x: strengths, runs: fitted, showsPoints: true),
                Series(name: "test", x: strengths, runs: tested, showsPoints: true),
              ], .logarithmic),
            chart(
              "test error", "share of wrong answers",
              [
                Series(
                  name: "", x: strengths, runs: errors, color: Theme.standard.color(1),
                  showsPoints: true)
              ], .linear),
            chart(
              "size of the weights", "norm",
              [Series(name: "", x: strengths, runs: norms, color: green, showsPoints: true)],
              .logarithmic),
          ],
          caption:
            "100 hidden units on \(part.count) pictures of Fashion-MNIST, 22 % of their classes "
            + "drawn by chance, \(epochs) epochs in batches of 50, rate falling from 0.05, "
            + "momentum 0.9; λ acts on biases too, which the lecture leaves out. Bands over "
            + "\(seeds.count) seed\(seeds.count == 1 ? "" : "s"). Seed \(studio.seed)."),
        facts: [
          Fact("λ of least test loss", strengths[best]), Fact("test loss there", losses[best]),
          Fact("test loss at λ = 0", losses[0]),
          Fact("test loss at λ = 0.1", losses.last ?? .nan),
          Fact("training loss at λ = 0", mean(fitted)[0]),
          Fact("training loss at λ = 0.1", mean(fitted).last ?? .nan),
          Fact("norm of the weights at λ = 0", mean(norms)[0]),
          Fact("norm of the weights at λ = 0.1", mean(norms).last ?? .nan),
        ])
    ]
  }
}

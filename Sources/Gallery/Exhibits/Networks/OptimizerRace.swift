import Fovea

/// Six rules for changing weights on one task, each at the best learning rate of one grid.
struct OptimizerRace: Exhibit {
  let name = "optimizer-race"
  let title = "Optimizer race"
  let lectures: [Lecture] = [.ma, .gavankar]
  let explanation = """
    Six optimizers train the same network on the same pictures, each at nine learning rates from 10⁻⁴ to 1 (left, the \
    training loss at the end), and then once more with several seeds at its own best rate (right). Dark cells are good and \
    hatched ones no better than guessing or not finite: what differs most is how wide a band of rates serves and where it \
    lies, for at their best rates the rules end close together.
    """

  private static let rates = (-8...0).map { power in
    let whole = [1e-4, 1e-3, 1e-2, 1e-1, 1][(power + 8) / 2]
    return power % 2 == 0 ? whole : whole * 3
  }

  private static let contestants: [(name: String, make: @Sendable (Double) -> any Optimizer)] = [
    ("SGD", { SGD(learningRate: $0) }),
    ("momentum 0.9", { SGD(learningRate: $0, momentum: 0.9) }),
    ("Nesterov 0.9", { SGD(learningRate: $0, momentum: 0.9, nesterov: true) }),
    ("Adagrad", { Adagrad(learningRate: $0) }),
    ("RMSprop", { RMSprop(learningRate: $0) }),
    ("Adam", { Adam(learningRate: $0) }),
  ]

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let images = try studio.images(.fashion).train.prefix(
      studio.effort.part(of: 12_800, least: 2560))
    let seeds = studio.seeds(3, for: name)
    let epochs = studio.effort.part(of: 3, least: 2)
    var (grid, series, facts): ([Double], [Series], [Fact]) = ([], [], [])
    for (index, contestant) in Self.contestants.enumerated() {
      func run(_ rate: Double, _ seed: UInt64) throws -> [(step: Int, value: Double)] {
        var trainer = try Trainer(
          Zoo.network(named: "mlp", seed: seed), optimizer: contestant.make(rate),
          batchSize: 128, seed: seed)
        // A rate that is too large ends in a loss that is no number: a result, not a failure.
        let log = try? trainer.fit(images, epochs: epochs)
        return log?["loss/step"]?.blockMeans(of: 10) ?? []
      }
      let ends = try studio.training {
        try Self.rates.map { Self.end(try run($0, seeds[0])) }
      }
      grid += ends
      let best = ends.indices.min { ends[$0] < ends[$1] } ?? 0
      let runs = try studio.training { try seeds.map { try run(Self.rates[best], $0) } }
      series.append(
        Series(
          name: "\(contestant.name), \(Self.rates[best].short)",
          x: (runs[0]).map { Double($0.step) }, runs: runs.map { $0.map(\.value) },
          color: Theme.standard.color(index)))
      facts += [
        Fact("\(contestant.name): best learning rate", Self.rates[best]),
        Fact(
          "\(contestant.name): training loss at the end",
          runs.reduce(0) { $0 + Self.end($1) } / Double(runs.count)),
        .count(
          "\(contestant.name): rates within 1.5 times the best loss",
          ends.filter { $0 < 1.5 * ends[best] }.count),
      ]
      studio.report("\(contestant.name): best learning rate \(Self.rates[best].short)")
    }
    return [
      ExhibitFigure(
        name,
        figure(grid, series, "\(images.count) pictures of Fashion-MNIST", epochs, seeds.count),
        facts: facts)
    ]
  }

  /// The mean loss of the last 30 steps; infinite where training did not get there.
  private static func end(_ blocks: [(step: Int, value: Double)]) -> Double {
    blocks.isEmpty ? .infinity : blocks.suffix(3).reduce(0) { $0 + $1.value } / 3
  }

  private func figure(
    _ grid: [Double], _ series: [Series], _ data: String, _ epochs: Int, _ seeds: Int
  ) -> FigureGrid {
    let guessing = 2.3026  // ln 10: the loss of ten equal chances
    var map = HeatMap(
      values: Tensor(
        shape: [Self.contestants.count, Self.rates.count],
        scalars: grid.map { $0 < guessing ? Float($0) : 0 }),
      title: "training loss at the end", xLabel: "learning rate",
      columns: .names(Self.rates.map(\.short)), rows: .names(Self.contestants.map(\.name)),
      unit: "loss", mask: grid.map { $0 >= guessing }, digits: 2)
    map.maskLabel = "2.3 (guessing) or more"
    map.plotSize = Size(340, 210)
    var chart = LineChart(
      title: "each at its best rate", xLabel: "step", yLabel: "training loss",
      yScale: .logarithmic, series: series)
    chart.plotSize = Size(340, 240)
    return FigureGrid(
      title: "Six optimizers on one task", panels: [map, chart],
      caption:
        "A hidden layer of 100 units on \(data), \(epochs) epochs in batches of 128. End: the "
        + "mean of the last 30 steps. Right: means of 10 steps, bands over \(seeds) "
        + "seed\(seeds == 1 ? "" : "s"). Hatched: above ln 10, or not finite.")
  }
}

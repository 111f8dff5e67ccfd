import Fovea

/// What momentum does to the path through a narrow valley, and to a real network's loss.
struct Momentum: Exhibit {
  let name = "momentum"
  let title = "Momentum or not"
  let lectures: [Lecture] = [.gavankar, .ma]
  let explanation = """
    Gradient descent with the lecture's momentum, Δw(n) = −η ∂L/∂w + αΔw(n − 1), on a network of two weights whose inputs \
    have very different scales, and on a hidden layer of 100 units that learns clothes, with one learning rate for every \
    α. In the valley plain descent (α = 0) jumps from side to side and creeps along the floor, 0.5 and 0.9 damp the jumps and \
    gather speed along it, and 0.99 damps nothing for long and runs far past the goal; on the clothes too 0.9 ends lowest and \
    0.99 is worse.
    """

  private static let momenta = [0, 0.5, 0.9, 0.99]

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    [try valley(studio), try curves(studio)]
  }

  // MARK: - Two weights

  private func valley(_ studio: Studio) throws -> ExhibitFigure {
    let momenta = Self.momenta
    let task = try Valley(seed: studio.seed)
    let steps = studio.effort.part(of: 120, least: 60)
    // At twice the inverse of the curvature plain descent would jump across the valley for ever.
    let rate = 1.97 / task.curvatures.large
    let paths = try momenta.map { try task.path(momentum: $0, rate: rate, steps: steps) }
    let colors = momenta.map { Self.color(of: $0) }
    let landscape = try task.landscape(side: 61)
    let top = 2 * paths[0].losses[0]
    let contours = (0..<9).flatMap { power in
      ContourLines(
        of: landscape, x: task.reach.x, y: task.reach.y,
        level: task.least + top / [1, 2, 4, 8, 16, 32, 64, 128, 256][power]
      ).series(color: Color(0x9A9A9A))
    }
    // The second panel's legend serves both.
    let lines = zip(paths, colors).map { path, color in
      var line = Series(
        name: "", points: path.weights.map { Point($0.0, $0.1) }, color: color, showsPoints: true)
      line.width = 1.2
      return line
    }
    var map = LineChart(
      title: "paths of the two weights", xLabel: "weight of the small input",
      yLabel: "weight of the large input", xRange: task.reach.x, yRange: task.reach.y,
      series: contours + lines.reversed(),
      marks: [.vertical(task.goal.0, "least loss"), .horizontal(task.goal.1)])
    map.plotSize = Size(400, 270)
    var losses = LineChart(
      title: "loss above the least", xLabel: "step", yLabel: "loss − least loss",
      yScale: .logarithmic,
      series: zip(zip(momenta, paths), colors).map { run, color in
        Series(
          name: "α = \(run.0.short)", values: run.1.losses.map { max(1e-12, $0 - task.least) },
          color: color)
      })
    losses.plotSize = Size(330, 270)
    let ratio = task.curvatures.large / task.curvatures.small
    return ExhibitFigure(
      "\(name)-paths",
      FigureGrid(
        title: "Gradient descent in a narrow valley, with momentum α", panels: [map, losses],
        caption:
          "A dense layer of two weights learns 200 samples of a linear function; the curvatures "
          + "across and along the valley are in the ratio \(ratio.short). Learning rate "
          + "\(rate.short) for all, \(steps) steps. Grey: equal loss, each line half of the one "
          + "around it. Colours as in b. Seed \(studio.seed)."),
      facts: [Fact("curvature across the valley over curvature along it", ratio)]
        + zip(momenta, paths).flatMap { momentum, path in
          Self.facts(momentum, path, task)
        })
  }

  /// What becomes of the jumps across the valley, and how far a path runs past the goal.
  private static func facts(
    _ momentum: Double, _ path: (weights: [(Double, Double)], losses: [Double]), _ task: Valley
  ) -> [Fact] {
    let late = path.weights[50...60].map { abs(task.across($0)) }.max() ?? .nan
    let farthest = path.weights.map { task.along($0) }.max() ?? .nan
    return [
      Fact(
        "α = \(momentum.short): loss above the least after 60 steps",
        path.losses[60] - task.least),
      .share(
        "α = \(momentum.short): swing across the valley after 50 steps, of the first",
        late / abs(task.across(path.weights[0]))),
      .share(
        "α = \(momentum.short): farthest past the goal, of the way to it", max(0, farthest - 1)),
    ]
  }

  // MARK: - A network

  private func curves(_ studio: Studio) throws -> ExhibitFigure {
    let images = try studio.images(.fashion).train.prefix(
      studio.effort.part(of: 12_800, least: 3200))
    let (epochs, rate) = (studio.effort.part(of: 4, least: 2), 0.05)
    let seeds = studio.seeds(3, for: name)
    var series: [Series] = []
    var facts: [Fact] = []
    for momentum in Self.momenta {
      let logs = try studio.training {
        try seeds.map { seed in
          var trainer = try Trainer(
            Zoo.network(named: "mlp", seed: seed),
            optimizer: SGD(learningRate: rate, momentum: momentum), batchSize: 128, seed: seed)
          return try trainer.fit(images, epochs: epochs)
        }
      }
      let blocks = logs.map { $0["loss/step"]?.blockMeans(of: 10) ?? [] }
      series.append(
        Series(
          name: "α = \(momentum.short)", x: blocks[0].map { Double($0.step) },
          runs: blocks.map { $0.map(\.value) }, color: Self.color(of: momentum)))
      let last = blocks.reduce(0) { $0 + ($1.last?.value ?? .nan) } / Double(blocks.count)
      facts.append(Fact("α = \(momentum.short): training loss at the end", last))
    }
    var chart = LineChart(
      title: "One hidden layer learns clothes", xLabel: "step", yLabel: "training loss",
      series: series,
      caption:
        "\(images.count) pictures of Fashion-MNIST, \(epochs) epochs in batches of 128, learning "
        + "rate \(rate.short); means of 10 steps, bands over \(seeds.count) seeds. Seed "
        + "\(studio.seed)."
    )
    chart.plotSize = Size(420, 250)
    return ExhibitFigure("\(name)-curves", chart, facts: facts)
  }

  private static func color(of momentum: Double) -> Color {
    Theme.standard.color([0, 2, 1, 3][momenta.firstIndex(of: momentum) ?? 0])
  }
}

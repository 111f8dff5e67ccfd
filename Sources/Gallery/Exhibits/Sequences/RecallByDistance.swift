import Fovea

/// How far back a fact may lie to be found again: France … French.
struct RecallByDistance: Exhibit {
  let name = "recall-by-distance"
  let title = "France … French: how far back a cell remembers"
  let lectures: [Lecture] = [.gavankar, .ramakrishnan]
  let explanation = """
    The share of right answers of an Elman cell, a GRU and an LSTM, each trained anew for each distance, that are told one of \
    four countries, read other words, and must name its language when they are asked. The plain cell falls to guessing once \
    some tens of words lie between, because the gradient that would teach it to keep the country has vanished by then; gates \
    that begin open keep the way open for longer.
    """

  private let hidden = 32
  private let symbols = 4

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let isSmall = studio.effort.scale < 0.2
    let steps = studio.effort.part(of: 300, least: 120)
    var series: [Series] = []
    var facts: [Fact] = []
    for cell in FadeExperiment.Cell.allCases {
      // The plain cell forgets within thirty words, by chance sooner or later; the others are asked farther.
      let isPlain = cell == .elman
      let runs = isSmall ? 1 : isPlain ? 5 : 2
      let distances =
        isSmall
        ? [5, 40] : isPlain ? [5, 10, 15, 20, 25, 30, 40, 50] : [5, 10, 20, 30, 40, 50, 100]
      var points: [Point] = []
      var spans: [Series.Span] = []
      for distance in distances {
        let shares = try (0..<runs).map { run in
          try studio.training {
            try recall(
              cell, distance: distance, steps: steps, seed: studio.seed &+ 100 * UInt64(run))
          }
        }
        let mean = shares.reduce(0, +) / Double(runs)
        points.append(Point(Double(distance), 100 * mean))
        spans.append(
          Series.Span(
            x: Double(distance), low: 100 * (shares.min() ?? 0), high: 100 * (shares.max() ?? 0)))
        facts.append(.share("\(cell.title): right at distance \(distance)", mean))
      }
      studio.report("\(cell.title) trained at \(distances.count) distances")
      // Gated cells may be right everywhere: one line must not hide the other.
      var line = Series(
        name: cell.title, points: points, isDashed: cell == .gru, showsPoints: true)
      line.band = spans
      series.append(line)
    }
    let guessing = 100 / Double(symbols)
    let farthest = series.flatMap(\.points).map(\.x).max() ?? 0
    series.append(
      Series(
        name: "guessing", points: [Point(0, guessing), Point(farthest, guessing)],
        color: Theme.standard.quietInk, isDashed: true))
    let repeats =
      isSmall
      ? "One run." : "Means of 5 runs (Elman) and of 2 (LSTM, GRU), bands from worst to best."
    let chart = LineChart(
      title: title, xLabel: "steps from the country to the question",
      yLabel: "right answers in %", yRange: 0...104, series: series,
      caption:
        "\(hidden) units, \(steps) steps of Adam on 32 sentences each, gradients clipped to a "
        + "norm of 1; tested on 512 of another seed. \(repeats) Words in between are drawn from "
        + "eight; the gates that keep a state begin with a bias of 3, as in 'Gradients through time'. Seed \(studio.seed)."
    )
    return [ExhibitFigure(name, chart, facts: facts)]
  }

  private func recall(
    _ cell: FadeExperiment.Cell, distance: Int, steps: Int, seed: UInt64
  ) throws -> Double {
    let task = DistantFact(symbols: symbols, distance: distance, count: 32 * steps, seed: seed)
    let held = DistantFact(symbols: symbols, distance: distance, count: 512, seed: seed &+ 1)
    var trainer = try Trainer(
      try network(cell, task, seed), optimizer: Adam(learningRate: 3e-3), batchSize: 32,
      clipping: .norm(1), seed: seed)
    try trainer.fit(task, epochs: 1)
    return try Evaluation(of: trainer.network, on: held, keepsProbabilities: false).accuracy ?? .nan
  }

  private func network(
    _ cell: FadeExperiment.Cell, _ task: DistantFact, _ seed: UInt64
  ) throws(FoveaError) -> Network {
    var network = Network(seed: seed)
    let input = try network.addInput(
      "sentence", shape: Shape([1] + task.inputShape.dimensions))
    let operation =
      switch cell {
      case .elman: Recurrent(.elman(.tanh), hidden: hidden)
      case .lstm: Recurrent(.lstm, hidden: hidden, forgetBias: 3)
      case .gru: Recurrent(.gru, hidden: hidden)
      }
    let states = try network.add(operation, to: [input], name: cell.rawValue)
    try network.add(
      DenseProduct(units: symbols, initializer: .glorotUniform), to: [states], name: "logits")
    guard cell == .gru else { return network }
    // The second of a GRU's three blocks r, z, n decides how much of the state is kept.
    let position = try network.parameterPosition("gru.bias_ih")
    var bias = network.weights[position].scalars
    for unit in hidden..<2 * hidden { bias[unit] += 3 }
    network.setWeights(Tensor(bias), at: position)
    return network
  }
}

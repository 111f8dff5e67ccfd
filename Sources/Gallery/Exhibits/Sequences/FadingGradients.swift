import Fovea

/// How gradients fade through time in three recurrent cells, and how they explode in one.
struct FadingGradients: Exhibit {
  let name = "fading-gradients"
  let title = "Gradients through time"
  let lectures: [Lecture] = [.chopra, .gavankar, .ramakrishnan]
  let explanation = """
    How much of the gradient of a loss at step t is left at an earlier state h_k, for an Elman cell, an LSTM and a GRU before \
    and after learning to repeat a symbol after a long pause; the lines fitted to the decay give its rate and half-life. Dark \
    away from the diagonal means that the past cannot be learnt from, as from the Elman cell's usual first weights, while gates \
    that begin open let the other two learn the task; yet the first matrix decides, not the cell alone, for an Elman cell whose \
    matrix begins large (last picture) learns it too, where gradients grow at first and clipping shortens the training.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let experiment = FadeExperiment(trainingSteps: studio.effort.recurrentSteps, seed: studio.seed)
    var outcomes: [FadeExperiment.Outcome] = []
    for cell in FadeExperiment.Cell.allCases {
      let outcome = try studio.training { try experiment.run(cell) }
      outcomes.append(outcome)
      studio.report("trained \(cell.title): recalls \((100 * outcome.accuracy).short) %")
    }
    let before = outcomes.map { (name: "\($0.cell.title), before training", matrix: $0.before) }
    let after = outcomes.map {
      (name: "\($0.cell.title), after (recalls \((100 * $0.accuracy).short) %)", matrix: $0.after)
    }
    let yRange = FadeCurves.range(of: outcomes.flatMap { [$0.before, $0.after] })
    let caption =
      "Delayed recall of \(experiment.symbols) symbols over \(experiment.delay) steps, "
      + "\(experiment.hidden) units, \(experiment.trainingSteps) steps of Adam, "
      + "seed \(studio.seed). Guessing recalls \((100 / Double(experiment.symbols)).short) %."
    return [
      ExhibitFigure(
        "\(name)-maps",
        FadeMap(
          title: "What is left of a loss's gradient on its way back", panels: before + after,
          caption: caption + " Source steps after the loss are hatched."),
        facts: Self.facts(outcomes)),
      ExhibitFigure(
        "\(name)-curves",
        FigureGrid(
          title: "How fast gradients fade",
          panels: [
            FadeCurves(
              title: "before training", curves: Self.named(outcomes, \.before), yRange: yRange),
            FadeCurves(
              title: "after training", curves: Self.named(outcomes, \.after), yRange: yRange),
          ], columns: 1, hasLetters: false,
          caption: caption + " Dashed: lines fitted to the logarithms. Forget and update gates "
            + "begin with a bias of \(Double(experiment.memoryBias).short), that is, open.")),
      try exploding(studio),
    ]
  }

  private static func named(
    _ outcomes: [FadeExperiment.Outcome], _ matrix: KeyPath<FadeExperiment.Outcome, GradientMatrix>
  ) -> [(name: String, matrix: GradientMatrix)] {
    outcomes.map { ($0.cell.title, $0[keyPath: matrix]) }
  }

  private static func facts(_ outcomes: [FadeExperiment.Outcome]) -> [Fact] {
    func rate(_ matrix: GradientMatrix) -> Double { DecayFit(matrix.byDistance)?.rate ?? .nan }
    return outcomes.flatMap { outcome in
      [
        Fact.share("\(outcome.cell.title): symbols recalled", outcome.accuracy),
        Fact("\(outcome.cell.title): factor a step before training", rate(outcome.before)),
        Fact("\(outcome.cell.title): factor a step after training", rate(outcome.after)),
      ]
    }
  }

  // MARK: - Exploding

  /// Elman cells with recurrent matrices of growing size, and one of them trained with and without clipping.
  private func exploding(_ studio: Studio) throws -> ExhibitFigure {
    let gains: [Float] = [0.6, 1, 1.5, 2]
    var experiment = FadeExperiment(
      trainingSteps: max(10, studio.effort.recurrentSteps / 2), seed: studio.seed)
    var curves: [(name: String, matrix: GradientMatrix)] = []
    for gain in gains {
      experiment.elmanGain = gain
      let matrix = try experiment.matrix(of: try experiment.network(.elman))
      curves.append(("gain \(Double(gain).short)", matrix))
    }
    experiment.elmanGain = 1.5
    let clipped = try studio.training { try experiment.run(.elman) }
    experiment.clipNorm = nil
    let free = try studio.training { try experiment.run(.elman) }
    let figure = FigureGrid(
      title: "Elman cells with large recurrent weights",
      panels: [
        FadeCurves(title: "before training", curves: curves, showsHalfLife: false),
        Self.course("gradient norm in training, gain 1.5", "gradient-norm/step", clipped, free),
        Self.course("loss, gain 1.5", "loss/step", clipped, free),
      ], columns: 1,
      caption: "First recurrent matrix orthogonal, times a gain. Clipped: to a norm of 1; norms "
        + "are those before clipping. \(experiment.trainingSteps) steps of Adam, seed \(studio.seed)."
    )
    let first = DecayFit(curves[3].matrix.byDistance)
    return ExhibitFigure(
      "\(name)-exploding", figure,
      facts: [
        Fact("gain 2: growth of gradients a step back in time", first?.rate ?? .nan),
        Fact("largest gradient norm in training, not clipped", Self.largest(free)),
        .count("steps until the loss is below 0.1, clipped", Self.steps(of: clipped)),
        .count("steps until the loss is below 0.1, not clipped", Self.steps(of: free)),
        .share("symbols recalled after training with clipping", clipped.accuracy),
        .share("symbols recalled after training without clipping", free.accuracy),
      ])
  }

  private static func largest(_ outcome: FadeExperiment.Outcome) -> Double {
    Double(outcome.log["gradient-norm/step"]?.values.max() ?? .nan)
  }

  /// The training steps after which the loss is first below 0.1; all of them where it never is.
  private static func steps(of outcome: FadeExperiment.Outcome) -> Int {
    let losses = outcome.log["loss/step"]?.values ?? []
    return losses.firstIndex { $0 < 0.1 }.map { $0 + 1 } ?? losses.count
  }

  private static func course(
    _ title: String, _ series: String, _ clipped: FadeExperiment.Outcome,
    _ free: FadeExperiment.Outcome
  ) -> LineChart {
    let isLoss = series.hasPrefix("loss")
    func line(_ name: String, _ outcome: FadeExperiment.Outcome) -> Series {
      Series(
        // One legend serves both charts.
        name: isLoss ? "" : "\(name), recalls \((100 * outcome.accuracy).short) %",
        values: outcome.log[series]?.values ?? [], first: 1, smoothing: 0.8)
    }
    var chart = LineChart(
      title: title, xLabel: "training step", yLabel: isLoss ? "loss" : "norm",
      yScale: .logarithmic, yRange: 1e-4...1e2,
      series: [line("clipped", clipped), line("not clipped", free)])
    chart.plotSize = Size(380, 150)
    return chart
  }
}

import Fovea

/// How gradients fade through time in three recurrent cells, and how they explode in one.
struct FadingGradients: Exhibit {
  let name = "fading-gradients"
  let title = "Gradients through time"
  let lectures: [Lecture] = [.chopra, .gavankar, .ramakrishnan]
  let explanation = """
    How much of the gradient of a loss at step t is left at an earlier state h_k, for an Elman cell, an LSTM and a GRU before \
    and after learning to repeat a symbol after a long pause; the lines fitted to the decay give its rate and half-life. Dark \
    away from the diagonal means that the past cannot be learnt from, as in the Elman cell; the gated cells keep an even \
    level, and with large recurrent weights gradients grow instead, which clipping tames.
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
            FadeCurves(title: "before training", curves: Self.named(outcomes, \.before)),
            FadeCurves(title: "after training", curves: Self.named(outcomes, \.after)),
          ], columns: 1, hasLetters: false,
          caption: caption + " Dashed: lines fitted to the logarithms.")),
      try exploding(studio),
    ]
  }

  private static func named(
    _ outcomes: [FadeExperiment.Outcome], _ matrix: KeyPath<FadeExperiment.Outcome, GradientMatrix>
  ) -> [(name: String, matrix: GradientMatrix)] {
    outcomes.map { ($0.cell.title, $0[keyPath: matrix]) }
  }

  private static func facts(_ outcomes: [FadeExperiment.Outcome]) -> [Fact] {
    func decay(_ matrix: GradientMatrix) -> Double {
      DecayFit(matrix.byDistance)?.decay ?? .nan
    }
    var facts = outcomes.flatMap { outcome in
      [
        Fact.share("\(outcome.cell.title): symbols recalled", outcome.accuracy),
        Fact("\(outcome.cell.title): decay before, nepers a step", decay(outcome.before)),
        Fact("\(outcome.cell.title): decay after, nepers a step", decay(outcome.after)),
      ]
    }
    let ratio = decay(outcomes[0].after) / decay(outcomes[1].after)
    facts.append(Fact("Elman's decay after over the LSTM's", ratio))
    return facts
  }

  // MARK: - Exploding

  /// Elman cells with recurrent matrices of growing size, and the largest one trained with and without clipping.
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
        FadeCurves(title: "before training", curves: curves),
        Self.course("gradient norm in training, gain 1.5", "gradient-norm/step", clipped, free),
        Self.course("loss, gain 1.5", "loss/step", clipped, free),
      ], columns: 1,
      caption: "First recurrent matrix orthogonal, times a gain. Clipped: to a norm of 1, drawn "
        + "before clipping. \(experiment.trainingSteps) steps of Adam, seed \(studio.seed).")
    let first = DecayFit(curves[3].matrix.byDistance)
    return ExhibitFigure(
      "\(name)-exploding", figure,
      facts: [
        Fact("gain 2: growth of gradients a step back in time", first?.rate ?? .nan),
        Fact("largest gradient norm in training", Self.largest(free)),
        .share("symbols recalled after training with clipping", clipped.accuracy),
        .share("symbols recalled after training without clipping", free.accuracy),
      ])
  }

  private static func largest(_ outcome: FadeExperiment.Outcome) -> Double {
    Double(outcome.log["gradient-norm/step"]?.values.max() ?? .nan)
  }

  private static func course(
    _ title: String, _ series: String, _ clipped: FadeExperiment.Outcome,
    _ free: FadeExperiment.Outcome
  ) -> LineChart {
    func line(_ name: String, _ outcome: FadeExperiment.Outcome) -> Series {
      Series(
        name: "\(name), recalls \((100 * outcome.accuracy).short) %",
        values: outcome.log[series]?.values ?? [], first: 1, smoothing: 0.8)
    }
    var chart = LineChart(
      title: title, xLabel: "training step", yLabel: series.hasPrefix("loss") ? "loss" : "norm",
      yScale: .logarithmic, series: [line("clipped", clipped), line("not clipped", free)])
    chart.plotSize = Size(380, 150)
    return chart
  }
}

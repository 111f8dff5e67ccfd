import Fovea

/// Training that goes on too long, and where a rule would have ended it.
struct EarlyStoppingPoint: Exhibit {
  let name = "early-stopping"
  let title = "Early stopping"
  let lectures: [Lecture] = [.gavankar]
  let explanation = """
    Training and validation error of a large hidden layer on few pictures, of which a fifth bear a wrong class, while \
    training goes on long after the library's rule would have stopped it: at the second mark, and back to the weights of \
    the first. At first both lines fall, then the validation line wavers about its least value, which a single epoch's luck \
    decides, and behind the marks it rises while the training line falls on, since the network learns single pictures and \
    their wrong classes by heart.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let all = try studio.images(.fashion).train
    let train = all.prefix(studio.effort.part(of: 2000, least: 600))
      .drawingLabels(share: 0.22, seed: studio.seed)
    let check = all[all.count - min(2000, all.count / 4)..<all.count]
    let epochs = 60
    let rule = EarlyStopping(patience: 6, metric: .loss)
    func trainer() throws -> Trainer {
      try Trainer(
        try Network(input: .image(channels: 1, height: 28, width: 28), seed: studio.seed) {
          Flatten()
          DenseStack([256])
          Dense("logits", 10, initializer: .glorotUniform)
        }, optimizer: Adam(learningRate: 1e-3), batchSize: 50, seed: studio.seed)
    }
    // Both begin alike, so that the stopped run is the beginning of the long one.
    var (long, stopped) = (try trainer(), try trainer())
    var kept = epochs
    let (log, stop) = try studio.training {
      let log = try long.fit(train, validating: check, epochs: epochs)
      let short = try stopped.fit(
        train, validating: check, epochs: epochs, earlyStopping: rule
      ) { progress in
        if case .finished(.stoppedEarly(let best)) = progress.moment { kept = best }
      }
      return (log, short["loss/validation"]?.points.count ?? 0)
    }
    let curves = Curves(log)
    let done = try Evaluation(of: stopped.network, on: check, keepsProbabilities: false)
    let marks = [
      MarkedLine.vertical(Double(kept), "kept: \(kept)", color: Theme.standard.color(2)),
      .vertical(Double(stop), "stop: \(stop)", color: Theme.standard.ink),
    ]
    let figure = FigureGrid(
      title: "How long to train",
      panels: [
        curves.chart("loss", "cross-entropy", curves.loss, marks),
        curves.chart("error", "share of wrong answers", curves.error, marks),
      ],
      caption:
        "\(train.count) pictures of Fashion-MNIST, 22 % of their classes drawn by chance (a fifth "
        + "is wrong); 256 hidden units, Adam at 0.001, batches of 50; \(check.count) validation "
        + "pictures with true classes. Rule: stop once the validation loss has not fallen for "
        + "\(rule.patience) epochs, go back to the best. Seed \(studio.seed).")
    return [
      ExhibitFigure(
        name, figure,
        facts: [
          .count("epoch whose weights the rule keeps", kept),
          .count("epoch at which the rule stops", stop),
          .share("validation error of the weights kept", 1 - (done.accuracy ?? .nan)),
          .share("validation error at the end", curves.error.validation.last ?? .nan),
          Fact("validation loss of the weights kept", done.loss),
          Fact("validation loss at the end", curves.loss.validation.last ?? .nan),
          .share("training error at the end", curves.error.training.last ?? .nan),
        ])
    ]
  }
}

/// Loss and error by epoch.
private struct Curves {
  typealias Pair = (training: [Double], validation: [Double])
  let loss: Pair
  let error: Pair

  init(_ log: RunLog) {
    func values(_ name: String) -> [Double] { log[name]?.values.map { Double($0) } ?? [] }
    loss = (values("loss/train"), values("loss/validation"))
    error = (
      values("accuracy/train").map { 1 - $0 }, values("accuracy/validation").map { 1 - $0 }
    )
  }

  func chart(_ title: String, _ unit: String, _ pair: Pair, _ marks: [MarkedLine]) -> LineChart {
    var chart = LineChart(
      title: title, xLabel: "epoch", yLabel: unit,
      series: [
        Series(name: "training", values: pair.training, first: 1),
        Series(name: "validation", values: pair.validation, first: 1),
      ], marks: marks)
    chart.plotSize = Size(330, 230)
    return chart
  }
}

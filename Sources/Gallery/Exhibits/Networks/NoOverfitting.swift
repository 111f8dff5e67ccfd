import Fovea

/// A network that could learn all digits by heart, nearly does, and grows no worse for it.
struct NoOverfitting: Exhibit {
  let name = "no-overfitting"
  let title = "No overfitting on MNIST"
  let lectures: [Lecture] = [.rafiey]
  let explanation = """
    Training and test accuracy of one hidden layer of sigmoid units on all of MNIST over 30 epochs, as in the lecture's \
    Keras demonstration, and the same after training by the width of the layer, on fewer pictures. The training line \
    climbs towards 1 while the test line settles and does not fall, and wider layers, up to many times more parameters \
    than pictures, widen the gap without losing on new digits: the textbook's rise of the test error does not come.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let (train, test) = try studio.images(.digits)
    let epochs = studio.effort.part(of: 30, least: 5)
    let long = try studio.training { try Self.run(100, train, test, epochs, studio.seed) }
    let curves = ["accuracy/train", "accuracy/validation"].map { name in
      long[name]?.values.map { Double($0) } ?? []
    }
    var course = LineChart(
      title: "100 hidden units, \(train.count) pictures", xLabel: "epoch", yLabel: "accuracy",
      series: [
        Series(name: "training", values: curves[0], first: 1, showsPoints: true),
        Series(name: "test", values: curves[1], first: 1, showsPoints: true),
      ])
    course.plotSize = Size(320, 230)
    let widths = [4, 8, 16, 32, 64, 128, 256, 512].filter {
      $0 <= 64 || studio.effort.scale >= 0.25
    }
    let part = train.prefix(studio.effort.part(of: 6000, least: 1000))
    let rounds = studio.effort.part(of: 25, least: 8)
    let ends = try studio.training {
      try widths.map { width in
        let log = try Self.run(width, part, test, rounds, studio.seed)
        return (
          Double(log["accuracy/train"]?.last ?? .nan),
          Double(log["accuracy/validation"]?.last ?? .nan)
        )
      }
    }
    let x = widths.map(Double.init)
    var sweep = LineChart(
      title: "\(part.count) pictures, after \(rounds) epochs", xLabel: "hidden units",
      yLabel: "accuracy", xScale: .logarithmic,
      series: [
        Series(name: "training", x: x, y: ends.map(\.0), showsPoints: true),
        Series(name: "test", x: x, y: ends.map(\.1), showsPoints: true),
      ])
    sweep.plotSize = Size(300, 230)
    return [
      ExhibitFigure(
        name,
        FigureGrid(
          title: "A hidden layer learns MNIST", panels: [course, sweep],
          caption:
            "Sigmoid units, softmax, Adam at 0.001, batches of 100, no regularisation. Training "
            + "accuracy: each epoch's batches while weights change; test accuracy: \(test.count) "
            + "pictures after each epoch. Seed \(studio.seed)."
        ),
        facts: [
          .share("training accuracy in the last epoch", curves[0].last ?? .nan),
          .share("test accuracy after the last epoch", curves[1].last ?? .nan),
          .share("best test accuracy on the way", curves[1].max() ?? .nan),
          .share("\(widths.last ?? 0) units: training accuracy", ends.last?.0 ?? .nan),
          .share("\(widths.last ?? 0) units: test accuracy", ends.last?.1 ?? .nan),
          .share("best test accuracy of any width", ends.map(\.1).max() ?? .nan),
          .count("parameters of \(widths.last ?? 0) units", (widths.last ?? 0) * 795 + 10),
        ])
    ]
  }

  private static func run(
    _ width: Int, _ train: ImageSet, _ test: ImageSet, _ epochs: Int, _ seed: UInt64
  ) throws -> RunLog {
    let network = try Network(input: .image(channels: 1, height: 28, width: 28), seed: seed) {
      Flatten()
      DenseStack([width], activation: .sigmoid, initializer: .glorotUniform)
      Dense("logits", 10, initializer: .glorotUniform)
    }
    var trainer = try Trainer(
      network, optimizer: Adam(learningRate: 1e-3), batchSize: 100, seed: seed)
    return try trainer.fit(train, validating: test, epochs: epochs)
  }
}

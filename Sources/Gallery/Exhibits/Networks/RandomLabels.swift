import Fovea

/// Pictures and classes that have nothing to do with each other, learnt by heart.
struct RandomLabels: Exhibit {
  let name = "random-labels"
  let title = "Random labels fitted without error"
  let lectures: [Lecture] = [.rafiey]
  let explanation = """
    The lecture's shallow network learns the same pictures with their true classes, with classes drawn by chance, with all \
    pixels shuffled in one way, and with noise in place of the pictures (after Zhang and others 2017, whom the lecture \
    quotes): training accuracy over epochs, and in the end beside that on test pictures that were treated alike. Every line \
    reaches 1, \
    so the network can learn anything by heart, with far more parameters than pictures; only where pictures and classes \
    belong together does the test accuracy leave chance (dashed).
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let (train, test) = try studio.images(.fashion)
    let part = train.prefix(studio.effort.part(of: 2000, least: 300))
    let check = test.prefix(studio.effort.part(of: 4000, least: 600))
    let seed = studio.seed
    let tasks: [(name: String, train: ImageSet, test: ImageSet)] = [
      ("true classes", part, check),
      ("drawn classes", part.drawingLabels(seed: seed), check.drawingLabels(seed: seed &+ 1)),
      (
        "shuffled pixels", part.shufflingPixels(alike: true, seed: seed),
        check.shufflingPixels(alike: true, seed: seed)
      ),
      (
        "pixels of noise", part.replacingByNoise(seed: seed),
        check.replacingByNoise(seed: seed &+ 1)
      ),
    ]
    let epochs = studio.effort.part(of: 50, least: 40)
    var (lines, accuracies, facts): ([Series], (train: [Double], test: [Double]), [Fact]) = (
      [], ([], []), []
    )
    var parameters = 0
    for task in tasks {
      var trainer = try Trainer(
        Zoo.network(named: "shallow-cnn", seed: seed), optimizer: Adam(learningRate: 2e-3),
        batchSize: 50, seed: seed)
      parameters = trainer.network.parameterCount
      let log = try studio.training { try trainer.fit(task.train, epochs: epochs) }
      let course = log["accuracy/train"]?.values.map { Double($0) } ?? []
      let fitted = try Evaluation(of: trainer.network, on: task.train, keepsProbabilities: false)
      let tested = try Evaluation(of: trainer.network, on: task.test, keepsProbabilities: false)
      lines.append(Series(name: task.name, values: course, first: 1))
      accuracies.train.append(fitted.accuracy ?? .nan)
      accuracies.test.append(tested.accuracy ?? .nan)
      facts += [
        .share("\(task.name): training accuracy at the end", fitted.accuracy ?? .nan),
        .share("\(task.name): test accuracy", tested.accuracy ?? .nan),
        .count(
          "\(task.name): first epoch with 99 % training accuracy",
          (course.firstIndex { $0 >= 0.99 } ?? course.count) + 1),
      ]
      studio.report("\(name): \(task.name) done")
    }
    var training = LineChart(
      title: "training accuracy", xLabel: "epoch", yLabel: "accuracy", yRange: 0...1.03,
      series: lines, marks: [.horizontal(0.1, "chance")])
    training.plotSize = Size(350, 230)
    var testing = BarChart(
      title: "accuracy at the end", categories: tasks.map(\.name),
      groups: [
        BarChart.Group(name: "training", values: accuracies.train),
        BarChart.Group(name: "test", values: accuracies.test),
      ], valueLabel: "accuracy", isHorizontal: true, range: 0...1.15)
    testing.marks = [.vertical(0.1, "chance")]
    testing.length = 190
    return [
      ExhibitFigure(
        name,
        FigureGrid(
          title: "What a network can learn by heart", panels: [training, testing],
          caption:
            "\(part.count) pictures of Fashion-MNIST for a network of \(parameters) parameters, "
            + "Adam at 0.002, batches of 50; accuracy of each epoch's batches while weights "
            + "change. \(check.count) test pictures; classes are equally frequent, so that chance "
            + "is 0.1. Seed \(seed)."),
        facts: facts + [.count("parameters", parameters), .count("training pictures", part.count)])
    ]
  }
}

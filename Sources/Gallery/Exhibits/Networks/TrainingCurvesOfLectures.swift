import Fovea

/// The lecture's two networks while they learn.
struct TrainingCurvesOfLectures: Exhibit {
  let name = "training-curves"
  let title = "Training curves"
  let lectures: [Lecture] = [.ma]
  let explanation = """
    Loss and accuracy of the lecture's shallow and deep network while they learn clothes, and the test accuracy of both on \
    digits beside what the lecture reports (0.9449 and 0.9687). The gap between a training line and its dashed validation \
    line is what a network has learnt by heart; on digits both networks end above the lecture's marks.
    """

  /// Test accuracies on MNIST in the lecture on training networks.
  static let lecture = (shallow: 0.9449, deep: 0.9687)

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let shallow = try studio.trained(.shallowFashion)
    let deep = try studio.trained(.deepFashion)
    let digits = try [Recipe.shallowDigits, .deepDigits].map { try studio.trained($0) }
    let clothes = TrainingCurves(
      [("shallow-cnn", Self.byEpoch(shallow.log)), ("deep-cnn", Self.byEpoch(deep.log))],
      title: "Two networks learn Fashion-MNIST",
      caption: "AdamW, batches of 128, learning rate falling from 0.002 to 0. Seed \(studio.seed).")
    let loss = { (trained: Trained) in Double(trained.log["loss/validation"]?.last ?? .nan) }
    return [
      ExhibitFigure(
        "\(name)-fashion", clothes,
        facts: [
          .share("shallow-cnn: test accuracy", shallow.accuracy),
          .share("deep-cnn: test accuracy", deep.accuracy),
          Fact("shallow-cnn: test loss", loss(shallow)), Fact("deep-cnn: test loss", loss(deep)),
        ]),
      ExhibitFigure(
        "\(name)-digits", Self.chart(digits, seed: studio.seed),
        facts: [
          .share("shallow-cnn: test accuracy", digits[0].accuracy),
          .share("deep-cnn: test accuracy", digits[1].accuracy),
          .share("shallow-cnn: the lecture's accuracy", Self.lecture.shallow),
          .share("deep-cnn: the lecture's accuracy", Self.lecture.deep),
        ]),
    ]
  }

  /// The log without what was measured at each step: single batches would hide the gap between the lines.
  private static func byEpoch(_ log: RunLog) -> RunLog {
    var epochs = RunLog(settings: log.settings, start: log.start)
    for series in log.series where !series.name.hasSuffix("/step") {
      for point in series.points { epochs.append(point, to: series.name) }
    }
    return epochs
  }

  /// Test accuracies over epochs, with the lecture's as marked lines.
  private static func chart(_ runs: [Trained], seed: UInt64) -> LineChart {
    let colors = [Theme.standard.color(0), Theme.standard.color(1)]
    let series = zip(runs, colors).map { run, color in
      Series(
        name: "\(run.recipe.model), test",
        values: run.log["accuracy/validation"]?.values ?? [], first: 1, color: color,
        showsPoints: true)
    }
    return LineChart(
      title: "Two networks learn MNIST", xLabel: "epoch", yLabel: "test accuracy", series: series,
      marks: [
        .horizontal(lecture.shallow, "lecture, shallow: \(lecture.shallow)", color: colors[0]),
        .horizontal(lecture.deep, "lecture, deep: \(lecture.deep)", color: colors[1]),
      ],
      caption: "AdamW, batches of 128, learning rate falling from 0.002 to 0. Seed \(seed).")
  }
}

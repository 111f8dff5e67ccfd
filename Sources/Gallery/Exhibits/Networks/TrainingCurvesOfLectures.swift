import Fovea

/// The lecture's two networks while they learn.
struct TrainingCurvesOfLectures: Exhibit {
  let name = "training-curves"
  let title = "Training curves"
  let lectures: [Lecture] = [.ma]
  let explanation = """
    Loss and accuracy of the lecture's shallow and deep network while they learn clothes, and while they learn digits, there \
    with the test accuracies that the lecture reports (0.9449 and 0.9687) as marks. The gap between a solid training line and \
    its dashed test line is what a network knows of its training pictures only; the marks are drawn in the colour of the \
    network that they belong to.
    """

  /// Test accuracies on MNIST in the lecture on training networks.
  static let lecture = (shallow: 0.9449, deep: 0.9687)

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let shallow = try studio.trained(.shallowFashion)
    let deep = try studio.trained(.deepFashion)
    let digits = try [Recipe.shallowDigits, .deepDigits].map { try studio.trained($0) }
    func curves(_ runs: [Trained], _ title: String, marks: [MarkedLine] = []) -> TrainingCurves {
      TrainingCurves(
        runs.map { ($0.recipe.model, Self.byEpoch($0.log)) }, title: title, checked: "test",
        marks: ["accuracy": marks],
        caption: "AdamW, batches of 128, learning rate falling from 0.002 to 0. Training: means "
          + "over an epoch while the weights change. Seed \(studio.seed).")
    }
    let clothes = curves([shallow, deep], "Two networks learn Fashion-MNIST")
    let handwriting = curves(
      digits, "Two networks learn MNIST",
      marks: [
        .horizontal(
          Self.lecture.shallow, "lecture, shallow: \(Self.lecture.shallow)",
          color: Theme.standard.color(0)),
        .horizontal(
          Self.lecture.deep, "lecture, deep: \(Self.lecture.deep)", color: Theme.standard.color(1)),
      ])
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
        "\(name)-digits", handwriting,
        facts: [
          .share("shallow-cnn: test accuracy", digits[0].accuracy),
          .share("deep-cnn: test accuracy", digits[1].accuracy),
          .share("shallow-cnn: the lecture's accuracy", Self.lecture.shallow),
          .share("deep-cnn: the lecture's accuracy", Self.lecture.deep),
          Fact("shallow-cnn: test loss", loss(digits[0])),
          Fact("deep-cnn: test loss", loss(digits[1])),
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
}

import Fovea

extension DecisionBoundaries {
  /// One network at several moments of its training.
  func forming(
    _ points: PointSet, _ steps: Int, _ studio: Studio
  ) throws -> ExhibitFigure {
    let stages = [0, 10, 30, 60, 100, 300, 1000].filter { $0 < steps } + [steps]
    let networks = try studio.training {
      var trainer = try trainer([16, 16], points, steps, studio)
      return try trainer.stages(points, at: stages)
    }
    var panels: [any Figure] = []
    var facts: [Fact] = []
    for (stage, network) in zip(stages, networks) {
      let accuracy = try Evaluation(of: network, on: points).accuracy ?? .nan
      panels.append(
        try DecisionMap(
          of: network, points: points, title: "\(stage) steps: \((100 * accuracy).short) %"
        ).small(150))
      facts.append(.share("after \(stage) steps: points told apart", accuracy))
    }
    return ExhibitFigure(
      "\(name)-forming",
      FigureGrid(
        title: "A boundary forms: two layers of 16 units learn the spiral", panels: panels,
        columns: 4, hasLetters: false, caption: caption(steps, studio)), facts: facts)
  }
}

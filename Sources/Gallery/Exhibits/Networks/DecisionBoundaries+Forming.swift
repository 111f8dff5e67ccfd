import Fovea

extension DecisionBoundaries {
  /// One network at several moments of its training: a strip, and a moving picture of more of them.
  func forming(
    _ points: PointSet, _ steps: Int, _ studio: Studio
  ) throws -> [ExhibitFigure] {
    let strip = [0, 10, 30, 60, 100, 300, 1000].filter { $0 < steps } + [steps]
    let between = [3, 5, 20, 40, 80, 130, 170, 220, 400, 550, 750, 1300, 1600, 2000]
    let stages = (strip + between.filter { $0 < steps }).sorted()
    let networks = try studio.training {
      var trainer = try trainer([16, 16], points, steps, seed: studio.seed)
      return try trainer.stages(points, at: stages)
    }
    var panels: [any Figure] = []
    var frames: [any Figure] = []
    var facts: [Fact] = []
    for (stage, network) in zip(stages, networks) {
      let accuracy = try Evaluation(of: network, on: points).accuracy ?? .nan
      let title = "\(stage) steps: \((100 * accuracy).short) %"
      let map = try DecisionMap(of: network, points: points, title: title)
      frames.append(map.small(300))
      guard strip.contains(stage) else { continue }
      panels.append(map.small(150))
      facts.append(.share("after \(stage) steps: points told apart", accuracy))
    }
    let still = FigureGrid(
      title: "A boundary forms: two layers of 16 units learn the spiral", panels: panels,
      columns: 4, hasLetters: false, caption: caption(steps, studio, isBest: false))
    return [
      ExhibitFigure("\(name)-forming", still, facts: facts),
      ExhibitFigure(
        "\(name)-moving", frames[frames.count - 1], facts: [.count("frames", frames.count)],
        animation: AnimatedFigure(frames: frames, seconds: 0.35, lastSeconds: 2)),
    ]
  }
}

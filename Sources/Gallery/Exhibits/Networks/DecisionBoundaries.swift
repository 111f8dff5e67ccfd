import Fovea

/// How small networks cut the plane into two classes as they get more units and layers, and what their units see.
struct DecisionBoundaries: Exhibit {
  let name = "decision-boundaries"
  let title = "Decision boundaries and what makes them"
  let lectures: [Lecture] = [.rafiey]
  let explanation = """
    Networks of two inputs that learn to tell the points of two classes apart (moons, rings and a spiral), with more and more \
    hidden units, with more and more layers, unit by unit, and while they learn; colours are the probability of the red class and the \
    black line is where the decision changes. One unit of the first layer can only fold the plane along a straight line, the \
    next layers combine such folds into corners, islands and windings, and the spiral takes more units or more layers than moons \
    or rings.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let problems: [(name: String, points: PointSet)] = [
      ("moons", .moons(count: 400, noise: 0.07, seed: studio.seed)),
      ("rings", .rings(count: 400, noise: 0.07, seed: studio.seed)),
      ("spiral", .spiral(count: 400, seed: studio.seed)),
    ]
    let steps = studio.effort.part(of: 2500, least: 400)
    return try [
      byUnits(problems, steps, studio), byLayers(problems[2].points, steps, studio),
      units(problems, steps, studio),
    ] + forming(problems[2].points, steps, studio)
  }

  func caption(_ steps: Int, _ studio: Studio, isBest: Bool = true) -> String {
    "tanh, 400 points, \(steps) steps of Adam on all points"
      + (isBest ? ", of \(Self.starts(studio)) starts the one with the least training loss" : "")
      + ". Seed \(studio.seed)."
  }

  /// How often each training begins anew: some starts end in a poor minimum.
  private static func starts(_ studio: Studio) -> Int { studio.effort.part(of: 4, least: 2) }

  // MARK: - Units and layers

  private func byUnits(
    _ problems: [(name: String, points: PointSet)], _ steps: Int, _ studio: Studio
  ) throws -> ExhibitFigure {
    let widths = [1, 2, 4, 8, 32]
    var panels: [any Figure] = []
    var facts: [Fact] = []
    for problem in problems {
      for width in widths {
        let network = try trained([width], problem.points, steps, studio)
        let accuracy = try Evaluation(of: network, on: problem.points).accuracy ?? .nan
        let heading = "\(problem.name), \(width) unit\(width == 1 ? "" : "s"): "
        panels.append(
          try DecisionMap(
            of: network, points: problem.points, title: heading + "\((100 * accuracy).short) %"
          ).small(118))
        facts.append(.share(heading + "points told apart", accuracy))
      }
    }
    return ExhibitFigure(
      "\(name)-units",
      FigureGrid(
        title: "One hidden layer of 1 to 32 units", panels: panels, columns: widths.count,
        hasLetters: false, caption: caption(steps, studio)), facts: facts)
  }

  private func byLayers(
    _ points: PointSet, _ steps: Int, _ studio: Studio
  ) throws -> ExhibitFigure {
    var panels: [any Figure] = []
    var facts: [Fact] = []
    for depth in 1...3 {
      let network = try trained([Int](repeating: 4, count: depth), points, steps, studio)
      let accuracy = try Evaluation(of: network, on: points).accuracy ?? .nan
      let heading = "\(depth) layer\(depth == 1 ? "" : "s") of 4 units"
      panels.append(
        try DecisionMap(
          of: network, points: points, title: heading + ": \((100 * accuracy).short) %"
        ).small(150))
      facts.append(.share(heading + ": points told apart", accuracy))
    }
    return ExhibitFigure(
      "\(name)-layers",
      FigureGrid(
        title: "The spiral by 1 to 3 layers of 4 units", panels: panels, columns: 4,
        hasLetters: false,
        caption: caption(steps, studio)), facts: facts)
  }

  // MARK: - Networks

  func trainer(
    _ layers: [Int], _ points: PointSet, _ steps: Int, seed: UInt64
  ) throws -> Trainer {
    let start = try Network(input: .vector(2), seed: seed) {
      for (index, units) in layers.enumerated() {
        Dense("hidden\(index + 1)", units, initializer: .glorotUniform)
        Tanh("features\(index + 1)")
      }
      Dense("logits", 2, initializer: .glorotUniform)
    }
    return try Trainer(
      start, optimizer: Adam(learningRate: 0.03), schedule: .cosine(steps: steps),
      batchSize: points.count, seed: seed)
  }

  /// The network of the start that ends with the least training loss.
  func trained(
    _ layers: [Int], _ points: PointSet, _ steps: Int, _ studio: Studio
  ) throws -> Network {
    try studio.training {
      var best: (loss: Double, network: Network)?
      for start in 0..<UInt64(Self.starts(studio)) {
        var trainer = try trainer(layers, points, steps, seed: studio.seed &+ start)
        try trainer.fit(points, epochs: steps)
        let loss = try Evaluation(
          of: trainer.network, on: points, keepsProbabilities: false
        ).loss
        if let known = best, known.loss <= loss { continue }
        best = (loss, trainer.network)
      }
      guard let best else { throw FoveaError("no start was tried on \(points.count) points") }
      return best.network
    }
  }
}

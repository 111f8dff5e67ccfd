import Fovea

extension DecisionBoundaries {
  /// Each hidden unit's own answer all over the plane, beside the decision that they add up to.
  func units(
    _ problems: [(name: String, points: PointSet)], _ steps: Int, _ studio: Studio
  ) throws -> ExhibitFigure {
    let grid = PlaneGrid(columns: 90, rows: 90)
    // Three folds are enough for both, and leave none without work.
    let flat = try (0...1).map { try trained([3], problems[$0].points, steps, studio) }
    let deep = try trained([8, 8], problems[2].points, steps, studio)
    let scale = ColorScale(.symmetric, range: -1...1)
    func maps(_ network: Network, _ layer: Int) throws -> [any Figure] {
      let values = try grid.values(of: network, at: ["features\(layer)"])[0]
      return (0..<values.shape[0]).map { unit in
        var map = grid.map(
          values.element(unit), title: "layer \(layer), unit \(unit + 1)", scale: scale,
          colorMap: .redBlue, contours: [0])
        map.hasTicks = false
        map.hasBar = false
        map.plotSize = Size(78, 78)
        map.theme.margin = 4
        map.theme.titleFont = Font(9)
        return map
      }
    }
    func bend(_ network: Network, _ layer: Int) throws -> Double {
      let values = try grid.values(of: network, at: ["features\(layer)"])[0]
      let bends = (0..<values.shape[0]).map { PlaneGrid.bend(of: values.element($0)) }
      return bends.mean
    }
    func span(_ network: Network, _ layer: Int) throws -> Float {
      let values = try grid.values(of: network, at: ["features\(layer)"])[0]
      let spans = (0..<values.shape[0]).map { unit -> Float in
        let answers = values.element(unit).scalars
        return (answers.max() ?? 0) - (answers.min() ?? 0)
      }
      return spans.min() ?? .nan
    }
    func decision(_ network: Network, _ points: PointSet) throws -> any Figure {
      try DecisionMap(of: network, points: points, title: "decision").small(130, radius: 0.5)
    }
    let folds = try (0...1).map { (index: Int) throws -> FigureGrid in
      FigureGrid(
        title: "\(problems[index].name), 3 hidden units: each folds the plane once",
        panels: try maps(flat[index], 1) + [decision(flat[index], problems[index].points)],
        hasLetters: false)
    }
    let first = FigureGrid(
      title: "spiral, first of two layers: straight folds", panels: try maps(deep, 1),
      columns: 8, hasLetters: false)
    let second = FigureGrid(
      title: "spiral, second layer: bent ones, each a sum of eight folds",
      panels: try maps(deep, 2) + [decision(deep, problems[2].points)], columns: 9,
      hasLetters: false)
    let rows: [any Figure] = [folds[0], folds[1], first, second]
    return ExhibitFigure(
      "\(name)-features",
      FigureGrid(
        title: "What hidden units see", panels: rows, columns: 1,
        caption: "Blue −1, white 0, red +1: the unit's answer at each point of the plane; the line "
          + "is where it is 0. Decision: the probability of the red class, 0 blue, 1 red. "
          + caption(steps, studio)),
      facts: [
        Fact("layer 1: bend of the units' zero lines", try bend(deep, 1)),
        Fact("layer 2: bend of the units' zero lines", try bend(deep, 2)),
        Fact("moons: least span of a unit's answers over the plane", Double(try span(flat[0], 1))),
        Fact("rings: least span of a unit's answers over the plane", Double(try span(flat[1], 1))),
      ])
  }
}

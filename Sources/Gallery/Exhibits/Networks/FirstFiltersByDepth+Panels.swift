import Fovea

extension FirstFiltersByDepth {
  // MARK: - Panels

  static func label(_ depth: Int) -> String {
    depth == 1 ? "1 convolution" : "\(depth) convolutions"
  }

  static func grids(_ weights: [Tensor], _ scale: ColorScale) -> [any Figure] {
    zip(depths, weights).map { (depth, weights) -> any Figure in
      var grid = ImageGrid(
        title: label(depth),
        tiles: (0..<filters).map { ImageGrid.Tile(image: weights.element($0)) }, columns: 8,
        scaling: .shared(scale), kind: .symmetric, tileSize: 32)
      // One scale for all depths: its ends stand in the caption.
      grid.showsBar = false
      return grid
    }
  }

  static func charts(_ runs: [[Outcome]]) -> [any Figure] {
    let x = depths.map(Double.init)
    var accuracy = LineChart(
      title: "test accuracy", xLabel: "convolutions", yLabel: "share of pictures",
      series: [
        Series(name: "", x: x, runs: runs.map { $0.map(\.accuracy) }, showsPoints: true)
      ])
    var roughness = LineChart(
      title: "roughness of the first filters", xLabel: "convolutions", yLabel: "1: noise",
      yRange: 0...1.2,
      series: [
        Series(
          name: "before training", x: x, runs: runs.map { $0.map { $0.roughness.before } },
          isDashed: true, showsPoints: true),
        Series(
          name: "after", x: x, runs: runs.map { $0.map { $0.roughness.after } }, showsPoints: true),
      ])
    accuracy.plotSize = Size(280, 180)
    roughness.plotSize = Size(280, 180)
    return [accuracy, roughness]
  }

  // MARK: - Facts

  static func facts(_ runs: [[Outcome]]) throws -> [Fact] {
    var facts: [Fact] = []
    for (index, depth) in depths.enumerated() {
      let own = runs.map { $0[index] }
      facts.append(.share("\(label(depth)): test accuracy", own.map(\.accuracy).mean))
      facts.append(
        Fact("\(label(depth)): roughness before training", own.map { $0.roughness.before }.mean))
      facts.append(
        Fact("\(label(depth)): roughness after training", own.map { $0.roughness.after }.mean))
      guard index > 0 else { continue }
      let alike = try runs.flatMap { run in
        try FilterComparison(before: run[0].after, after: run[index].after, at: "conv1")
          .correlations
      }
      facts.append(
        Fact("\(label(depth)): correlation with the filters under 1 convolution", alike.mean))
    }
    return facts
  }
}

import Fovea

/// The first filters of a network at several moments of its training.
struct FiltersOverTime: Exhibit {
  let name = "filters-over-time"
  let title = "First-layer filters against training time"
  let lectures: [Lecture] = [.rafiey]
  let explanation = """
    The ten filters of the first layer of the lecture's deep network at the start, after 1 to 1,000 steps and at the end of its \
    training on clothes, and how rough they are and how like their beginning at each moment. A row is a moment and a column a \
    filter, all on one scale: a hundred steps change next to nothing that is seen, thousands take away weights that nothing needs \
    and leave smoother filters, and each stays like what chance gave it at the start.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let trained = try studio.trained(.deepFashion)
    let total = trained.log["loss/step"]?.points.count ?? 0
    let steps = [0, 1, 10, 100, 300, 1000].filter { $0 < total }
    let stages = try studio.training {
      var trainer = try studio.trainer(for: .deepFashion)
      return try trainer.stages(try studio.images(.fashion).train, at: steps)
    }
    let moments = try zip(steps + [total], stages + [trained.network]).map { step, network in
      Moment(step: step, weights: try FilterGrid(of: network, at: "conv1").weights)
    }
    let first = moments[0].weights
    let alike = moments.map { Self.correlation(first.scalars, $0.weights.scalars) }
    let rough = moments.map { FiltersBeforeAndAfter.roughness($0.weights) }
    var facts: [Fact] = []
    for (moment, value) in zip(moments, alike).dropFirst() {
      facts.append(Fact("after \(moment.step) steps: correlation with the start", value))
    }
    for (moment, value) in zip(moments, rough) {
      facts.append(Fact("after \(moment.step) steps: roughness", value))
    }
    let caption = "conv1 of \(trained.summary). Seed \(studio.seed)."
    return [
      ExhibitFigure(
        name, Self.strip(moments, caption),
        facts: facts),
      ExhibitFigure(
        "\(name)-course",
        LineChart(
          title: "What becomes of the first filters", xLabel: "training step", yLabel: "",
          xScale: .symmetricLog(threshold: 1), yRange: 0...1.2,
          series: [
            Series(
              name: "correlation with the start", x: moments.map { Double($0.step) }, y: alike,
              showsPoints: true),
            Series(
              name: "roughness (1: noise)", x: moments.map { Double($0.step) }, y: rough,
              showsPoints: true),
          ], caption: caption),
        facts: [
          Fact("roughness at the start", rough[0]),
          Fact("roughness at the end", rough[rough.count - 1]),
        ]),
    ]
  }

  /// The filters after some steps.
  private struct Moment {
    let step: Int
    let weights: Tensor

    var label: String {
      switch step {
      case 0: "start"
      case 1: "1 step"
      default: "\(step) steps"
      }
    }
  }

  private static func strip(
    _ moments: [Moment], _ caption: String
  ) -> ImageGrid {
    let filters = moments[0].weights.shape[0]
    return ImageGrid(
      title: "Ten filters while the network learns",
      tiles: moments.flatMap { moment in
        (0..<filters).map { ImageGrid.Tile(image: moment.weights.element($0)) }
      }, columns: filters,
      rowLabels: moments.map(\.label),
      columnLabels: (0..<filters).map { "\($0)" }, scaling: .together, kind: .symmetric,
      unit: "weight", tileSize: 50, caption: caption)
  }

  /// The correlation of two rows of numbers about zero, which is where weights are drawn about.
  private static func correlation(_ a: [Float], _ b: [Float]) -> Double {
    func product(_ x: [Float], _ y: [Float]) -> Double {
      zip(x, y).map { Double($0) * Double($1) }.reduce(0, +)
    }
    return product(a, b) / (product(a, a) * product(b, b)).squareRoot()
  }
}

import Fovea

/// First filters that begin as faint noise, at several moments of their training.
struct FiltersOverTime: Exhibit {
  let name = "filters-over-time"
  let title = "First-layer filters against training time"
  let lectures: [Lecture] = [.rafiey]
  let explanation = """
    Sixteen first filters that begin as noise a tenth as large as usual, at the start, on the way and at the end of a training on \
    clothes, and how rough they are (Geary 1954) and how like their beginning and their end at each moment. A row is a moment and \
    a column a filter, each row on a scale of its own since filters grow: out of the noise come smooth patches, bars and edges, \
    most of this within a few hundred steps.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let growth = try FilterGrowth.made(share: 0.1, in: studio)
    let weights = try growth.weights()
    let (first, last) = (weights[0], weights[weights.count - 1])
    let rough = weights.map { FiltersBeforeAndAfter.roughness($0) }
    let begun = weights.map { Self.correlation(first.scalars, $0.scalars) }
    let ended = weights.map { Self.correlation(last.scalars, $0.scalars) }
    let sizes = weights.map { Self.size($0.scalars) / Self.size(first.scalars) }
    var facts: [Fact] = []
    for index in weights.indices.dropFirst() {
      let moment = "after \(growth.steps[index]) step" + (growth.steps[index] == 1 ? "" : "s")
      facts.append(Fact("\(moment): correlation with the start", begun[index]))
      facts.append(Fact("\(moment): roughness", rough[index]))
      facts.append(Fact("\(moment): size, of that at the start", sizes[index]))
    }
    let caption = "\(growth.summary). Seed \(studio.seed)."
    let x = growth.steps.map(Double.init)
    return [
      ExhibitFigure(name, Self.strip(growth.steps, weights, caption), facts: facts),
      ExhibitFigure(
        "\(name)-course",
        LineChart(
          title: "What becomes of the first filters", xLabel: "training step",
          yLabel: "correlation, roughness", xScale: .symmetricLog(threshold: 1), yRange: 0...1.1,
          series: [
            Series(name: "correlation with the start", x: x, y: begun, showsPoints: true),
            Series(name: "correlation with the end", x: x, y: ended, showsPoints: true),
            Series(name: "roughness (1: noise)", x: x, y: rough, showsPoints: true),
          ], caption: caption),
        facts: [
          Fact("roughness at the start", rough[0]),
          Fact("roughness at the end", rough[rough.count - 1]),
        ]),
    ]
  }

  /// A row for each moment, in shares of its largest weight.
  private static func strip(_ steps: [Int], _ weights: [Tensor], _ caption: String) -> ImageGrid {
    let filters = weights[0].shape[0]
    let tiles = weights.flatMap { moment -> [ImageGrid.Tile] in
      let largest = moment.scalars.reduce(0) { max($0, abs($1)) }
      let shares = moment.map { $0 / largest }
      return (0..<filters).map { ImageGrid.Tile(image: shares.element($0)) }
    }
    return ImageGrid(
      title: "Sixteen filters while the network learns", tiles: tiles, columns: filters,
      rowLabels: steps.map { $0 == 0 ? "start" : "\($0) step" + ($0 == 1 ? "" : "s") },
      columnLabels: (0..<filters).map { "\($0)" },
      scaling: .shared(ColorScale(.symmetric, range: -1...1)), kind: .symmetric,
      unit: "weight, of the row's largest", tileSize: 40, caption: caption)
  }

  /// The correlation of two rows of numbers about zero, which is where weights are drawn about.
  private static func correlation(_ a: [Float], _ b: [Float]) -> Double {
    let product = zip(a, b).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
    return product / (size(a) * size(b))
  }

  private static func size(_ weights: [Float]) -> Double {
    weights.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
  }
}

import Fovea

/// Digits anywhere on a larger ground: filters shared by all places, filters of each place, and all connections.
struct ParameterSharing: Exhibit {
  let name = "parameter-sharing"
  let title = "Shared parameters"
  let lectures: [Lecture] = [.gavankar, .ramakrishnan]
  let explanation = """
    Digits that lie anywhere in the left part of a larger picture are learnt by 24 maps of 10×10 places whose largest values \
    decide, as a convolution (one set of 13×13 filters for all places) and locally connected (a set for each place), and by a \
    dense network with no more parameters than the second; then they are asked about new digits, there and at places where \
    none ever lay. Sharing takes the 408,000 parameters of the layer down to 4,080 and wins by far, since a filter learns from \
    digits at all places at once, and where no digit ever lay only the convolution does better than guessing.
    """

  /// The three networks.
  private enum Kind: String, CaseIterable {
    case shared = "convolution"
    case local = "locally connected"
    case dense = "dense"
  }

  /// Where digits lie: the column of the middle 20×20 of their pixels.
  private enum Area: String, CaseIterable {
    case known = "places seen"
    case new = "places never seen"

    var columns: ClosedRange<Int> { self == .known ? 0...8 : 12...20 }
  }

  private static let ground = 40

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let digits = try studio.images(.digits)
    let sizes = [100, 300, 1000, 3000].filter { $0 <= studio.effort.part(of: 3000, least: 300) }
    let steps = studio.effort.part(of: 200, least: 60)
    let test = digits.test.prefix(studio.effort.part(of: 1000, least: 300))
    let seeds = studio.seeds(3, for: name)
    var accuracies: [Area: [Kind: [[Double]]]] = [:]
    var examples: [ImageSet] = []
    for seed in seeds {
      var source = RandomSource(seed: seed, purpose: name)
      func moved(_ set: ImageSet, _ area: Area) -> ImageSet {
        // Four rows and columns of a digit's picture lie around the middle 20×20; they may leave the ground.
        let columns = area.columns.lowerBound - 4...area.columns.upperBound - 4
        return set.placed(
          onto: Self.ground, by: Self.ground, tops: -4...16, lefts: columns, from: &source)
      }
      let train = moved(digits.train.prefix(sizes[sizes.count - 1]), .known)
      let tests = Area.allCases.map { moved(test, $0) }
      if examples.isEmpty { examples = [train, tests[1]] }
      for kind in Kind.allCases {
        var runs = [[Double]](repeating: [], count: tests.count)
        for size in sizes {
          let network = try studio.training {
            try Self.trained(kind, train.prefix(size), steps, seed: seed)
          }
          for (index, set) in tests.enumerated() {
            let found = try Evaluation(of: network, on: set, keepsProbabilities: false)
            runs[index].append(found.accuracy ?? .nan)
          }
        }
        for (area, run) in zip(Area.allCases, runs) {
          accuracies[area, default: [:]][kind, default: []].append(run)
        }
        studio.report("trained \(kind.rawValue)")
      }
    }
    let counts = try Kind.allCases.map { try Self.network($0, seed: 0).parameterCount }
    var facts = zip(Kind.allCases, counts).map { Fact.count("\($0.rawValue): parameters", $1) }
    var charts: [LineChart] = []
    for area in Area.allCases {
      let lines = Kind.allCases.enumerated().map { index, kind in
        Series(
          // The last chart's legend is both charts'.
          name: area == .new
            ? "\(kind.rawValue): \(Double(counts[index]).short(7)) parameters" : "",
          x: sizes.map(Double.init), runs: accuracies[area]?[kind] ?? [], showsPoints: true)
      }
      charts.append(Self.chart(area.rawValue, lines))
      for (kind, line) in zip(Kind.allCases, lines) {
        facts += line.points.map {
          Fact.share(
            "\(kind.rawValue), \(area.rawValue): accuracy after \(Int($0.x)) pictures", $0.y)
        }
      }
    }
    let figure = FigureGrid(
      title: "Digits that may lie anywhere",
      panels: [Self.grid(examples), FigureGrid(panels: charts, hasLetters: false)], columns: 1,
      hasLetters: false,
      caption:
        "MNIST on 40×40 pixels. \(steps) steps of Adam on batches of 50; accuracy on \(test.count) new digits, mean and band "
        + "from the lowest to the highest of \(seeds.count == 1 ? "one run" : "\(seeds.count) runs"). Seed \(studio.seed)."
    )
    return [ExhibitFigure(name, figure, facts: facts)]
  }

  // MARK: - Pictures

  private static func grid(_ sets: [ImageSet]) -> ImageGrid {
    ImageGrid(
      tiles: sets.flatMap { set in
        (0..<8).map { ImageGrid.Tile(image: set.images(at: [$0]).element(0)) }
      }, columns: 8, rowLabels: ["learnt from", "places never seen"], tileSize: 60)
  }

  private static func chart(_ title: String, _ lines: [Series]) -> LineChart {
    var chart = LineChart(
      title: title, xLabel: "training pictures", yLabel: "test accuracy", xScale: .logarithmic,
      yRange: 0...1, series: lines, marks: [.horizontal(0.1, "guessing")])
    chart.plotSize = Size(250, 190)
    return chart
  }

  // MARK: - Networks

  private static func network(_ kind: Kind, seed: UInt64) throws -> Network {
    try Network(input: .image(channels: 1, height: ground, width: ground), seed: seed) {
      switch kind {
      case .shared:
        Conv2D("features", filters: 24, kernel: 13, stride: 3)
        ReLU()
        Apply("largest", GlobalPooling(.max))
      case .local:
        LocallyConnected2D("features", filters: 24, kernel: 13, stride: 3)
        ReLU()
        Apply("largest", GlobalPooling(.max))
      case .dense:
        Flatten("pixels")
        Dense("features", 253)
        ReLU()
      }
      Dense("logits", 10, initializer: .glorotUniform)
    }
  }

  private static func trained(
    _ kind: Kind, _ pictures: ImageSet, _ steps: Int, seed: UInt64
  ) throws -> Network {
    var trainer = try Trainer(
      network(kind, seed: seed), optimizer: Adam(learningRate: 1e-2), batchSize: 50, seed: seed)
    return try trainer.stages(pictures, at: [steps])[0]
  }
}

import Fovea

/// The same hidden layer with weights shared by all places, with weights of its own at each, and with all connections.
struct ParameterSharing: Exhibit {
  let name = "parameter-sharing"
  let title = "Shared parameters"
  let lectures: [Lecture] = [.gavankar, .ramakrishnan]
  let explanation = """
    One hidden layer of 10 maps of 14×14 units before the classes, as a convolution (one set of 5×5 filters for all places), \
    locally connected (a set for each place) and dense (every unit sees all pixels), and a dense layer with no more parameters \
    than the convolution; accuracy on clothes after learning from 100 to 3,000 pictures, and how far filters moved. Sharing takes \
    1,538,600 weights of the layer down to 260 and loses nothing, since a filter learns from every place of every picture, \
    while filters of single places move less, least of all in the corners where there is hardly anything to see.
    """

  /// The four layers.
  private enum Kind: String, CaseIterable {
    case shared = "convolution"
    case local = "locally connected"
    case dense = "dense"
    case narrow = "dense, as few parameters"
  }

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let images = try studio.images(.fashion)
    let sizes = [100, 300, 1000, 3000].filter { $0 <= studio.effort.part(of: 3000, least: 300) }
    let steps = studio.effort.part(of: 300, least: 40)
    let test = images.test.prefix(2000)
    var accuracies: [Kind: [Double]] = [:]
    var networks: [Kind: Network] = [:]
    try studio.training {
      for kind in Kind.allCases {
        for size in sizes {
          let network = try trained(kind, images.train.prefix(size), steps, studio)
          accuracies[kind, default: []].append(
            try Evaluation(of: network, on: test, keepsProbabilities: false).accuracy ?? .nan)
          networks[kind] = network
        }
      }
    }
    let caption =
      "\(steps) steps of Adam on batches of 50, accuracy on \(test.count) test pictures. "
      + "Seed \(studio.seed)."
    let counts = try Kind.allCases.map { try network($0, seed: 0).parameterCount }
    var facts = zip(Kind.allCases, counts).map { Fact.count("\($0.rawValue): parameters", $1) }
    for kind in Kind.allCases {
      for (size, accuracy) in zip(sizes, accuracies[kind] ?? []) {
        facts.append(.share("\(kind.rawValue): accuracy after \(size) pictures", accuracy))
      }
    }
    return [
      ExhibitFigure(
        name, chart(sizes, accuracies, counts, caption),
        facts: facts),
      try filters(networks, sizes[sizes.count - 1], caption),
    ]
  }

  private func chart(
    _ sizes: [Int], _ accuracies: [Kind: [Double]], _ counts: [Int], _ caption: String
  ) -> LineChart {
    LineChart(
      title: "Accuracy against the number of pictures learnt from", xLabel: "training pictures",
      yLabel: "test accuracy", xScale: .logarithmic,
      series: zip(Kind.allCases, counts).map { kind, count in
        Series(
          name: "\(kind.rawValue): \(Double(count).short(7)) parameters",
          x: sizes.map(Double.init), y: accuracies[kind] ?? [], showsPoints: true)
      }, caption: caption)
  }

  // MARK: - Filters

  private func filters(
    _ networks: [Kind: Network], _ size: Int, _ caption: String
  ) throws -> ExhibitFigure {
    guard let shared = networks[.shared], let local = networks[.local] else {
      throw FoveaError("parameter-sharing trained no networks to look into")
    }
    let before = try network(.shared, seed: shared.seed).weights(of: "features.weight")
    let after = try shared.weights(of: "features.weight")
    let first = try network(.local, seed: local.seed).weights(of: "features.weights.value")
    let last = try local.weights(of: "features.weights.value")
    let changes = (0..<last.shape[0]).map { Self.change(first.element($0), last.element($0)) }
    let sharedChange = Self.change(before, after)
    let filters = ImageGrid(
      title: "convolution: 10 filters for all places",
      tiles: [before, after].flatMap { weights in
        (0..<10).map { ImageGrid.Tile(image: weights.element($0)) }
      }, columns: 10, rowLabels: ["before", "after"], scaling: .together, kind: .symmetric,
      unit: "weight", tileSize: 30)
    let map = HeatMap(
      values: Tensor(shape: [14, 14], scalars: changes.map(Float.init)),
      title: "locally connected: change of each place's filters", xLabel: "column of the map",
      yLabel: "row of the map", scale: ColorScale(range: 0...(changes.max() ?? 1)),
      unit: "‖after − before‖ / ‖before‖")
    return ExhibitFigure(
      "\(name)-filters",
      FigureGrid(
        title: "What was learnt from \(size) pictures", panels: [filters, map],
        caption: "The convolution's filters changed by \(sharedChange.short) of their size. "
          + caption),
      facts: [
        Fact("change of a corner's filters", changes[0]),
        Fact("mean change of the middle 6×6 places' filters", Self.middle(changes)),
        Fact("change of the shared filters", sharedChange),
      ])
  }

  /// How far training moved weights, relative to their size at first.
  private static func change(_ before: Tensor, _ after: Tensor) -> Double {
    let moved: Float = zip(before.scalars, after.scalars).map { ($0 - $1) * ($0 - $1) }.reduce(0, +)
    let size: Float = before.scalars.map { $0 * $0 }.reduce(0, +)
    return Double((moved / size).squareRoot())
  }

  /// The mean over rows and columns 4 to 9 of 14.
  private static func middle(_ changes: [Double]) -> Double {
    let places = (4...9).flatMap { row in (4...9).map { column in changes[row * 14 + column] } }
    return places.reduce(0, +) / Double(places.count)
  }

  // MARK: - Networks

  private func network(_ kind: Kind, seed: UInt64) throws -> Network {
    try Network(input: .image(channels: 1, height: 28, width: 28), seed: seed) {
      switch kind {
      case .shared:
        Conv2D("features", filters: 10, kernel: 5, stride: 2, padding: .symmetric(2))
      case .local:
        LocallyConnected2D("features", filters: 10, kernel: 5, stride: 2, padding: 2)
      case .dense:
        Flatten("pixels")
        Dense("features", 1960)
      case .narrow:
        Flatten("pixels")
        Dense("features", 25)
      }
      ReLU()
      Flatten("units")
      Dense("logits", 10, initializer: .glorotUniform)
    }
  }

  private func trained(
    _ kind: Kind, _ pictures: ImageSet, _ steps: Int, _ studio: Studio
  ) throws -> Network {
    var trainer = try Trainer(
      network(kind, seed: studio.seed), optimizer: Adam(learningRate: 1e-3), batchSize: 50,
      seed: studio.seed)
    return try trainer.stages(pictures, at: [steps])[0]
  }
}

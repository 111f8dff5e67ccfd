import Fovea

/// The same hidden layer with weights shared by all places, with weights of its own at each, and with all connections.
struct ParameterSharing: Exhibit {
  let name = "parameter-sharing"
  let title = "Shared parameters"
  let lectures: [Lecture] = [.gavankar, .ramakrishnan]
  let explanation = """
    One hidden layer of 10 maps of 14×14 units before the classes, as a convolution (one set of 5×5 filters for all places), \
    locally connected (a set for each place) and dense (every unit sees all pixels), and a dense layer with no more parameters \
    than the convolution; accuracy on clothes after learning from 100 to 3,000 pictures, and the filters. Sharing takes \
    1,500,000 weights down to 260 and loses nothing, since a filter learns from every place of every picture, while filters of \
    single places stay noisy, most of all in the corners where there is nothing to learn from.
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
    let steps = studio.effort.part(of: 300, least: 60)
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
    let common = try shared.weights(of: "features.weight")
    // [places, 25, filters]: the filters of the first map at all places.
    let own = try local.weights(of: "features.weights.value")
    let maps = own.shape[2]
    let places = (0..<own.shape[0]).map { place in
      Tensor(
        shape: [5, 5], scalars: (0..<25).map { own.scalars[(place * 25 + $0) * maps] })
    }
    var left = ImageGrid(
      title: "convolution: 10 filters for all places",
      tiles: (0..<10).map {
        ImageGrid.Tile(image: common.element($0))
      }, columns: 2, scaling: .together, kind: .symmetric, unit: "weight", tileSize: 40)
    left.showsBar = true
    let right = ImageGrid(
      title: "locally connected: the first of 10 filters at each of 14×14 places",
      tiles: places.map { ImageGrid.Tile(image: $0) }, columns: 14, scaling: .together,
      kind: .symmetric, unit: "weight", tileSize: 18)
    let start = try network(.local, seed: local.seed).weights(of: "features.weights.value")
    return ExhibitFigure(
      "\(name)-filters",
      FigureGrid(
        title: "What was learnt from \(size) pictures", panels: [left, right], caption: caption),
      facts: [
        Fact("change of a filter in a corner", Self.change(start, own, row: 0, column: 0)),
        Fact("change of a filter in the middle", Self.change(start, own, row: 7, column: 7)),
      ])
  }

  /// How far training moved the filters of a place, relative to their size at first.
  private static func change(_ before: Tensor, _ after: Tensor, row: Int, column: Int) -> Double {
    let place = row * 14 + column
    let (a, b) = (before.element(place).scalars, after.element(place).scalars)
    let moved: Float = zip(a, b).map { ($0 - $1) * ($0 - $1) }.reduce(0, +)
    let size: Float = a.map { $0 * $0 }.reduce(0, +)
    return Double((moved / size).squareRoot())
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

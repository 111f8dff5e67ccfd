import Fovea

/// Pictures made by gradient ascent: for classes, for channels, and on the way there.
struct ActivationMaximization: Exhibit {
  let name = "activation-maximization"
  let title = "Activation maximization"
  let lectures: [Lecture] = [.rafiey]
  let explanation = """
    Gradient ascent on the pixels for the ten classes, for ten channels of two convolutions, and step by step; below each \
    picture stands what it reaches, a logit or a channel's mean answer. Bare ascent makes noise of the classes, with larger \
    logits than any test picture has, and stripes or lattices of most channels; regularised, the classes' pictures lose logit \
    and become a few strokes, somewhat more like the mean test pictures of the last row but no garments, and the channels keep \
    their stripes, while lattices and noise turn into black or grey areas.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let trained = try studio.trained(.deepFashion)
    let caption =
      "\(trained.summary). \(studio.effort.ascentSteps) steps. Seed \(studio.seed)."
    return [
      try classes(trained, studio, caption), try channels(trained, studio, caption),
      try onTheWay(trained, studio, caption),
    ]
  }

  // MARK: - Classes

  private func classes(
    _ trained: Trained, _ studio: Studio, _ caption: String
  ) throws -> ExhibitFigure {
    let test = try studio.images(.fashion).test
    let pairs = try pair(
      ImageSet.fashionNames.indices.map { garment(.class($0), studio) }, trained.network, studio)
    let means = ClassMeans(test)
    var grid = MaximizationSheet(
      title: "A picture for each class, without and with regularisers",
      columns: ImageSet.fashionNames, rows: Self.rows(pairs),
      caption: caption + " Below the pictures their class's logit. Regularised: an L2 pull to "
        + "black, total variation, blur and robustness to transforms. Mean: of the test pictures."
    ).grid
    grid.tiles += means.pictures.map { ImageGrid.Tile(image: $0) }
    grid.rowLabels.append("mean")
    let answers = try Victim(trained.network).predict(test.images)
    let beyond = pairs.indices.count { label in
      answers.allSatisfy { $0.logits[label] < pairs[label].bare.value }
    }
    return ExhibitFigure(
      "\(name)-classes", grid,
      facts: Self.facts(pairs, "logit") + [
        Fact.count("classes whose bare picture has a larger logit than every test picture", beyond),
        Fact("mean correlation with the class's mean, bare", means.likeness(pairs.map(\.bare))),
        Fact(
          "mean correlation with the class's mean, regularised",
          means.likeness(pairs.map(\.regularized))),
      ])
  }

  /// Clothes lie on black: the ascent starts there and is pulled back to it.
  private func garment(_ objective: Objective, _ studio: Studio) -> Maximization {
    Maximization(
      objective, steps: studio.effort.ascentSteps, learningRate: 0.03, l2: 60, totalVariation: 30,
      blur: 0.5, transform: ImageTransform(jitter: 2, scale: 0.9...1.1, rotation: 5), ground: 0)
  }

  // MARK: - Steps

  /// The ascent on one class, without and with regularisers, at steps that double.
  private func onTheWay(
    _ trained: Trained, _ studio: Studio, _ caption: String
  ) throws -> ExhibitFigure {
    let label = 8
    var settings = garment(.class(label), studio)
    settings.snapshots = (0..<8).map { 1 << $0 }.filter { $0 < studio.effort.ascentSteps }
    let bare = try settings.bare.run(on: trained.network, seeds: [studio.seed])[0]
    let calm = try settings.run(on: trained.network, seeds: [studio.seed])[0]
    let sheet = MaximizationSheet(
      title: "On the way to a \(ImageSet.fashionNames[label].lowercased())",
      snapshotsOf: [("bare", bare), ("regularised", calm)],
      caption: caption + " Below the pictures the class's logit.")
    return ExhibitFigure(
      "\(name)-steps", sheet,
      facts: [
        Fact("logit at the start", Double(calm.value(after: 0) ?? .nan)),
        Fact("logit at the end, bare", Double(bare.value)),
        Fact("logit at the end, regularised", Double(calm.value)),
      ])
  }

  // MARK: - Pairs

  /// What one objective gives without and with regularisers.
  typealias Pair = (bare: Maximization.Result, regularized: Maximization.Result)

  func pair(
    _ settings: [Maximization], _ network: Network, _ studio: Studio
  ) throws -> [Pair] {
    try settings.map { setting in
      (
        bare: try setting.bare.run(on: network, seeds: [studio.seed])[0],
        regularized: try setting.run(on: network, seeds: [studio.seed])[0]
      )
    }
  }

  static func rows(
    _ pairs: [Pair]
  ) -> [(name: String, results: [Maximization.Result])] {
    [("bare", pairs.map(\.bare)), ("regularised", pairs.map(\.regularized))]
  }

  static func facts(_ pairs: [Pair], _ value: String) -> [Fact] {
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(1, values.count)) }
    return [
      Fact("mean \(value), bare", mean(pairs.map { Double($0.bare.value) })),
      Fact("mean \(value), regularised", mean(pairs.map { Double($0.regularized.value) })),
      Fact("mean total variation, bare", mean(pairs.map { $0.bare.image.totalVariation })),
      Fact(
        "mean total variation, regularised", mean(pairs.map { $0.regularized.image.totalVariation })
      ),
    ]
  }
}

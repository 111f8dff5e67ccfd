import Fovea

/// Pictures made by gradient ascent: for classes, for channels, and on the way there.
struct ActivationMaximization: Exhibit {
  let name = "activation-maximization"
  let title = "Activation maximization"
  let lectures: [Lecture] = [.rafiey]
  let explanation = """
    Gradient ascent on the pixels of a grey start for the ten classes, for channels of two convolutions, and step by step; \
    below each picture stands the value it reaches. Without regularisers (upper rows) the ascent finds noise that excites the \
    unit beyond any real picture; total variation, an L2 pull to grey, blur and jitter (lower rows) leave what the unit looks \
    for: coarse shapes of garments, and for channels strokes, textures, or plain black where darkness excites them.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let trained = try studio.trained(.deepFashion)
    let caption =
      "\(trained.summary). \(studio.effort.ascentSteps) steps of Adam. Seed \(studio.seed)."
    let classes = ImageSet.fashionNames.indices.map { Objective.class($0) }
    let byClass = try pair(classes, trained.network, studio)
    let layers = trained.network.weightedLayers
    let test = try studio.images(.fashion).test
    var channels: [(name: String, objective: Objective)] = []
    for layer in ["conv2", "conv3"] {
      let node = layers.first { $0.layer == layer }?.activation ?? layer
      for unit in try ExcitingPictures.liveliest(5, of: trained.network, at: node, on: test) {
        channels.append(("\(layer):\(unit)", .channel(layer, unit)))
      }
    }
    let byChannel = try pair(
      channels.map(\.objective), trained.network, studio, strength: 0.03)
    return [
      ExhibitFigure(
        "\(name)-classes",
        MaximizationSheet(
          title: "A picture for each class, without and with regularisers",
          columns: ImageSet.fashionNames, rows: Self.rows(byClass), caption: caption),
        facts: Self.facts(byClass, "logit")),
      ExhibitFigure(
        "\(name)-channels",
        MaximizationSheet(
          title: "A picture for each of ten channels, without and with regularisers",
          columns: channels.map(\.name), rows: Self.rows(byChannel), caption: caption),
        facts: Self.facts(byChannel, "answer")),
      try onTheWay(trained, studio, caption),
    ]
  }

  /// The ascent on one class, without and with regularisers, at steps that double.
  private func onTheWay(
    _ trained: Trained, _ studio: Studio, _ caption: String
  ) throws -> ExhibitFigure {
    let label = 8
    var settings = regularized(.class(label), studio)
    settings.snapshots = (0..<8).map { 1 << $0 }.filter { $0 < studio.effort.ascentSteps }
    let bare = try settings.bare.run(on: trained.network, seeds: [studio.seed])[0]
    let calm = try settings.run(on: trained.network, seeds: [studio.seed])[0]
    let sheet = MaximizationSheet(
      title: "On the way to a \(ImageSet.fashionNames[label].lowercased())",
      snapshotsOf: [("bare", bare), ("regularised", calm)], caption: caption)
    return ExhibitFigure(
      "\(name)-steps", sheet,
      facts: [
        Fact("logit at the start", Double(calm.value(after: 0) ?? .nan)),
        Fact("logit at the end, bare", Double(bare.value)),
        Fact("logit at the end, regularised", Double(calm.value)),
      ])
  }

  /// Penalties are in the objective's own unit: logits are some twenty times larger than a channel's mean answer.
  private func regularized(
    _ objective: Objective, _ studio: Studio, strength: Float = 1
  ) -> Maximization {
    Maximization(
      objective, steps: studio.effort.ascentSteps, learningRate: 0.03, l2: 16 * strength,
      totalVariation: 80 * strength, blur: 0.7, blurEvery: 4,
      transform: ImageTransform(jitter: 1, scale: 0.97...1.03, rotation: 2))
  }

  private typealias Pair = (bare: Maximization.Result, regularized: Maximization.Result)

  private func pair(
    _ objectives: [Objective], _ network: Network, _ studio: Studio, strength: Float = 1
  ) throws -> [Pair] {
    var pairs: [Pair] = []
    for objective in objectives {
      let settings = regularized(objective, studio, strength: strength)
      let bare = try settings.bare.run(on: network, seeds: [studio.seed])[0]
      pairs.append((bare, try settings.run(on: network, seeds: [studio.seed])[0]))
    }
    return pairs
  }

  private static func rows(
    _ pairs: [Pair]
  ) -> [(name: String, results: [Maximization.Result])] {
    [("bare", pairs.map(\.bare)), ("regularised", pairs.map(\.regularized))]
  }

  private static func facts(_ pairs: [Pair], _ value: String) -> [Fact] {
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

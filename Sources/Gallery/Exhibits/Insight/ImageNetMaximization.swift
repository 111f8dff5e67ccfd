import Fovea

/// Pictures that ImageNet's classes and channels are looking for, with one regulariser after another.
struct ImageNetMaximization: Exhibit {
  let name = "imagenet-maximization"
  let title = "What regularisers do to the picture of a class"
  let lectures: [Lecture] = [.rafiey]
  let explanation = """
    Gradient ascent on the pixels for a class of EfficientNet-Lite0, from one grey start with one regulariser at a time and \
    with all together; in the second picture the eight classes that the lecture shows, with all. Without any the network is \
    sure and we see noise; decay and total variation calm it, blur and robustness to shifts, turns and scalings cost most of \
    the logit and bring forms, and all together show heads and necks, balls and wheels.
    """

  /// The side of the pictures: the network takes any, and half of its usual side costs a third of the time.
  static let side = 112

  func obstacle(in studio: Studio) -> String? { studio.obstacle(.efficientNetLite0) }

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let network = try Self.network(studio)
    return [try regularisers(network, studio), try classes(network, studio)]
  }

  static func network(_ studio: Studio) throws -> Network {
    try studio.pretrained(.efficientNetLite0).reading(height: side, width: side)
  }

  /// All regularisers at once.
  static func calm(_ objective: Objective, steps: Int) -> Maximization {
    Maximization(
      objective, steps: steps, learningRate: 0.04, l2: 8, totalVariation: 90, blur: 0.6,
      blurEvery: 4,
      transform: ImageTransform(jitter: 8, scale: 0.85...1.15, rotation: 10))
  }

  /// The class that the lecture names first.
  static let flamingo = 130

  private func regularisers(_ network: Network, _ studio: Studio) throws -> ExhibitFigure {
    let steps = studio.effort.part(of: 72, least: 12)
    let all = Self.calm(.class(Self.flamingo), steps: steps)
    var (decay, variation, blur, robust) = (all.bare, all.bare, all.bare, all.bare)
    decay.l2 = 60
    variation.totalVariation = all.totalVariation
    (blur.blur, blur.blurEvery) = (0.8, 2)
    robust.transform = all.transform
    let settings = [
      ("none", all.bare), ("L2 decay", decay), ("total variation", variation), ("blur", blur),
      ("robust to transforms", robust), ("all", all),
    ]
    let victim = try Victim(network)
    var tiles: [ImageGrid.Tile] = []
    var facts: [Fact] = []
    for (title, setting) in settings {
      let result = try setting.run(on: network, seeds: [studio.seed])[0]
      let roughness = result.image.totalVariation
      let answer = try victim.predict(result.image.reshaped(to: [1, 3, Self.side, Self.side]))[0]
      tiles.append(
        ImageGrid.Tile(
          image: result.image, title: title,
          caption: "logit \(Double(result.value).short), variation \(roughness.short(2))"))
      facts += [
        Fact("\(title): logit", Double(result.value)), Fact("\(title): total variation", roughness),
        .share(
          "\(title): probability of \(network.className(Self.flamingo))",
          Double(answer.probability(of: Self.flamingo))),
      ]
    }
    let grid = ImageGrid(
      title: "A picture for “\(network.className(Self.flamingo))”, one regulariser after another",
      tiles: tiles,
      columns: 3, tileSize: 192,
      caption:
        "EfficientNet-Lite0 on pictures of \(Self.side)×\(Self.side) pixels; \(steps) steps of Adam from noise around grey, seed \(studio.seed). "
        + "Variation: the mean length of the difference between neighbours.")
    return ExhibitFigure("\(name)-regularisers", grid, facts: facts)
  }

  /// The classes of the lecture's figure, which Yosinski and others made in 2015.
  private static let lectureClasses = [flamingo, 144, 351, 736, 302, 63, 436, 100]

  private func classes(_ network: Network, _ studio: Studio) throws -> ExhibitFigure {
    let steps = studio.effort.part(of: 80, least: 8)
    let labels = Self.lectureClasses.prefix(studio.effort.part(of: 8, least: 2))
    let results = try labels.map { label in
      try Self.calm(.class(label), steps: steps).run(on: network, seeds: [studio.seed])[0]
    }
    let victim = try Victim(network)
    let named = try zip(labels, results).map { label, result in
      try victim.predict(result.image.reshaped(to: [1, 3, Self.side, Self.side]))[0].probability(
        of: label)
    }
    let tiles = zip(labels, zip(results, named)).map { label, made in
      ImageGrid.Tile(
        image: made.0.image, title: network.className(label),
        caption: "\((100 * Double(made.1)).short(2)) %")
    }
    let grid = ImageGrid(
      title: "Eight classes", tiles: tiles, columns: 4, tileSize: 150,
      caption:
        "EfficientNet-Lite0, all regularisers, \(steps) steps, seed \(studio.seed). Below: the probability that the network gives the class. "
        + "The lecture's figure shows these classes by another network (Yosinski et al. 2015).")
    return ExhibitFigure(
      "\(name)-classes", grid,
      facts: [
        .count("classes", labels.count),
        .share("smallest probability of the class sought", Double(named.min() ?? .nan)),
      ])
  }
}

import Fovea

/// Pictures that ImageNet's classes are looking for, with one regulariser after another.
struct ImageNetMaximization: Exhibit {
  let name = "imagenet-maximization"
  let title = "What regularisers do to the picture of a class"
  let lectures: [Lecture] = [.rafiey]
  let explanation = """
    Gradient ascent on the pixels for a class of EfficientNet-Lite0, from one grey start: without regularisers, with one at a \
    time, with all three, and with octaves of the gradient that climb alike; in the second picture the eight classes that the \
    lecture shows, with all three. Without any the ascent ends in noise of which the network is sure; total variation and blur \
    make it smoother, robustness to shifts, turns and scalings costs most of the logit, and all three let forms appear: a \
    flamingo's head and neck, a pelican's bill, balls at a pool table, a beetle with its legs.
    """

  /// The side of the pictures: the network's usual one, or half of it with little effort, which costs a third of the time.
  static func side(_ studio: Studio) -> Int { studio.effort.part(of: 224, least: 112) }

  func obstacle(in studio: Studio) -> String? { studio.obstacle(.efficientNetLite0) }

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let network = try Self.network(studio)
    return [try regularisers(network, studio), try classes(network, studio)]
  }

  static func network(_ studio: Studio) throws -> Network {
    try studio.pretrained(.efficientNetLite0).reading(height: side(studio), width: side(studio))
  }

  /// Total variation, blur and robustness to transforms at once.
  static func calm(_ objective: Objective, steps: Int) -> Maximization {
    Maximization(
      objective, steps: steps, learningRate: 0.05, l2: 0, totalVariation: 900, blur: 1.5,
      transform: ImageTransform(jitter: 16, scale: 0.8...1.2, rotation: 10))
  }

  /// The class that the lecture names first.
  static let flamingo = 130

  // MARK: - Regularisers

  private func regularisers(_ network: Network, _ studio: Studio) throws -> ExhibitFigure {
    let steps = studio.effort.part(of: 112, least: 12)
    let all = Self.calm(.class(Self.flamingo), steps: steps)
    var (variation, blur, robust, octaves) = (all.bare, all.bare, all.bare, all.bare)
    variation.totalVariation = all.totalVariation
    blur.blur = all.blur
    robust.transform = all.transform
    (octaves.transform, octaves.decay) = (all.transform, 0.02)
    octaves.bands = [1, 2, 4, 8, 16]
    let settings = [
      ("none", all.bare), ("total variation", variation), ("blur", blur),
      ("robust to transforms", robust), ("all three", all),
      ("octaves alike, decay, robust", octaves),
    ]
    let side = Self.side(studio)
    let victim = try Victim(network)
    var tiles: [ImageGrid.Tile] = []
    var facts: [Fact] = []
    for (title, setting) in settings {
      let result = try setting.run(on: network, seeds: [studio.seed])[0]
      let roughness = result.image.totalVariation
      let answer = try victim.predict(result.image.reshaped(to: [1, 3, side, side]))[0]
      tiles.append(
        ImageGrid.Tile(
          image: result.image, title: title,
          caption: "logit \(Double(result.value).short), variation \(roughness.short)"))
      facts += [
        Fact("\(title): logit", Double(result.value)), Fact("\(title): total variation", roughness),
        .share(
          "\(title): share of the contrast that is coarser than 8 pixels",
          Self.coarseShare(result.image)),
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
        "EfficientNet-Lite0 on pictures of \(side)×\(side) pixels; \(steps) steps from noise around grey, seed \(studio.seed). "
        + "Variation: the mean length of the difference between neighbours. Decay: to grey. "
        + "Octaves alike: coarse and fine parts of the gradient climb with equal strength.")
    return ExhibitFigure("\(name)-regularisers", grid, facts: facts)
  }

  /// The variance of the means of 8×8 pixels, as a share of the variance of pixels, over all channels.
  private static func coarseShare(_ image: Tensor) -> Double {
    let block = 8
    var (coarse, fine): ([Double], [Double]) = ([], [])
    for channel in 0..<image.shape[0] {
      for top in stride(from: 0, through: image.shape[1] - block, by: block) {
        for left in stride(from: 0, through: image.shape[2] - block, by: block) {
          let pixels = (0..<block * block).map { place in
            Double(image[channel, top + place / block, left + place % block])
          }
          fine += pixels
          coarse.append(pixels.mean)
        }
      }
    }
    func variance(_ values: [Double]) -> Double {
      let mean = values.reduce(0, +) / Double(max(1, values.count))
      return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, values.count))
    }
    return variance(coarse) / max(variance(fine), 1e-12)
  }

  // MARK: - Classes

  /// The classes of the lecture's figure, which Yosinski and others made in 2015.
  private static let lectureClasses = [flamingo, 144, 351, 736, 302, 63, 436, 100]

  private func classes(_ network: Network, _ studio: Studio) throws -> ExhibitFigure {
    let steps = studio.effort.part(of: 160, least: 8)
    let labels = Self.lectureClasses.prefix(studio.effort.part(of: 8, least: 2))
    let results = try labels.map { label in
      try Self.calm(.class(label), steps: steps).run(on: network, seeds: [studio.seed])[0]
    }
    let (side, victim) = (Self.side(studio), try Victim(network))
    let named = try zip(labels, results).map { label, result in
      try victim.predict(result.image.reshaped(to: [1, 3, side, side]))[0].probability(
        of: label)
    }
    let tiles = zip(labels, zip(results, named)).map { label, made in
      ImageGrid.Tile(
        image: made.0.image, title: network.className(label),
        caption: "\((100 * Double(made.1)).short(4)) %")
    }
    let grid = ImageGrid(
      title: "Eight classes", tiles: tiles, columns: 4, tileSize: 150,
      caption:
        "EfficientNet-Lite0, all three regularisers, \(steps) steps, seed \(studio.seed). Below: the probability that the network gives the class. "
        + "The lecture's figure shows these classes by another network (Yosinski et al. 2015).")
    return ExhibitFigure(
      "\(name)-classes", grid,
      facts: [
        .count("classes", labels.count),
        .share("smallest probability of the class sought", Double(named.min() ?? .nan)),
      ])
  }
}

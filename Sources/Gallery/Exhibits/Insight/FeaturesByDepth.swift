import Fovea

/// What channels of VGG-16 look for at three depths: edges, textures, patterns.
struct FeaturesByDepth: Exhibit {
  let name = "features-by-depth"
  let title = "Edges, textures, patterns"
  let lectures: [Lecture] = [.rafiey]
  let explanation = """
    Pictures that excite channels of VGG-16 most, made by gradient ascent with all regularisers, for convolutions 2, 7 and 10 of 13. The first answer to \
    lines and colours of one direction, those in the middle to textures that fill the plane, the deep ones to patterns with parts; the reach of \
    one unit grows with depth (5, 40 and 92 pixels), and the pictures are made larger with it.
    """

  /// The node, its depth in words, the side of the pictures and the steps at full effort.
  private static let depths = [
    (node: "features.2", title: "convolution 2: edges", side: 32, steps: 64),
    (node: "features.14", title: "convolution 7: textures", side: 64, steps: 40),
    (node: "features.21", title: "convolution 10: patterns", side: 96, steps: 32),
  ]

  func obstacle(in studio: Studio) -> String? { studio.obstacle(.vgg16Features) }

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let network = try studio.pretrained(.vgg16Features)
    let count = studio.effort.part(of: 4, least: 2)
    var panels: [any Figure] = []
    var facts: [Fact] = []
    for depth in Self.depths {
      let small = try network.reading(height: depth.side, width: depth.side)
      let channels = try Self.liveliest(count, at: depth.node, of: small)
      let steps = studio.effort.part(of: depth.steps, least: 4)
      let results = try channels.map { channel in
        let objective = Objective.channel(depth.node, channel)
        return try Self.settings(objective, steps, depth.side).run(on: small, seeds: [studio.seed])[
          0]
      }
      let tiles = zip(channels, results).map { channel, result in
        ImageGrid.Tile(
          image: result.image, caption: "channel \(channel): \(Double(result.value).short)")
      }
      panels.append(
        ImageGrid(
          title: "\(depth.title), \(depth.side)×\(depth.side) pixels", tiles: tiles,
          columns: count, tileSize: 128))
      let first = results.compactMap { $0.value(after: 0) }.reduce(0, +)
      let last = results.map(\.value).reduce(0, +)
      facts += [
        Fact("\(depth.title): mean answer at the start", Double(first) / Double(count)),
        Fact("\(depth.title): mean answer at the end", Double(last) / Double(count)),
        .count(
          "\(depth.title): reach of one unit in pixels", Self.reach(of: depth.node, in: network)),
      ]
    }
    let figure = FigureGrid(
      title: "What VGG-16 looks for, by depth", panels: panels, columns: 1, hasLetters: false,
      caption:
        "The channels whose answers to the photographs that come with the package differ most from place to place; below, the channel's mean answer. Weights: \(PretrainedModel.vgg16Features.source). "
        + "The lecture's figure shows another network (GoogLeNet) at three depths. Seed \(studio.seed)."
    )
    return [ExhibitFigure(name, figure, facts: facts)]
  }

  private static func settings(_ objective: Objective, _ steps: Int, _ side: Int) -> Maximization {
    Maximization(
      objective, steps: steps, learningRate: 0.05, l2: 0.5, totalVariation: 1, blur: 0.5,
      blurEvery: 4,
      transform: ImageTransform(jitter: Float(side) / 16, scale: 0.9...1.1, rotation: 6))
  }

  /// The channels that answer most differently from place to place, less their mean: forms and not areas.
  private static func liveliest(
    _ count: Int, at node: String, of network: Network
  ) throws -> [Int] {
    let side = network.nominalShape(of: network.inputs[0].id)[2]
    let pictures = try Photograph.allCases.map {
      try $0.image().filling(width: side, height: side).tensor
    }
    let values = try network.values(at: [node], on: .stacking(pictures))[0]
    var scores = [Double](repeating: 0, count: values.shape[1])
    for picture in 0..<values.shape[0] {
      let maps = values.element(picture)
      for channel in scores.indices {
        let answers = maps.element(channel).scalars.map(Double.init)
        let mean = answers.mean
        let variance = answers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(answers.count)
        scores[channel] += variance.squareRoot() - abs(mean)
      }
    }
    return Array(scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }.prefix(count))
  }

  /// The side of the square of pixels that one unit's value depends on, by the windows on the way to it.
  private static func reach(of label: String, in network: Network) -> Int {
    var (reach, jump) = (1, 1)
    for node in network.nodes {
      let window = (node.operation as? Convolution)?.window ?? (node.operation as? Pooling)?.window
      if let window {
        reach += (window.extent[0] - 1) * jump
        jump *= window.stride[0]
      }
      if network.label(of: node.id) == label { break }
    }
    return reach
  }
}

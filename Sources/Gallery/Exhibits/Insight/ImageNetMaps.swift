import Fovea

/// What a network trained on ImageNet makes of a cat at five depths.
struct ImageNetMaps: Exhibit {
  let name = "imagenet-maps"
  let title = "A cat at five depths of a network"
  let lectures: [Lecture] = [.rafiey]
  let explanation = """
    Feature maps of EfficientNet-Lite0 on the way from a cat's photograph to its class: of the first four layers the ten \
    channels that vary most over the picture, of the last one the ten that add most to the class. The first convolution shows \
    the cat itself in edges and brightness, blocks 1 and 3 its edges and stripes, and at block 8 hardly an outline is left; \
    the last maps have 7×7 places and are bright where something is that speaks for the class.
    """

  /// The layers whose values after ReLU are shown.
  private static let layers = [
    (node: "_conv_stem", title: "first convolution"),
    (node: "_blocks.1._expand_conv", title: "block 1"),
    (node: "_blocks.3._expand_conv", title: "block 3"),
    (node: "_blocks.8._expand_conv", title: "block 8"),
    (node: "_conv_head", title: "last convolution"),
  ]

  func obstacle(in studio: Studio) -> String? { studio.obstacle(.efficientNetLite0) }

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let network = try studio.pretrained(.efficientNetLite0)
    let image = try Photograph.chelsea.imageNetTensor()
    let values = try network.values(
      at: Self.layers.map { "\($0.node).relu6" }, on: image.reshaped(to: [1, 3, 224, 224])
    ).map { $0.element(0) }
    let label = try ClassActivationMap(in: network, on: image).label
    let brightness = PixelImage(image).grey.tensor
    var panels: [any Figure] = [
      ImageGrid(
        title: "input", tiles: [ImageGrid.Tile(image: image)], tileSize: 150,
        caption: "224×224 pixels")
    ]
    var facts: [Fact] = []
    for (layer, maps) in zip(Self.layers, values) {
      let isLast = layer.node == Self.layers[Self.layers.count - 1].node
      let scores =
        try isLast
        ? Self.contributions(maps, to: label, network)
        : (0..<maps.shape[0]).map { Self.variance(maps.element($0).scalars) }
      let order = scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
      let chosen = maps.gathering(Array(order.prefix(10).sorted()))
      panels.append(Self.panel(chosen, of: maps, layer.title))
      let zeros = Double(maps.scalars.count { $0 == 0 }) / Double(maps.scalars.count)
      facts += [
        .share("\(layer.title): share of zeros", zeros),
        Fact(
          "\(layer.title): mean |correlation| of its ten with the picture's brightness",
          Self.likeness(chosen, brightness)),
      ]
    }
    let figure = FigureGrid(
      title: "A cat on its way through EfficientNet-Lite0", panels: panels, columns: 2,
      caption:
        "\(Photograph.chelsea.credit). b–e: the ten channels that vary most, f: those that add most to the logit of "
        + "“\(network.className(label))”; after a ReLU that ends at 6, one scale for a layer.")
    return [ExhibitFigure(name, figure, facts: facts)]
  }

  private static func panel(_ chosen: Tensor, of maps: Tensor, _ title: String) -> ImageGrid {
    var grid = ImageGrid(
      title: "\(title), \(maps.shape[1])×\(maps.shape[2])",
      images: chosen.reshaped(to: [chosen.shape[0], 1, maps.shape[1], maps.shape[2]]), columns: 5,
      scaling: .together, colorMap: .magma, unit: "activation")
    grid.tileSize = 56
    grid.caption = "10 of \(maps.shape[0]) channels"
    return grid
  }

  /// What each channel adds to a class's logit: its mean over places by its weight.
  private static func contributions(
    _ maps: Tensor, to label: Int, _ network: Network
  ) throws -> [Double] {
    let weights = try network.weights(of: "_fc.weight").element(label).scalars
    return (0..<maps.shape[0]).map { channel in
      let values = maps.element(channel).scalars
      return Double(weights[channel] * values.reduce(0, +)) / Double(values.count)
    }
  }

  private static func likeness(_ maps: Tensor, _ brightness: Tensor) -> Double {
    let all = (0..<maps.shape[0]).map { channel in
      let large = HeatOverlay.enlarged(maps.element(channel), height: 224, width: 224)
      return abs(large.correlation(with: brightness))
    }
    return all.mean
  }

  private static func variance(_ values: [Float]) -> Double {
    let mean = values.reduce(0.0) { $0 + Double($1) } / Double(values.count)
    return values.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
  }
}

import Fovea

/// What a network trained on ImageNet makes of a cat at five depths.
struct ImageNetMaps: Exhibit {
  let name = "imagenet-maps"
  let title = "A cat at five depths of a network"
  let lectures: [Lecture] = [.rafiey]
  let explanation = """
    Feature maps of EfficientNet-Lite0 on the way from a cat's photograph to its class: of each layer the ten channels \
    that vary most over the picture. Early maps are the cat itself in edges and colours, later ones mark eyes, ears and fur, and the last \
    ones have 7×7 pixels that say where something is which speaks for a class.
    """

  /// The layers whose values behind ReLU are shown.
  private static let layers = [
    "_conv_stem", "_blocks.1._expand_conv", "_blocks.3._expand_conv", "_blocks.8._expand_conv",
    "_conv_head",
  ]

  func obstacle(in studio: Studio) -> String? { studio.obstacle(.efficientNetLite0) }

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let network = try studio.pretrained(.efficientNetLite0)
    let image = try Photograph.chelsea.imageNetTensor()
    let values = try network.values(
      at: Self.layers.map { "\($0).relu6" }, on: image.reshaped(to: [1, 3, 224, 224]))
    var panels: [any Figure] = [
      ImageGrid(
        title: "input", tiles: [ImageGrid.Tile(image: image)], tileSize: 150,
        caption: "224×224 pixels")
    ]
    var facts: [Fact] = []
    for (layer, value) in zip(Self.layers, values) {
      let maps = value.element(0)
      panels.append(Self.panel(maps, layer))
      let zeros = Double(maps.scalars.count { $0 == 0 }) / Double(maps.scalars.count)
      facts.append(.share("\(layer): share of zeros", zeros))
    }
    let figure = FigureGrid(
      title: "A cat on its way through EfficientNet-Lite0", panels: panels, columns: 2,
      caption:
        "\(Photograph.chelsea.credit). The ten channels of each layer that vary most, "
        + "behind a ReLU that ends at 6; one scale for a layer.")
    return [ExhibitFigure(name, figure, facts: facts)]
  }

  private static func panel(_ maps: Tensor, _ layer: String) -> ImageGrid {
    let spreads = (0..<maps.shape[0]).map { Self.variance(maps.element($0).scalars) }
    let order = spreads.indices.sorted { (spreads[$1], $0) < (spreads[$0], $1) }
    let chosen = maps.gathering(Array(order.prefix(10).sorted()))
    var grid = ImageGrid(
      title: "\(layer), \(maps.shape[1])×\(maps.shape[2])",
      images: chosen.reshaped(to: [chosen.shape[0], 1, maps.shape[1], maps.shape[2]]), columns: 5,
      scaling: .together, colorMap: .magma, unit: "activation")
    grid.tileSize = 56
    grid.caption = "10 of \(maps.shape[0]) channels"
    return grid
  }

  private static func variance(_ values: [Float]) -> Double {
    let mean = values.reduce(0.0) { $0 + Double($1) } / Double(values.count)
    return values.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
  }
}

import Fovea

/// Networks drawn by their layers.
struct NetworkDiagrams: Exhibit {
  let name = "network-diagrams"
  let title = "Networks, layer by layer"
  let lectures: [Lecture] = [.chopra, .ramakrishnan, .ma]
  let explanation = """
    Lecture 004's deep network, ResNet-18 and EfficientNet-Lite0 (Tan & Le 2019; Liu 2020) with names, operations, output shapes, \
    parameters and multiply-adds, drawn from the same graphs that run. Data flow downwards, in long networks column by column, and \
    activations stand in the box of their layer; wires that bypass boxes are the shortcuts of the two larger networks, where boxes \
    hold several layers in a row.
    """

  /// The networks' names in the zoo, and their titles.
  private static let models = [
    ("deep-cnn", "Lecture 004's deep network"), ("resnet18", "ResNet-18"),
    ("efficientnet_lite0", "EfficientNet-Lite0"),
  ]

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    try Self.models.map { model, title in
      let summary = try Zoo.network(named: model, seed: studio.seed).summary()
      let isFolded = NetworkOutline(summary).boxes.contains { $0.layers.count > 1 }
      let diagram = NetworkDiagram(
        summary, title: title,
        caption: "Output: channels×height×width of one image."
          + (isFolded
            ? " In boxes of several layers: name, operation, output, parameters, multiply-adds."
            : ""))
      return ExhibitFigure(
        "\(name)-\(model)", diagram,
        facts: [
          .count("nodes", summary.nodes.count), .count("boxes", diagram.outline.boxes.count),
          Fact("parameters, millions", Double(summary.parameters) / 1e6, .number(digits: 5)),
          Fact("multiply-adds, millions", Double(summary.multiplyAdds) / 1e6, .number(digits: 5)),
        ])
    }
  }
}

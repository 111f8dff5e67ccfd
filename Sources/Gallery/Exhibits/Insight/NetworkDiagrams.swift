import Fovea

/// Networks drawn by their layers.
struct NetworkDiagrams: Exhibit {
  let name = "network-diagrams"
  let title = "Networks, layer by layer"
  let lectures: [Lecture] = [.chopra, .ramakrishnan, .ma]
  let explanation = """
    The lecture's deep network and ResNet-18 with names, operations, output shapes, parameters and multiply-adds, drawn from \
    the same graphs that run. Data flow downwards and activations stand in the box of their layer; wires that bypass boxes are \
    the shortcuts of the residual network, where boxes hold several layers in a row.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    try ["deep-cnn", "resnet18"].map { model in
      let summary = try Zoo.network(named: model, seed: studio.seed).summary()
      let diagram = NetworkDiagram(
        summary, title: model,
        caption: "Output: channels×height×width of one image. In boxes of several layers: name, "
          + "operation, output, parameters, multiply-adds.")
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

import Fovea

/// What the filters of each layer look for, in parts of pictures that excite them most.
struct PatchesByDepth: Exhibit {
  let name = "patches-by-depth"
  let title = "What filters look for, layer by layer"
  let lectures: [Lecture] = [.rafiey]
  let explanation = """
    For eight channels of each convolution of the deep network trained on clothes, the eight parts of test pictures that excite \
    them most, cut out as large as one place of the layer sees, and their mean. Parts grow from 5×5 over 9×9 to 17×17 pixels: the \
    first layer answers to edges and blobs of one direction, the second to corners and stripes, the third to pieces of clothes \
    such as a bag's handle, the front of a shoe or the gap between trouser legs.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let trained = try studio.trained(.deepFashion)
    let images = try studio.images(.fashion).test.prefix(2000)
    let layers = trained.network.weightedLayers.filter { $0.layer.hasPrefix("conv") }
    var panels: [any Figure] = []
    var facts: [Fact] = []
    for (layer, activation) in layers {
      let channels = trained.network.nominalShape(of: try trained.network.node(activation).id)[1]
      let units = (0..<8).map { $0 * channels / 8 }
      var found = try TopPatches(
        of: trained.network, at: activation, units: units, in: images)
      let extent = found.geometry.extent
      found.grid.title = "\(layer): parts of \(extent[0])×\(extent[1])"
      found.grid.tileSize = 30
      found.grid.columnLabels = (0..<8).map { _ in "" } + ["mean"]
      panels.append(found)
      facts.append(.count("\(layer): pixels along a side of what a place sees", extent[0]))
      facts.append(Fact("\(layer): mean correlation of a channel's parts", found.likeness))
    }
    return [
      ExhibitFigure(
        name,
        FigureGrid(
          title: "What excites each layer's channels", panels: panels,
          caption: "Rows: channels. Black outside of the picture. \(images.count) pictures were "
            + "looked through; \(trained.summary). Seed \(studio.seed)."), facts: facts)
    ]
  }
}

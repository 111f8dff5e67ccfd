import Fovea

/// What each convolution makes of a picture.
struct FeatureMapsByLayer: Exhibit {
  let name = "feature-maps"
  let title = "Feature maps at several layers"
  let lectures: [Lecture] = [.gavankar, .rafiey]
  let explanation = """
    An ankle boot and what the three convolutions of the deep network answer to it, behind ReLU: each tile is one channel, \
    bright where its feature is found. The first layer keeps the boot's shape as edges and areas; later layers are coarser, \
    respond in fewer places, and have channels that are silent because this picture lacks what they look for.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let trained = try studio.trained(.deepFashion)
    let examples = try studio.examples(of: .fashion, by: trained.network)
    guard let chosen = examples.last else {
      throw FoveaError("the network gets no picture right: there is nothing to show")
    }
    let label = ImageSet.fashionNames[chosen.label]
    let figure = try FeatureHierarchy(
      of: trained.network, image: chosen.image, title: "\(label) in three layers",
      imageTitle: "test picture \(chosen.sample)",
      caption: "\(trained.summary). One scale for all channels of a layer. Seed \(studio.seed).")
    let zeros = figure.maps.map { maps in
      Double(maps.scalars.count { $0 == 0 }) / Double(maps.scalars.count)
    }
    var facts: [Fact] = []
    for (index, layer) in figure.layers.enumerated() {
      facts.append(.share("\(layer): share of zeros", zeros[index]))
      facts.append(.share("\(layer): channels that are silent", figure.deadShares[index]))
    }
    return [ExhibitFigure(name, figure, facts: facts)]
  }
}

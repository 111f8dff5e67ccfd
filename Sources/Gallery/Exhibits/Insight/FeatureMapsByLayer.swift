import Fovea

/// What each convolution makes of a picture.
struct FeatureMapsByLayer: Exhibit {
  let name = "feature-maps"
  let title = "Feature maps at several layers"
  let lectures: [Lecture] = [.gavankar, .rafiey]
  let explanation = """
    An ankle boot and what the three convolutions of the deep network answer to it, after ReLU: each tile is one channel, \
    bright where its feature is found. The first layer keeps the boot's shape as edges and areas; later layers are coarser \
    and answer in fewer and fewer places, so that the share of zeros grows.
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
    let facts = zip(figure.layers, zeros).map { Fact.share("\($0): share of zeros", $1) }
    return [ExhibitFigure(name, figure, facts: facts)]
  }
}

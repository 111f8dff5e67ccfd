import Fovea

/// What an adversarial change does to each layer.
struct AdversarialActivations: Exhibit {
  let name = "adversarial-activations"
  let title = "Clean against adversarial activations"
  let lectures: [Lecture] = [.rafiey]
  let explanation = """
    The channels of three layers that differ most between a picture and its adversarial twin, and for many pictures how far \
    each layer's answer moves, relative to its size, beside random noise of the same strength. The two changes are alike in \
    the pixels; with each layer the adversarial one grows, until the logits tip, while the noise's stays near a tenth.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let trained = try studio.trained(.deepFashion)
    let network = trained.network
    let attack = PGD(epsilon: 0.05, steps: studio.effort.attackSteps, seed: studio.seed)
    let images = try studio.images(.fashion).test.prefix(min(256, studio.effort.attackedImages))
    let many = try attack.attack(network, images)
    let distance = try ActivationDistance(of: network, many, seed: studio.seed)
    let first = distance.layers.first
    let last = distance.layers.last
    return [
      try contrast(trained, many, studio),
      ExhibitFigure(
        "\(name)-distance", distance,
        facts: [
          .count("pictures", many.samples.count),
          Fact("pixels: distance of the adversarial pictures", first?.adversarial ?? .nan),
          Fact("pixels: distance of the noisy pictures", first?.noise ?? .nan),
          Fact("logits: distance of the adversarial pictures", last?.adversarial ?? .nan),
          Fact("logits: distance of the noisy pictures", last?.noise ?? .nan),
          .share("accuracy with noise", Double(distance.noiseAccuracy)),
          .share("accuracy under attack", Double(many.adversarialAccuracy)),
        ]),
    ]
  }

  /// Three layers on the first picture that was fooled.
  private func contrast(
    _ trained: Trained, _ examples: AdversarialExamples, _ studio: Studio
  ) throws -> ExhibitFigure {
    guard let chosen = examples.samples.indices.first(where: { examples.samples[$0].isFooled })
    else { throw FoveaError("the attack fools no picture: there is nothing to show") }
    let sample = examples.samples[chosen]
    let names = [sample.before, sample.after].map { examples.className($0.label) }
    let layers = trained.network.weightedLayers.prefix(3)
    let panels = try layers.map { entry in
      try ActivationContrast(
        of: trained.network, at: entry.activation, first: examples.originals.element(chosen),
        second: examples.adversarial.element(chosen), names: ("clean", "adversarial"),
        count: 6, title: "\(entry.layer) after ReLU: the six channels that differ most")
    }
    let pictures = [examples.originals, examples.adversarial].enumerated().map { index, images in
      ImageGrid.Tile(
        image: images.element(chosen), title: index == 0 ? "clean" : "adversarial",
        caption: names[index])
    }
    let figure = FigureGrid(
      title: "From \(names[0]) to \(names[1]) in three layers",
      panels: [ImageGrid(tiles: pictures, tileSize: 112)] + panels, columns: 2,
      caption: "\(trained.summary). \(examples.attack), ε = 0.05, test picture \(chosen). "
        + "Channels by number; layers and differences have scales of their own. "
        + "Seed \(studio.seed).")
    let facts = zip(layers, panels).map { entry, panel in
      Fact("\(entry.layer): largest distance of a channel", panel.distances[0])
    }
    return ExhibitFigure("\(name)-maps", figure, facts: facts)
  }
}

import Fovea

extension ActivationMaximization {
  /// Ten lively channels, without and with regularisers.
  func channels(
    _ trained: Trained, _ studio: Studio, _ caption: String
  ) throws -> ExhibitFigure {
    let test = try studio.images(.fashion).test
    var names: [String] = []
    var settings: [Maximization] = []
    for layer in ["conv2", "conv3"] {
      let node = trained.network.weightedLayers.first { $0.layer == layer }?.activation ?? layer
      let units = try ExcitingPictures.liveliest(5, of: trained.network, at: node, on: test)
      for unit in units.sorted() {
        names.append("\(layer):\(unit)")
        settings.append(texture(.channel(layer, unit), studio))
      }
    }
    let pairs = try pair(settings, trained.network, studio)
    return ExhibitFigure(
      "\(name)-channels",
      MaximizationSheet(
        title: "A picture for each of ten channels, without and with regularisers",
        columns: names, rows: Self.rows(pairs),
        caption: caption + " Below the pictures the mean of the channel's map before ReLU. "
          + "Regularised: total variation and blur."),
      facts: Self.facts(pairs, "answer") + [
        Fact.count("bare pictures of stripes", pairs.count { Self.isStriped($0.bare.image) }),
        Fact.count(
          "regularised pictures of stripes", pairs.count { Self.isStriped($0.regularized.image) }),
      ])
  }

  /// No shifts: the first two convolutions go in steps of 2, so that shifts would wipe out what repeats every 4 pixels.
  private func texture(_ objective: Objective, _ studio: Studio) -> Maximization {
    Maximization(
      objective, steps: studio.effort.ascentSteps, learningRate: 0.03, l2: 0, totalVariation: 3,
      blur: 0.5)
  }

  /// Whether a picture changes at least twice as much along one axis as along the other.
  private static func isStriped(_ image: Tensor) -> Bool {
    let (rows, columns) = (image.shape[1], image.shape[2])
    var (down, across) = (0.0, 0.0)
    for y in 1..<rows {
      for x in 1..<columns {
        down += Double(abs(image[0, y, x] - image[0, y - 1, x]))
        across += Double(abs(image[0, y, x] - image[0, y, x - 1]))
      }
    }
    return max(down, across) >= 2 * min(down, across)
  }
}

import Fovea

/// The hidden units of a network without convolutions, as pictures.
struct HiddenUnits: Exhibit {
  let name = "hidden-units"
  let title = "Hidden-unit weights of an MLP"
  let lectures: [Lecture] = [.gavankar]
  let explanation = """
    Each tile holds the 784 weights of one hidden unit of a plain network that reads digits, and of one that reads clothes, \
    put back into the picture's shape. Red pixels excite the unit and blue ones quiet it: many units are strokes and blobs \
    at one place or outlines of garments, and others little but pale noise, since without convolutions each place has to \
    be learnt on its own.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let recipes: [(String, Recipe)] = [("", .mlpDigits), ("-clothes", .mlpFashion)]
    return try recipes.map { (suffix, recipe) throws -> ExhibitFigure in
      let trained = try studio.trained(recipe)
      var filters = try FilterGrid(of: trained.network, at: "hidden", limit: 60).grid
      let weights = try FilterGrid(of: trained.network, at: "hidden").weights
      filters.title = "60 of the 100 hidden units, " + (suffix.isEmpty ? "digits" : "clothes")
      filters.columns = 10
      filters.tileSize = 56
      filters.caption =
        "\(trained.summary). All units share one scale with zero in the middle. Seed "
        + "\(studio.seed)."
      return ExhibitFigure(
        name + suffix, filters,
        facts: [
          .share("test accuracy", trained.accuracy),
          Fact("mean |weight| in the middle 12×12 pixels", Self.size(weights, border: false)),
          Fact("mean |weight| in the outermost 2 pixels", Self.size(weights, border: true)),
        ])
    }
  }

  /// The mean size of weights near the border, or in the middle.
  static func size(_ weights: Tensor, border: Bool) -> Double {
    let (height, width) = (weights.shape[2], weights.shape[3])
    var (sum, count) = (0.0, 0)
    for (index, weight) in weights.scalars.enumerated() {
      let (y, x) = (index / width % height, index % width)
      let margin = min(min(y, height - 1 - y), min(x, width - 1 - x))
      guard border ? margin < 2 : margin >= 8 else { continue }
      sum += Double(abs(weight))
      count += 1
    }
    return sum / Double(max(1, count))
  }
}

import Fovea

/// The first convolutions of the lecture's two networks.
struct FirstLayerFilters: Exhibit {
  let name = "first-layer-filters"
  let title = "First-layer filters"
  let lectures: [Lecture] = [.rafiey]
  let explanation = """
    The ten 5×5 filters with which the lecture's networks meet a picture of clothing: what each one is looking for before \
    anything else is known. Red weights want bright pixels and blue ones dark pixels; a red side beside a blue one is an \
    edge detector of that direction, and a filter of one colour measures brightness.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let deep = try studio.trained(.deepFashion)
    let shallow = try studio.trained(.shallowFashion)
    let grids = try [deep, shallow].map { try FilterGrid(of: $0.network, at: "conv1") }
    let panels = zip([deep, shallow], grids).map { trained, filters -> ImageGrid in
      var grid = filters.grid
      grid.title = "conv1 of \(trained.recipe.model)"
      grid.columns = 5
      grid.tileSize = 60
      grid.caption = trained.summary
      return grid
    }
    let figure = FigureGrid(
      title: "What two networks look for first", panels: panels, columns: 2,
      caption:
        "The filters of a network share one scale with zero in the middle; the two networks' "
        + "scales differ. Seed \(studio.seed).")
    return [
      ExhibitFigure(
        name, figure,
        facts: [
          .share("deep-cnn: test accuracy", deep.accuracy),
          .share("shallow-cnn: test accuracy", shallow.accuracy),
          Fact("deep-cnn: mean share of one sign in a filter", Self.oneSidedness(grids[0].weights)),
          Fact("deep-cnn: largest weight", Double(grids[0].weights.scalars.map(abs).max() ?? 0)),
        ])
    ]
  }

  /// |Σ w| / Σ |w|, averaged over filters: 1 for a filter of one sign, near 0 for an edge detector.
  static func oneSidedness(_ weights: Tensor) -> Double {
    let shares = (0..<weights.shape[0]).map { filter in
      let values = weights.element(filter).scalars.map(Double.init)
      let size = values.reduce(0) { $0 + abs($1) }
      return size > 0 ? abs(values.reduce(0, +)) / size : 0
    }
    return shares.reduce(0, +) / Double(max(1, shares.count))
  }
}

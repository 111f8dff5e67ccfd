import Fovea

/// The first convolutions of two networks on clothes.
struct FirstLayerFilters: Exhibit {
  let name = "first-layer-filters"
  let title = "First-layer filters"
  let lectures: [Lecture] = [.rafiey]
  let explanation = """
    The ten 5×5 filters with which lecture 004's networks meet a picture of clothing, those that are most like an edge first: \
    what each one is looking for before anything else is known. Red weights want bright pixels and blue ones dark pixels, and a \
    red side beside a blue one is an edge detector of that direction; below stands how much of a filter's variance such a slope \
    explains, a twelfth for noise: most of deep-cnn's have more, most of shallow-cnn's less.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let deep = try studio.trained(.deepFashion)
    let shallow = try studio.trained(.shallowFashion)
    let grids = try [deep, shallow].map { try FilterGrid(of: $0.network, at: "conv1") }
    let panels = zip([deep, shallow], grids).map { trained, filters -> ImageGrid in
      let shares = Self.slopeShares(filters.weights)
      let order = shares.indices.sorted { (shares[$1], $0) < (shares[$0], $1) }
      var grid = filters.grid
      grid.title = "conv1 of \(trained.recipe.model)"
      grid.tiles = order.map { filter in
        ImageGrid.Tile(
          image: filters.weights.element(filter),
          caption: "\((100 * shares[filter]).decimals(0)) %")
      }
      grid.columns = 5
      grid.tileSize = 60
      grid.caption = trained.summary
      return grid
    }
    let figure = FigureGrid(
      title: "What two networks look for first", panels: panels, columns: 2,
      caption:
        "The filters of a network share one scale with zero in the middle; the two networks' "
        + "scales differ. Below each filter the share of its variance that a slope explains. "
        + "Seed \(studio.seed).")
    let before = try FilterGrid(of: deep.start, at: "conv1")
    let shares = [grids[0].weights, grids[1].weights, before.weights].map(Self.slopeShares)
    return [
      ExhibitFigure(
        name, figure,
        facts: [
          .share("deep-cnn: test accuracy", deep.accuracy),
          .share("shallow-cnn: test accuracy", shallow.accuracy),
          .share("deep-cnn: mean share of a filter that a slope explains", shares[0].mean),
          .share("deep-cnn: largest share that a slope explains", shares[0].max() ?? .nan),
          .share("deep-cnn before training: mean share", shares[2].mean),
          .share("shallow-cnn: mean share of a filter that a slope explains", shares[1].mean),
          .share("shallow-cnn: largest share that a slope explains", shares[1].max() ?? .nan),
        ])
    ]
  }

  /// For each filter the share of its weights' variance that the best plane a + b x + c y explains.
  ///
  /// Rows and columns are orthogonal to each other and to constants, so that each direction explains its own part.
  static func slopeShares(_ weights: Tensor) -> [Double] {
    let (rows, columns) = (weights.shape[2], weights.shape[3])
    return (0..<weights.shape[0]).map { filter in
      let values = weights.element(filter).scalars.map(Double.init)
      let mean = values.mean
      let total = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      var (down, across, downSize, acrossSize) = (0.0, 0.0, 0.0, 0.0)
      for (index, value) in values.enumerated() {
        let y = Double(index / columns % rows) - Double(rows - 1) / 2
        let x = Double(index % columns) - Double(columns - 1) / 2
        down += y * value
        across += x * value
        downSize += y * y
        acrossSize += x * x
      }
      return total > 0 ? (down * down / downSize + across * across / acrossSize) / total : 0
    }
  }
}

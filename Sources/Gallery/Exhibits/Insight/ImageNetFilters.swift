import Fovea

/// The first convolutions of networks trained on ImageNet.
struct ImageNetFilters: Exhibit {
  let name = "imagenet-filters"
  let title = "First-layer filters of networks trained on ImageNet"
  let lectures: [Lecture] = [.rafiey]
  let explanation = """
    The filters with which two networks meet a photograph, in their own colours: AlexNet's 64 of 11×11 pixels (where its \
    weights were fetched) and EfficientNet-Lite0's 32 of 3×3. Each tile is scaled by its own extremes with zero as middle \
    grey, so the eighth of EfficientNet-Lite0's that has next to no weight looks strong too; AlexNet has learnt edges, gratings and blobs of opposite colours, the same as cells early in the visual system \
    answer to.
    """

  func obstacle(in studio: Studio) -> String? { studio.obstacle(.efficientNetLite0) }

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    var panels: [any Figure] = []
    var facts: [Fact] = []
    for (model, columns, tile) in [
      (PretrainedModel.alexNetFeatures, 8, 44.0), (.efficientNetLite0, 4, 44.0),
    ] where model == .efficientNetLite0 || studio.obstacle(model) == nil {
      let network = try studio.pretrained(model)
      let filters = try FilterGrid(
        of: network, style: FilterGrid.Style(isShared: false, isZeroCentered: true))
      var grid = filters.grid
      grid.title = "First convolution of \(model.title)"
      grid.columns = columns
      grid.tileSize = tile
      grid.caption =
        "\(filters.weights.shape[0]) filters of \(filters.weights.shape[2])×"
        + "\(filters.weights.shape[3]). \(model.source)."
      panels.append(grid)
      let largest = filters.weights.scalars.map(abs).max() ?? 0
      facts.append(Fact("\(model.title): largest weight", Double(largest)))
      facts.append(
        .share("\(model.title): filters with next to no weight", Self.silent(filters.weights)))
    }
    let figure = FigureGrid(
      title: "What networks of photographs look for first", panels: panels, columns: 2,
      hasLetters: panels.count > 1)
    return [ExhibitFigure(name, figure, facts: facts)]
  }

  /// The share of filters whose largest weight is below a fiftieth of the layer's.
  private static func silent(_ weights: Tensor) -> Double {
    let extremes = (0..<weights.shape[0]).map { weights.element($0).scalars.map(abs).max() ?? 0 }
    let limit = (extremes.max() ?? 0) / 50
    return Double(extremes.count { $0 < limit }) / Double(max(1, extremes.count))
  }
}

public import FoveaDrawing
public import FoveaNetwork
public import FoveaTensor

/// The filters of a layer before and after training, and what training added, on one scale.
public struct FilterComparison: ComposedFigure {
  /// The filters at first, `[filters, channels, height, width]`.
  public let before: Tensor
  /// The filters at the end.
  public let after: Tensor
  /// For each filter the correlation of its weights before and after.
  public let correlations: [Double]

  private let grid: ImageGrid

  /// What is drawn.
  public var figure: any Figure { grid }

  /// ‖after − before‖ / ‖before‖ over all filters.
  public var relativeChange: Double { after.relativeChange(from: before) }

  /// Compares a layer of two networks of the same shape; without a name, the first that has a kernel.
  ///
  /// - Throws: `FoveaError` for an unknown layer and where the two networks' filters have different shapes.
  public init(
    before: Network, after: Network, at layer: String? = nil, limit: Int = 16, caption: String = ""
  ) throws(FoveaError) {
    let first = try FilterGrid(of: before, at: layer)
    let last = try FilterGrid(of: after, at: layer)
    guard first.weights.shape == last.weights.shape else {
      throw FoveaError(
        "filters \(first.weights.shape) and \(last.weights.shape) cannot be compared")
    }
    self.before = first.weights
    self.after = last.weights
    let count = min(limit, first.weights.shape[0])
    let correlations = (0..<first.weights.shape[0]).map {
      first.weights.element($0).correlation(with: last.weights.element($0))
    }
    self.correlations = correlations
    var change = last.weights
    change.scalars = zip(last.weights.scalars, first.weights.scalars).map { $0 - $1 }
    let rows = [first.weights, last.weights, change]
    let tiles = rows.enumerated().flatMap { row, weights in
      (0..<count).map { filter in
        ImageGrid.Tile(
          image: weights.element(filter),
          caption: row == 1 ? "r = \(String(correlations[filter].short(2)))" : "")
      }
    }
    grid = ImageGrid(
      title: "Filters of \(last.layer) before and after training", tiles: tiles, columns: count,
      rowLabels: ["before", "after", "after − before"],
      columnLabels: (0..<count).map { "\($0)" }, scaling: .together, kind: .symmetric,
      unit: "weight", caption: caption)
  }
}

extension Tensor {
  /// How far weights moved, relative to their size at first: ‖self − before‖ / ‖before‖.
  ///
  /// Infinite where they were all 0 and moved, not a number where they stayed 0.
  ///
  /// - Precondition: the shapes agree.
  public func relativeChange(from before: Tensor) -> Double {
    precondition(shape == before.shape, "\(before.shape) cannot become \(shape)")
    let change = zip(scalars, before.scalars).reduce(0.0) {
      $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1))
    }
    let size = before.scalars.reduce(0.0) { $0 + Double($1 * $1) }
    return (change / size).squareRoot()
  }
}

public import FoveaDrawing
import FoveaNetwork
import FoveaTensor

/// Maximised images side by side, with the value that each reaches.
public struct MaximizationSheet: ComposedFigure {
  /// What is drawn.
  public let grid: ImageGrid

  /// What is drawn.
  public var figure: any Figure { grid }

  /// Draws results, a row for each name.
  ///
  /// - Parameter columns: what stands above the columns; the results' seeds unless given.
  /// - Precondition: there is a row, and none is empty.
  public init(
    title: String = "Images that excite units most", columns: [String]? = nil,
    rows: [(name: String, results: [Maximization.Result])],
    caption: String = ""
  ) {
    precondition(
      !rows.isEmpty && rows.allSatisfy { !$0.results.isEmpty }, "each row has a result")
    let count = rows.map(\.results.count).max() ?? 1
    let seeds = count > 1 ? rows[0].results.map { "seed \($0.seed)" } : []
    grid = ImageGrid(
      title: title,
      tiles: rows.flatMap { row in
        (0..<count).map { column in
          let result = row.results[min(column, row.results.count - 1)]
          return ImageGrid.Tile(image: result.image, caption: Number.short(result.value))
        }
      },
      columns: count, rowLabels: rows.map(\.name), columnLabels: columns ?? seeds,
      caption: caption)
  }

  /// Draws ascents from step to step, a row for each: the snapshots that all have, and the ends.
  ///
  /// - Precondition: there is an ascent, and all have the same number of steps and snapshots.
  public init(
    title: String, snapshotsOf ascents: [(name: String, result: Maximization.Result)],
    caption: String = ""
  ) {
    precondition(
      Set(ascents.map { [$0.result.lastStep] + $0.result.snapshots.map(\.step) }).count == 1,
      "ascents side by side have the same steps")
    let rows = ascents.map { Self.moments(of: $0.result) }
    grid = ImageGrid(
      title: title,
      tiles: zip(ascents, rows).flatMap { ascent, moments in
        moments.map { moment in
          ImageGrid.Tile(
            image: moment.image,
            caption: ascent.result.value(after: moment.step).map(Number.short) ?? "")
        }
      },
      columns: rows[0].count, rowLabels: ascents.map(\.name),
      columnLabels: rows[0].map { "step \($0.step)" }, caption: caption)
  }

  /// Draws one ascent: its snapshots and its end.
  public init(snapshots result: Maximization.Result, name: String) {
    self.init(
      title: "Ascent on \(name)", snapshotsOf: [("", result)],
      caption: "Below each image the objective that it reaches; seed \(result.seed).")
  }

  private static func moments(
    of result: Maximization.Result
  ) -> [(step: Int, image: Tensor)] {
    let steps = result.snapshots.map { (step: $0.step, image: $0.image) }
    let last = result.lastStep
    return steps + (steps.last?.step == last ? [] : [(step: last, image: result.image)])
  }
}

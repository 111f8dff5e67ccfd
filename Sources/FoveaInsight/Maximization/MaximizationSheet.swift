public import FoveaDrawing
import FoveaNetwork
import FoveaTensor

/// Maximised images side by side, with the value that each reaches.
public struct MaximizationSheet: ComposedFigure {
  /// What is drawn.
  public let grid: ImageGrid

  /// What is drawn.
  public var figure: any Figure { grid }

  /// Draws results, a row for each objective.
  ///
  /// - Precondition: as many names as lists of results, none empty.
  public init(
    title: String = "Images that excite units most",
    rows: [(name: String, results: [Maximization.Result])],
    caption: String = ""
  ) {
    precondition(rows.allSatisfy { !$0.results.isEmpty }, "each row has a result")
    let columns = rows.map(\.results.count).max() ?? 1
    grid = ImageGrid(
      title: title,
      tiles: rows.flatMap { row in
        row.results.map { result in
          ImageGrid.Tile(image: result.image, caption: Number.short(result.value))
        }
      },
      columns: columns, rowLabels: rows.map(\.name),
      columnLabels: columns > 1 ? (rows.first?.results ?? []).map { "seed \($0.seed)" } : [],
      caption: caption)
  }

  /// Draws one ascent: its snapshots and its end.
  public init(snapshots result: Maximization.Result, name: String) {
    let steps = result.snapshots.map { (step: $0.step, image: $0.image) }
    let last = result.history.count - 1
    let all = steps + (steps.last?.step == last ? [] : [(step: last, image: result.image)])
    grid = ImageGrid(
      title: "Ascent on \(name)",
      tiles: all.map { entry in
        ImageGrid.Tile(
          image: entry.image, title: "step \(entry.step)",
          caption: Number.short(result.history[entry.step]))
      },
      columns: all.count,
      caption: "Below each image the objective that it reaches; seed \(result.seed).")
  }
}

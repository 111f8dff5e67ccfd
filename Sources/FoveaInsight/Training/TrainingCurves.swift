public import FoveaDrawing
import FoveaTensor
public import FoveaTraining

/// Loss and accuracy over epochs, of one or more runs on the same axes: training thin and raw, smoothed and thick;
/// validation dashed with a point for each epoch, the best one marked.
///
/// Training points are the means of single batches, taken while the weights still change: they may lie above a validation
/// loss that was measured at the epoch's end.
public struct TrainingCurves: ComposedFigure {
  /// The best epoch of a run by one measure on the validation samples (on the training samples where there are none).
  public struct Best: Hashable, Sendable {
    /// The run's name.
    public let run: String
    /// `loss` or `accuracy`.
    public let measure: String
    /// The epoch, from 1.
    public let epoch: Double
    /// The value.
    public let value: Double
  }

  /// The best epochs, by run, loss before accuracy.
  public let best: [Best]

  private let grid: FigureGrid

  /// What is drawn.
  public var figure: any Figure { grid }

  /// Draws one run.
  ///
  /// - Parameter smoothing: the share of the past in the running mean of training batches, 0 for none, below 1.
  public init(
    _ run: RunLog, title: String = "Training curves", smoothing: Double = 0.98, caption: String = ""
  ) {
    self.init([("", run)], title: title, smoothing: smoothing, caption: caption)
  }

  /// Draws several runs, a colour each.
  ///
  /// - Parameters:
  ///   - runs: with the names that the legend gives them.
  ///   - smoothing: the share of the past in the running mean of training batches, 0 for none, below 1.
  /// - Precondition: there is a run.
  public init(
    _ runs: [(name: String, log: RunLog)], title: String = "Training curves",
    smoothing: Double = 0.98, caption: String = ""
  ) {
    precondition(!runs.isEmpty, "there is no run to draw")
    let measures = ["loss", "accuracy"].filter { measure in
      runs.contains { run in
        ["train", "validation", "step"].contains { run.log["\(measure)/\($0)"] != nil }
      }
    }
    var best: [Best] = []
    var panels: [LineChart] = []
    for measure in measures {
      let panel = Panel(measure, runs, smoothing: smoothing)
      panels.append(panel.chart)
      best += panel.best
    }
    self.best = runs.flatMap { run in best.filter { $0.run == run.name } }
    let note =
      "Thin: single batches; thick: their running mean; dashed: validation, best epoch marked."
    grid = FigureGrid(
      title: title, panels: panels, columns: 2, hasLetters: false,
      caption: caption.isEmpty ? note : "\(caption) \(note)")
  }
}

/// One measure of all runs.
private struct Panel {
  let chart: LineChart
  let best: [TrainingCurves.Best]

  init(_ measure: String, _ runs: [(name: String, log: RunLog)], smoothing: Double) {
    var series: [Series] = []
    var best: [TrainingCurves.Best] = []
    var marks: [MarkedLine] = []
    for (index, run) in runs.enumerated() {
      let color = Theme.standard.color(index)
      let prefix = run.name.isEmpty ? "" : "\(run.name), "
      series += Self.training(run.log, measure, prefix, color, smoothing)
      let checked = Self.points(run.log["\(measure)/validation"])
      if !checked.isEmpty {
        series.append(
          Series(
            name: prefix + "validation", points: checked,
            color: runs.count > 1 ? color : Theme.standard.color(1), isDashed: true,
            showsPoints: true))
      }
      let watched = checked.isEmpty ? Self.points(run.log["\(measure)/train"]) : checked
      guard let top = Self.best(watched, isLarge: measure == "accuracy") else { continue }
      best.append(
        TrainingCurves.Best(run: run.name, measure: measure, epoch: top.x, value: top.y))
      marks.append(
        .vertical(
          top.x, runs.count > 1 ? "" : "best \(Number.short(top.y)) at \(Number.short(top.x))",
          color: runs.count > 1 ? color : nil))
    }
    self.best = best
    chart = LineChart(
      title: measure, xLabel: "epoch", yLabel: measure, series: series, marks: marks)
  }

  /// Batch by batch where that was kept, else epoch by epoch.
  private static func training(
    _ log: RunLog, _ measure: String, _ prefix: String, _ color: Color, _ smoothing: Double
  ) -> [Series] {
    let steps = points(log["\(measure)/step"])
    let epochs = points(log["\(measure)/train"])
    guard !steps.isEmpty || !epochs.isEmpty else { return [] }
    guard !steps.isEmpty else {
      return [Series(name: prefix + "training", points: epochs, color: color, showsPoints: true)]
    }
    return [
      Series(name: prefix + "training", points: steps, color: color, smoothing: smoothing)
    ]
  }

  private static func points(_ series: RunLog.Series?) -> [Point] {
    (series?.points ?? []).map { Point(Double($0.epoch), Double($0.value)) }
  }

  /// The first of the best finite points.
  private static func best(_ points: [Point], isLarge: Bool) -> Point? {
    var best: Point?
    for point in points where point.y.isFinite {
      guard let known = best else {
        best = point
        continue
      }
      if isLarge ? point.y > known.y : point.y < known.y { best = point }
    }
    return best
  }
}

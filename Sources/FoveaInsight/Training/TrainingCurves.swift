public import FoveaDrawing
import FoveaTensor
public import FoveaTraining

/// Loss and accuracy over epochs, of one or more runs on the same axes: training thin and raw, smoothed and thick;
/// validation dashed with a point for each epoch, the best one black.
///
/// Where those samples are named otherwise, such as "test", nothing is picked on them and there is no black point.
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
  /// - Parameter smoothing: the share of the past in the running mean of training batches, 0 for none, below 1; without a
  ///   number, what suits the run's length.
  public init(
    _ run: RunLog, title: String = "Training curves", smoothing: Double? = nil, caption: String = ""
  ) {
    self.init([("", run)], title: title, smoothing: smoothing, caption: caption)
  }

  /// Draws several runs, a colour each.
  ///
  /// - Parameters:
  ///   - runs: with the names that the legend gives them.
  ///   - smoothing: the share of the past in the running mean of training batches, 0 for none, below 1; without a number,
  ///     what suits each run's length.
  ///   - checked: what the samples are called that a run was validated on.
  ///   - marks: lines across the panel of a measure, such as an accuracy to compare with.
  /// - Precondition: there is a run.
  public init(
    _ runs: [(name: String, log: RunLog)], title: String = "Training curves",
    smoothing: Double? = nil, checked: String = "validation", marks: [String: [MarkedLine]] = [:],
    caption: String = ""
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
      // One legend is enough: the last panel's.
      let panel = Panel(
        measure, runs, smoothing: smoothing, isNamed: measure == measures.last, checked: checked,
        marks: marks[measure] ?? [])
      panels.append(panel.chart)
      best += panel.best
    }
    self.best = runs.flatMap { run in best.filter { $0.run == run.name } }
    let hasSteps = runs.contains { run in measures.contains { run.log["\($0)/step"] != nil } }
    let training =
      hasSteps ? "Thin: single batches; thick: their running mean" : "Solid: training, by epoch"
    let dot = Panel.picks(checked) ? "; black dot: the best epoch" : ""
    let note = "\(training); dashed: \(checked)\(dot)."
    grid = FigureGrid(
      title: title, panels: panels, columns: 2, hasLetters: false,
      caption: caption.isEmpty ? note : "\(caption) \(note)")
  }
}

/// One measure of all runs.
private struct Panel {
  let chart: LineChart
  let best: [TrainingCurves.Best]

  init(
    _ measure: String, _ runs: [(name: String, log: RunLog)], smoothing: Double?, isNamed: Bool,
    checked source: String, marks: [MarkedLine]
  ) {
    var series: [Series] = []
    var best: [TrainingCurves.Best] = []
    var dots: [Series] = []
    for (index, run) in runs.enumerated() {
      func name(_ what: String) -> String {
        guard isNamed else { return "" }
        return run.name.isEmpty ? what : "\(run.name), \(what)"
      }
      let color = Theme.standard.color(index)
      series += Self.training(run.log, measure, name("training"), color, smoothing)
      let checked = Self.points(run.log["\(measure)/validation"])
      if !checked.isEmpty {
        series.append(
          Series(
            name: name(source), points: checked,
            color: runs.count > 1 ? color : Theme.standard.color(1), isDashed: true,
            showsPoints: true))
      }
      let watched = checked.isEmpty ? Self.points(run.log["\(measure)/train"]) : checked
      guard Self.picks(source), let top = Self.best(watched, isLarge: measure == "accuracy") else {
        continue
      }
      best.append(
        TrainingCurves.Best(run: run.name, measure: measure, epoch: top.x, value: top.y))
      dots.append(
        Series(name: "", points: [top], color: Theme.standard.ink, showsPoints: true))
    }
    self.best = best
    chart = LineChart(
      title: Self.title(measure, best), xLabel: "epoch", yLabel: measure, series: series + dots,
      marks: marks)
  }

  /// Whether an epoch may be picked on samples of that name: on test samples it may not.
  static func picks(_ checked: String) -> Bool { checked == "validation" }

  /// Says of a single run what the dot stands for.
  private static func title(_ measure: String, _ best: [TrainingCurves.Best]) -> String {
    guard best.count == 1, let top = best.first else { return measure }
    return "\(measure): best \(Number.short(top.value)) at epoch \(Number.short(top.epoch))"
  }

  /// Batch by batch where that was kept, else epoch by epoch.
  private static func training(
    _ log: RunLog, _ measure: String, _ name: String, _ color: Color, _ smoothing: Double?
  ) -> [Series] {
    let steps = points(log["\(measure)/step"])
    let epochs = points(log["\(measure)/train"])
    guard !steps.isEmpty || !epochs.isEmpty else { return [] }
    guard !steps.isEmpty else {
      return [Series(name: name, points: epochs, color: color, showsPoints: true)]
    }
    // A mean over a fiftieth of the run follows its course; the longest is 100 batches.
    let suitable = 1 - 1 / min(100, max(1, Double(steps.count) / 50))
    return [
      Series(name: name, points: steps, color: color, smoothing: smoothing ?? suitable)
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

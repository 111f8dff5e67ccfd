public import FoveaDrawing
public import FoveaTensor

/// How attacks went step by step: objective, margin, success, distance, pixels at the face, and gradient.
public struct AttackCourse: ComposedFigure {
  private let grid: FigureGrid

  /// What is drawn.
  public var figure: any Figure { grid }

  /// Draws the traces of attacks that kept one.
  ///
  /// - Throws: `FoveaError` where there is no trace.
  public init(
    _ traces: [(name: String, trace: AttackTrace)], title: String = "The course of an attack",
    caption: String = ""
  ) throws(FoveaError) {
    guard !traces.isEmpty, traces.allSatisfy({ !$0.trace.points.isEmpty }) else {
      throw FoveaError("there is no trace to draw: let the attack keep one with keepsTrace")
    }
    let farthest = traces.flatMap { $0.trace.points.map(\.distance) }.max() ?? 0
    let reach = farthest > 0 ? 1.05 * Double(farthest) : 1
    func panel(
      _ title: String, _ quantity: KeyPath<AttackTrace.Point, Float>, scale: AxisScale = .linear,
      range: ClosedRange<Double>? = nil
    ) -> LineChart {
      var chart = LineChart(
        title: title, xLabel: "step", yScale: scale, yRange: range,
        series: traces.map { name, trace in
          Series(
            name: traces.count > 1 ? name : "",
            values: trace.points.map { $0[keyPath: quantity] })
        })
      chart.plotSize = Size(230, 130)
      return chart
    }
    grid = FigureGrid(
      title: title,
      panels: [
        panel("objective", \.objective), panel("margin in logits", \.margin),
        panel("share of successes", \.success, range: 0...1),
        panel("distance", \.distance, range: 0...reach),
        panel("share of pixels at the face", \.atFace, range: 0...1),
        panel("gradient, ‖∂loss/∂x‖₂", \.gradientNorm, scale: .logarithmic),
      ], columns: 2,
      caption: caption.isEmpty
        ? "Means over \(traces[0].trace.images) images; each point is the state before its step. A margin "
          + "above 0 is a success; the face is where a pixel can go no further."
        : caption)
  }

  /// Draws the trace of one attack.
  ///
  /// - Throws: `FoveaError` where the attack kept none.
  public init(_ examples: AdversarialExamples) throws(FoveaError) {
    guard let trace = examples.trace else {
      throw FoveaError("\(examples.attack) kept no trace: let it, with keepsTrace")
    }
    try self.init(
      [(examples.attack, trace)], title: "The course of \(examples.certificate.headline)")
  }
}

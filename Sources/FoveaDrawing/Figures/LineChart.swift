public import FoveaTensor

/// Lines over two axes: training curves, decay, accuracy against strength.
///
/// Values without a place are never bent into one: not-a-numbers and infinities leave gaps with markers on the frame, and
/// so do zero and less on a logarithmic axis. The legend lies in a corner where it hides nothing, else beside the plot.
public struct LineChart: Figure {
  /// The title.
  public var title: String
  /// The name and unit of the x axis.
  public var xLabel: String
  /// The name and unit of the y axis.
  public var yLabel: String
  /// How the x axis spreads its numbers.
  public var xScale: AxisScale
  /// How the y axis spreads its numbers.
  public var yScale: AxisScale
  /// The ends of the x axis, or `nil` to show all.
  public var xRange: ClosedRange<Double>?
  /// The ends of the y axis, or `nil` to show all.
  public var yRange: ClosedRange<Double>?
  /// The distance of the ticks on the x axis, such as 90 for degrees, or `nil` for a round number.
  public var xStep: Double?
  /// The lines.
  public var series: [Series]
  /// Lines across the whole plot at single numbers.
  public var marks: [MarkedLine]
  /// The text below.
  public var caption: String
  /// The extents of the plot inside of its frame, in points.
  public var plotSize = Size(380, 230)
  /// The look.
  public var theme = Theme.standard

  /// Creates a chart.
  public init(
    title: String = "", xLabel: String = "", yLabel: String = "", xScale: AxisScale = .linear,
    yScale: AxisScale = .linear, xRange: ClosedRange<Double>? = nil,
    yRange: ClosedRange<Double>? = nil, series: [Series], marks: [MarkedLine] = [],
    caption: String = ""
  ) {
    self.title = title
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.xScale = xScale
    self.yScale = yScale
    self.xRange = xRange
    self.yRange = yRange
    self.series = series
    self.marks = marks
    self.caption = caption
  }

  /// The extents, which follow from the plot's size and the texts around it.
  public var size: Size { LineArrangement(self).frame.size }

  /// Throws where there is no point, a range has no extent or no place on its axis, or ticks have no distance.
  public func validate() throws(FoveaError) {
    guard series.contains(where: { !$0.points.isEmpty }) else {
      throw FoveaError(
        "the chart '\(title)' has nothing to draw: " + (series.isEmpty ? "no series" : "no points"))
    }
    try validateRange(xRange, xScale, "x axis", of: title)
    try validateRange(yRange, yScale, "y axis", of: title)
    if let xStep, !(xStep > 0 && xStep.isFinite) {
      throw FoveaError("the ticks of '\(title)' cannot lie \(xStep) apart")
    }
  }

  /// Draws the chart.
  public func draw(on canvas: any Canvas) {
    let arrangement = LineArrangement(self)
    let origin = arrangement.frame.origin
    canvas.within(Transform(x: origin.x, y: origin.y)) { arrangement.draw(on: canvas) }
  }
}

/// Throws where a range asked for cannot be an axis.
func validateRange(
  _ range: ClosedRange<Double>?, _ scale: AxisScale, _ name: String, of title: String
) throws(FoveaError) {
  guard let range else { return }
  guard range.lowerBound < range.upperBound, range.lowerBound.isFinite, range.upperBound.isFinite
  else {
    throw FoveaError(
      "the \(name) of '\(title)' cannot run from \(range.lowerBound) to \(range.upperBound)")
  }
  guard scale != .logarithmic || range.lowerBound > 0 else {
    throw FoveaError(
      "the logarithmic \(name) of '\(title)' cannot begin at \(range.lowerBound); it must be above 0"
    )
  }
}

public import FoveaTensor

/// Points over two axes, coloured by series or by a third number.
public struct ScatterPlot: Figure {
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
  /// The points, a marker shape and colour for each series.
  public var series: [Series]
  /// A third number for each point, series by series, which gives its colour; empty to colour by series.
  public var values: [Float]
  /// How the third number is spread.
  public var kind: ColorScale.Kind
  /// The colours of the third number, or `nil` for those that fit the kind of scale.
  public var colorMap: ColorMap?
  /// The name and unit of the third number.
  public var unit: String
  /// Lines across the whole plot at single numbers.
  public var marks: [MarkedLine]
  /// Thin dashed lines below the points, each from point to point, such as a bound that none can pass.
  public var lines: [[Point]] = []
  /// The text below.
  public var caption: String
  /// The radius of a point, in points.
  public var radius = 2.6
  /// The extents of the plot inside of its frame, in points.
  public var plotSize = Size(300, 260)
  /// The look.
  public var theme = Theme.standard

  /// Creates a plot.
  public init(
    title: String = "", xLabel: String = "", yLabel: String = "", xScale: AxisScale = .linear,
    yScale: AxisScale = .linear, xRange: ClosedRange<Double>? = nil,
    yRange: ClosedRange<Double>? = nil, series: [Series], values: [Float] = [],
    kind: ColorScale.Kind = .linear, colorMap: ColorMap? = nil, unit: String = "",
    marks: [MarkedLine] = [], caption: String = ""
  ) {
    self.title = title
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.xScale = xScale
    self.yScale = yScale
    self.xRange = xRange
    self.yRange = yRange
    self.series = series
    self.values = values
    self.kind = kind
    self.colorMap = colorMap
    self.unit = unit
    self.marks = marks
    self.caption = caption
  }

  /// The extents, which follow from the plot's size and the texts around it.
  public var size: Size { ScatterArrangement(self).frame.size }

  /// Throws where there is no point, not one third number for each, or a range has no extent or no place on its axis.
  public func validate() throws(FoveaError) {
    let count = series.reduce(0) { $0 + $1.points.count }
    guard count > 0 else {
      throw FoveaError("the plot '\(title)' has nothing to draw: no points")
    }
    guard values.isEmpty || values.count == count else {
      throw FoveaError(
        "the plot '\(title)' has \(count) points and \(values.count) values for colours")
    }
    try validateRange(xRange, xScale, "x axis", of: title)
    try validateRange(yRange, yScale, "y axis", of: title)
  }

  /// Draws the plot.
  public func draw(on canvas: any Canvas) {
    let arrangement = ScatterArrangement(self)
    let origin = arrangement.frame.origin
    canvas.within(Transform(x: origin.x, y: origin.y)) { arrangement.draw(on: canvas) }
  }
}

/// A named row of points in a chart.
public struct Series: Hashable, Sendable {
  /// A range of y at one x, such as mean ± deviation.
  public struct Span: Hashable, Sendable {
    /// The place on the x axis.
    public var x: Double
    /// The lower end.
    public var low: Double
    /// The upper end.
    public var high: Double

    /// Creates a span.
    public init(x: Double, low: Double, high: Double) {
      self.x = x
      self.low = low
      self.high = high
    }
  }

  /// What the legend calls it; empty keeps it out of the legend.
  public var name: String
  /// The points in the order in which they are joined.
  public var points: [Point]
  /// The colour, or `nil` for the theme's next one.
  public var color: Color?
  /// A band drawn behind the line.
  public var band: [Span] = []
  /// The share of the past in the running mean drawn thickly over the thin raw line: 0 none, below 1.
  public var smoothing = 0.0
  /// Whether the line is dashed.
  public var isDashed = false
  /// Whether each point is marked.
  public var showsPoints = false
  /// The width of the line, in points.
  public var width = 1.8

  /// Creates a series of points.
  ///
  /// - Precondition: `smoothing` is at least 0 and below 1.
  public init(
    name: String, points: [Point], color: Color? = nil, smoothing: Double = 0,
    isDashed: Bool = false, showsPoints: Bool = false
  ) {
    precondition(
      smoothing >= 0 && smoothing < 1, "smoothing is at least 0 and below 1, got \(smoothing)")
    self.name = name
    self.points = points
    self.color = color
    self.smoothing = smoothing
    self.isDashed = isDashed
    self.showsPoints = showsPoints
  }

  /// Creates a series of values at x = `first`, `first + 1` and so on.
  public init<Value: BinaryFloatingPoint>(
    name: String, values: [Value], first: Double = 0, color: Color? = nil, smoothing: Double = 0,
    isDashed: Bool = false, showsPoints: Bool = false
  ) {
    let points = values.enumerated().map { Point(first + Double($0), Double($1)) }
    self.init(
      name: name, points: points, color: color, smoothing: smoothing, isDashed: isDashed,
      showsPoints: showsPoints)
  }

  /// Creates a series of two columns.
  ///
  /// - Precondition: both have one length.
  public init<Value: BinaryFloatingPoint>(
    name: String, x: [Value], y: [Value], color: Color? = nil, smoothing: Double = 0,
    isDashed: Bool = false, showsPoints: Bool = false
  ) {
    precondition(x.count == y.count, "\(x.count) x and \(y.count) y make no points")
    self.init(
      name: name, points: zip(x, y).map { Point(Double($0), Double($1)) }, color: color,
      smoothing: smoothing, isDashed: isDashed, showsPoints: showsPoints)
  }

  /// The series with a band of `deviation` below and above each point.
  ///
  /// - Precondition: there is one deviation for each point.
  public func band<Value: BinaryFloatingPoint>(deviation: [Value]) -> Series {
    precondition(
      deviation.count == points.count, "\(deviation.count) deviations for \(points.count) points")
    var series = self
    series.band = zip(points, deviation).map {
      Span(x: $0.x, low: $0.y - Double($1), high: $0.y + Double($1))
    }
    return series
  }

  /// The running mean of y, free of the pull towards its start (Kingma & Ba 2015, section 3); the points if 0.
  ///
  /// What is not finite is passed over, and stays a gap.
  var smoothed: [Point] {
    guard smoothing > 0 else { return points }
    var mean = 0.0
    var weight = 0.0
    return points.map { point in
      guard point.y.isFinite else { return point }
      mean = smoothing * mean + (1 - smoothing) * point.y
      weight = smoothing * weight + (1 - smoothing)
      return Point(point.x, mean / weight)
    }
  }
}

/// A line across a chart at one number, with a label outside of the frame.
public struct MarkedLine: Hashable, Sendable {
  /// The number.
  public var value: Double
  /// What stands beside it.
  public var label: String
  /// The colour, or `nil` for the theme's quiet ink.
  public var color: Color?
  /// Whether it runs upwards at an x; else it runs across at a y.
  public var isVertical: Bool

  /// A line across, at a y.
  public static func horizontal(_ y: Double, _ label: String = "", color: Color? = nil) -> Self {
    MarkedLine(value: y, label: label, color: color, isVertical: false)
  }

  /// A line upwards, at an x.
  public static func vertical(_ x: Double, _ label: String = "", color: Color? = nil) -> Self {
    MarkedLine(value: x, label: label, color: color, isVertical: true)
  }
}

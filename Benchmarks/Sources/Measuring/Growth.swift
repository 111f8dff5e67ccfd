public import Fovea

/// How long a piece of work takes for growing sizes, and how much arithmetic it is.
public struct GrowthMeasurement: Codable, Hashable, Sendable {
  /// One size.
  public struct Step: Codable, Hashable, Sendable {
    /// The size.
    public var size: Double
    /// Seconds, the median of several runs.
    public var seconds: Double
    /// Floating point operations, or whatever else the work is counted in.
    public var work: Double

    /// Creates a step.
    public init(size: Double, seconds: Double, work: Double) {
      self.size = size
      self.seconds = seconds
      self.work = work
    }
  }

  /// The name, which is the picture's too.
  public var name: String
  /// What is done.
  public var title: String
  /// What grows.
  public var axis: String
  /// What `work` counts.
  public var unit: String
  /// The sizes in order.
  public var steps: [Step]

  /// When and where.
  public var circumstances: Circumstances

  /// Creates a measurement.
  public init(
    name: String, title: String, axis: String, unit: String, steps: [Step],
    circumstances: Circumstances
  ) {
    self.circumstances = circumstances
    self.name = name
    self.title = title
    self.axis = axis
    self.unit = unit
    self.steps = steps
  }

  /// The law of the times.
  public var time: PowerLaw { PowerLaw(steps.map { (x: $0.size, y: $0.seconds) }) }

  /// The law of the work.
  public var work: PowerLaw { PowerLaw(steps.map { (x: $0.size, y: $0.work) }) }

  /// By what the time of a unit of work changes from the middle size to the largest: above 1, cost outgrows work.
  public var lateChange: Double {
    let (middle, last) = (steps[steps.count / 2], steps[steps.count - 1])
    return (last.seconds / last.work) / (middle.seconds / middle.work)
  }

  /// The laws in words.
  public var caption: String {
    "Fitted over all points: time ∝ size^\(number(time.exponent, 2)), \(unit) ∝ "
      + "size^\(number(work.exponent, 2)). From the middle to the last point the time of a unit of "
      + "work changes by the factor \(number(lateChange, 2))."
  }

  /// Time over size with both logarithmic, the fitted law dashed, and the work drawn through the last point.
  public var chart: LineChart {
    let last = steps[steps.count - 1]
    let ends = [steps[0].size, last.size]
    var chart = LineChart(
      title: title, xLabel: axis, yLabel: "milliseconds", xScale: .logarithmic,
      yScale: .logarithmic,
      series: [
        Series(
          name: "measured", points: steps.map { Point($0.size, $0.seconds * 1e3) },
          showsPoints: true),
        Series(
          name: "fitted law", points: ends.map { Point($0, time.value(at: $0) * 1e3) },
          isDashed: true),
        Series(
          name: unit, points: steps.map { Point($0.size, $0.work / last.work * last.seconds * 1e3) }
        ),
      ], caption: caption)
    chart.plotSize = Size(420, 260)
    return chart
  }
}

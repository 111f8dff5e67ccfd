import FoveaImage
import FoveaTensor
import Testing

@testable import FoveaDrawing

@Suite struct LineChartTests {
  private let red = Color(0xFF0000)

  /// The centres of red pixels, in points of the plot.
  private func ink(_ chart: LineChart) throws -> [Point] {
    let arrangement = LineArrangement(chart)
    let image = try pixels(of: chart)
    var points: [Point] = []
    for y in 0..<image.height {
      for x in 0..<image.width where image[x, y] == red.samples {
        points.append(
          Point(
            (Double(x) + 0.5) / 2 - arrangement.frame.origin.x,
            (Double(y) + 0.5) / 2 - arrangement.frame.origin.y))
      }
    }
    return points
  }

  @Test func aLineLiesWhereItsNumbersSay() throws {
    let chart = LineChart(
      xRange: 0...10, yRange: 0...1,
      series: [Series(name: "", points: [Point(0, 0.5), Point(10, 0.5)], color: red)])
    let points = try ink(chart)
    #expect(points.count > 500)
    for point in points { #expect(abs(point.y - chart.plotSize.height / 2) < 1.5) }
  }

  @Test func onePointIsSeen() throws {
    let chart = LineChart(
      xRange: 0...10, yRange: 0...1,
      series: [Series(name: "", points: [Point(5, 0.25)], color: red)])
    let points = try ink(chart)
    #expect(points.count > 8)
    for point in points {
      #expect(abs(point.x - chart.plotSize.width / 2) < 4)
      #expect(abs(point.y - chart.plotSize.height * 0.75) < 4)
    }
  }

  @Test func gapsStayGaps() throws {
    let points = (0...10).map { Point(Double($0), $0 == 5 ? .nan : 0.5) }
    let chart = LineChart(
      xRange: 0...10, yRange: 0...1, series: [Series(name: "", points: points, color: red)])
    let middle = chart.plotSize.width / 2
    let drawn = try ink(chart)
    let near = drawn.filter { abs($0.x - middle) < 30 && abs($0.y - chart.plotSize.height / 2) < 4 }
    #expect(near.isEmpty, "the line jumps over the gap")
    #expect(
      drawn.contains { abs($0.x - middle) < 4 && $0.y > chart.plotSize.height - 10 }, "no cross")
    #expect(RecordingCanvas(chart).texts.contains { $0.text.contains("not a number") })
  }

  @Test func zeroOnALogarithmIsMarkedOnTheFloorOnly() throws {
    let points = (0...10).map { Point(Double($0), $0 < 5 ? 1 : 0) }
    let chart = LineChart(
      yScale: .logarithmic, series: [Series(name: "", points: points, color: red)])
    let arrangement = LineArrangement(chart)
    #expect(arrangement.traces[0].raw.count == 1 && arrangement.traces[0].raw[0].count == 5)
    #expect(
      arrangement.traces[0].edges.map(\.mark) == [EdgeMark](repeating: .belowLogarithm, count: 6))
    let right = try ink(chart).filter { $0.x > chart.plotSize.width * 0.5 }
    #expect(!right.isEmpty)
    for point in right { #expect(point.y > chart.plotSize.height - 12) }
    #expect(RecordingCanvas(chart).texts.contains { $0.text.contains("zero or less") })
  }

  @Test func explodingIsMarkedAtTheTop() {
    let chart = LineChart(
      yScale: .logarithmic,
      series: [Series(name: "", points: [Point(0, 1), Point(1, 1e30), Point(2, .infinity)])])
    let trace = LineArrangement(chart).traces[0]
    #expect(trace.edges.map(\.mark) == [.aboveAll])
    #expect(trace.edges[0].at.y < 12)
    #expect(RecordingCanvas(chart).texts.contains { $0.text.contains("∞") })
  }

  @Test func rawAndSmoothedAreDrawnTogether() {
    let chart = LineChart(
      series: [Series(name: "loss", values: (0..<50).map { $0 % 2 == 0 ? 0.0 : 1 }, smoothing: 0.9)]
    )
    let widths = RecordingCanvas(chart).stroked
      .filter { $0.path.elements.count == 50 }.map(\.stroke.width)
    #expect(widths == [0.8, 1.8])
  }

  @Test func aRunningMeanIsFreeOfItsStart() {
    let constant = Series(name: "", values: [Double](repeating: 3, count: 9), smoothing: 0.99)
    for point in constant.smoothed { #expect(abs(point.y - 3) < 1e-9) }
    let two = Series(name: "", values: [1.0, 2], smoothing: 0.5).smoothed
    // (0.5·0.5·1 + 0.5·2) / (1 − 0.25)
    #expect(abs(two[1].y - 1.25 / 0.75) < 1e-9)
    let broken = Series(name: "", values: [1, .nan, 1], smoothing: 0.5).smoothed
    #expect(broken[1].y.isNaN && abs(broken[2].y - 1) < 1e-9)
  }

  @Test func bandsLieBehindTheirLine() throws {
    let series = Series(name: "", values: [0.5, 0.5], color: red).band(deviation: [0.2, 0.2])
    let chart = LineChart(yRange: 0...1, series: [series])
    let band = try #require(RecordingCanvas(chart).filled.first { $0.color.opacity < 0.5 })
    let box = try #require(bounds(of: band.path))
    #expect(abs(box.height - 0.4 * chart.plotSize.height) < 1e-6)
  }

  @Test func markedLinesAreInsideOfTheAxis() {
    let chart = LineChart(
      series: [Series(name: "", values: [0.0, 1])], marks: [.horizontal(5, "goal")])
    #expect(LineArrangement(chart).area.y.range.contains(5))
    #expect(RecordingCanvas(chart).texts.contains { $0.text == "goal" })
  }

  @Test func ticksLieAsFarApartAsAsked() throws {
    var chart = LineChart(xRange: 0...360, series: [Series(name: "", values: [0.0, 1])])
    func labels() -> [String] { LineArrangement(chart).area.xTicks.map(\.label) }
    #expect(labels().contains("100"))
    chart.xStep = 90
    #expect(labels() == ["0", "90", "180", "270", "360"])
    #expect(LineArrangement(chart).area.xTicks.map(\.position) == [0, 0.25, 0.5, 0.75, 1])
    for step in [0, -1, Double.nan] {
      chart.xStep = step
      #expect(throws: FoveaError.self) { try chart.validate() }
    }
  }

  @Test func nothingAndWrongRangesAreErrors() {
    let series = [Series(name: "a", values: [1.0, 2])]
    let wrong: [LineChart] = [
      LineChart(series: []), LineChart(series: [Series(name: "empty", points: [])]),
      LineChart(yRange: 1...1, series: series),
      LineChart(yScale: .logarithmic, yRange: 0...1, series: series),
    ]
    for chart in wrong { #expect(throws: FoveaError.self) { try chart.pngData() } }
  }

  @Test func nothingFiniteIsStillAPicture() throws {
    for scale in [AxisScale.linear, .logarithmic, .symmetricLog(threshold: 1)] {
      let chart = LineChart(
        yScale: scale,
        series: [Series(name: "lost", values: [Double.nan, .infinity, -.infinity, 0, -1])])
      #expect(try chart.pngData().count > 1000)
    }
  }
}

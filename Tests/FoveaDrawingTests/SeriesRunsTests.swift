import Testing

@testable import FoveaDrawing

@Suite struct SeriesRunsTests {
  @Test func runsBecomeTheirMeanAndReach() {
    let series = Series(name: "a", x: [1, 10, 100], runs: [[1, 2, 3], [3, 6, 5, 9]])
    #expect(series.points == [Point(1, 2), Point(10, 4), Point(100, 4)])
    #expect(
      series.band == [
        Series.Span(x: 1, low: 1, high: 3), Series.Span(x: 10, low: 2, high: 6),
        Series.Span(x: 100, low: 3, high: 5),
      ])
  }

  @Test func placesMayHaveDifferentNumbersOfSamples() {
    let series = Series(name: "a", x: [1, 10], samples: [[1, 3, 8], [5]])
    #expect(series.points == [Point(1, 4), Point(10, 5)])
    #expect(
      series.band == [Series.Span(x: 1, low: 1, high: 8), Series.Span(x: 10, low: 5, high: 5)])
  }

  @Test func oneRunHasNoBand() {
    #expect(Series(name: "", x: [0, 1], runs: [[4, 5]]).band.isEmpty)
  }

  @Test func whatIsNotFiniteMakesAGapAndLeavesTheBandFinite() {
    let series = Series(name: "", x: [0, 1], runs: [[1, .infinity], [2, 4]])
    #expect(series.points[1].y == .infinity)
    #expect(series.band[1] == Series.Span(x: 1, low: 4, high: 4))
  }

  @Test func widthsReachTheLineAndTheLegend() {
    var series = Series(name: "thin", points: [Point(0, 0), Point(1, 1)])
    series.width = 0.5
    let arrangement = LineArrangement(LineChart(series: [series]))
    #expect(arrangement.traces[0].width == 0.5)
    #expect(arrangement.legend.entries[0].sample == .line(width: 0.5, dashes: []))
  }
}

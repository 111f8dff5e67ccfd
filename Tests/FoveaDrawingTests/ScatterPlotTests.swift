import FoveaImage
import FoveaTensor
import Testing

@testable import FoveaDrawing

@Suite struct ScatterPlotTests {
  @Test func pointsLieWhereTheirNumbersSay() throws {
    let chart = ScatterPlot(
      series: [Series(name: "", points: [Point(0, 0), Point(1, 1)])], values: [-1, 1])
    let arrangement = ScatterArrangement(chart)
    let image = try pixels(of: chart)
    for (point, color) in [(Point(0, 0), 0.0), (Point(1, 1), 1)] {
      let place = try #require(arrangement.area.place(point))
      let x = Int((place.x + arrangement.frame.origin.x) * 2)
      let y = Int((place.y + arrangement.frame.origin.y) * 2)
      #expect(image[x, y] == ColorMap.viridis.color(at: color).samples)
    }
  }

  @Test func eachSeriesHasItsShapeAndTheLegendHidesNone() throws {
    let chart = ScatterPlot(
      series: (0..<3).map { series in
        Series(name: "class \(series)", points: (0..<9).map { Point(Double($0), Double(series)) })
      })
    let arrangement = ScatterArrangement(chart)
    let size = arrangement.legend.size
    let corner = arrangement.legendCorner
    let place = Rectangle(x: corner.x, y: corner.y, width: size.width, height: size.height)
    for point in chart.series.flatMap(\.points) {
      let position = try #require(arrangement.area.place(point))
      #expect(!place.contains(position))
    }
    let shapes = Set(
      RecordingCanvas(chart).filled.filter { $0.color.opacity == 0.8 }.map(\.path.elements.count))
    #expect(shapes == [4, 5, 6], "triangles, squares and circles")
  }

  @Test func endsCanBeGivenAndLinesLieWhereTheirPointsSay() throws {
    var chart = ScatterPlot(
      xRange: 0...1, yRange: 0...2, series: [Series(name: "", points: [Point(0.5, 0.5)])])
    chart.lines = [[Point(0, 2), Point(1, 0)]]
    let arrangement = ScatterArrangement(chart)
    #expect(arrangement.area.x.range == 0...1 && arrangement.area.y.range == 0...2)
    let origin = arrangement.frame.origin
    let line = try #require(
      RecordingCanvas(chart).stroked.first { $0.stroke.dashes == [4, 3] })
    #expect(
      line.path.elements == [
        .move(origin),
        .line(Point(origin.x + chart.plotSize.width, origin.y + chart.plotSize.height)),
      ])
    #expect(throws: FoveaError.self) {
      try ScatterPlot(xRange: 1...1, series: chart.series).validate()
    }
  }

  @Test func nothingAndWrongCountsAreErrors() {
    #expect(throws: FoveaError.self) { try ScatterPlot(series: []).pngData() }
    #expect(throws: FoveaError.self) {
      try ScatterPlot(series: [Series(name: "", points: [.zero])], values: [1, 2]).pngData()
    }
  }

  @Test func pointsWithoutAPlaceAreMarked() throws {
    let chart = ScatterPlot(
      yScale: .logarithmic,
      series: [
        Series(name: "", points: [Point(0, 1), Point(1, 0), Point(2, .nan), Point(3, .infinity)])
      ])
    let texts = RecordingCanvas(chart).texts.map(\.text).joined()
    for note in ["zero or less", "not a number", "∞"] { #expect(texts.contains(note)) }
    #expect(try chart.pngData().count > 1000)
  }
}

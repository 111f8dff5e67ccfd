import FoveaDrawing
import Testing

@Suite struct LayoutTests {
  @Test(arguments: Sample.all)
  func allTextLiesInsideOfTheFigure(sample: Sample) {
    let canvas = RecordingCanvas(sample.figure)
    #expect(canvas.depth == 0)
    #expect(!canvas.texts.isEmpty)
    let whole = Rectangle(x: 0, y: 0, width: canvas.size.width, height: canvas.size.height)
    for text in canvas.texts { #expect(whole.contains(text.bounds), "'\(text.text)' leaves") }
  }

  @Test(arguments: Sample.all)
  func noTextCoversAnother(sample: Sample) {
    let texts = RecordingCanvas(sample.figure).texts
    for (index, text) in texts.enumerated() {
      // Slanted labels are side by side although the upright rectangles around them meet.
      let place = text.bounds.inset(by: 0.5)
      for other in texts[(index + 1)...] where !isSlanted(text) && !isSlanted(other) {
        #expect(
          !place.intersects(other.bounds.inset(by: 0.5)), "'\(text.text)' covers '\(other.text)'")
      }
    }
  }

  private func isSlanted(_ text: RecordingCanvas.Text) -> Bool {
    let straight = min(text.bounds.width, text.bounds.height)
    return straight > 14
  }

  @Test(arguments: Sample.all)
  func noTextCoversAPicture(sample: Sample) {
    let canvas = RecordingCanvas(sample.figure)
    // Numbers in the cells of a heat map are meant to.
    guard sample.name != "heat map with names and numbers" else { return }
    for text in canvas.texts {
      for picture in canvas.pictures {
        #expect(!picture.place.intersects(text.bounds.inset(by: 1)), "'\(text.text)'")
      }
    }
  }

  @Test func aLegendGoesWhereNothingIsDrawn() throws {
    // Rising and falling lines leave the middle of the left and right sides, but no corner.
    let cross = LineChart(
      series: [
        Series(name: "up", points: [Point(0, 0), Point(1, 1)]),
        Series(name: "down", points: [Point(0, 1), Point(1, 0)]),
      ])
    let crossed = RecordingCanvas(cross)
    let frame = try #require(plotFrame(crossed))
    let outside = try #require(crossed.texts.first { $0.text == "up" })
    #expect(outside.bounds.x > frame.maxX)

    // A rising line leaves the upper left corner.
    let rising = LineChart(series: [Series(name: "up", points: [Point(0, 0), Point(1, 1)])])
    let canvas = RecordingCanvas(rising)
    let inside = try #require(canvas.texts.first { $0.text == "up" })
    let plot = try #require(plotFrame(canvas))
    #expect(plot.contains(inside.bounds))
    #expect(inside.bounds.maxX < plot.midX && inside.bounds.maxY < plot.midY)
  }

  @Test func everySeriesIsInTheLegend() {
    let texts = RecordingCanvas(Sample.many).texts.map(\.text)
    for run in 0..<20 { #expect(texts.contains("run \(run)")) }
  }

  /// The plot's frame: the stroked rectangle of the plot's size.
  private func plotFrame(_ canvas: RecordingCanvas) -> Rectangle? {
    canvas.stroked.compactMap { bounds(of: $0.path) }.first { $0.width == 380 && $0.height == 230 }
  }

  @Test func longTextsAreWrappedOrCut() {
    let long = String(repeating: "very long words ", count: 40)
    let figure = LineChart(
      title: long, xLabel: long, yLabel: long, series: [Series(name: long, values: [1.0, 2])],
      marks: [.horizontal(1.5, long)], caption: long)
    let canvas = RecordingCanvas(figure)
    #expect(canvas.size.width < 1200)
    let whole = Rectangle(x: 0, y: 0, width: canvas.size.width, height: canvas.size.height)
    for text in canvas.texts { #expect(whole.contains(text.bounds), "\(text.text)") }
  }
}

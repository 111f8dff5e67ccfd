import FoveaTensor
import Testing

@testable import FoveaDrawing

@Suite struct BarChartTests {
  @Test(arguments: [true, false])
  func barsAreAsLongAsTheirValues(isHorizontal: Bool) throws {
    let chart = BarChart(
      categories: ["a", "b", "c"], values: [1, 2, -1], isHorizontal: isHorizontal)
    let arrangement = BarArrangement(chart)
    let bars = try [1.0, 2, -1].enumerated().map { index, value in
      try #require(arrangement.bar(value, group: 0, category: index))
    }
    let lengths = bars.map { isHorizontal ? $0.width : $0.height }
    #expect(abs(lengths[1] - 2 * lengths[0]) < 1e-6 && abs(lengths[2] - lengths[0]) < 1e-6)
    // The third bar begins where the first ends: at zero.
    let meets = isHorizontal ? bars[2].maxX - bars[0].x : bars[2].y - bars[0].maxY
    #expect(abs(meets) < 1e-6)
    let colors = RecordingCanvas(chart).filled.filter { $0.color == Theme.okabeIto[0] }
    #expect(colors.count == 3)
  }

  @Test func zeroIsAlwaysPartOfTheAxis() {
    let high = BarArrangement(BarChart(categories: ["a"], values: [1000]))
    #expect(high.axis.range.lowerBound == 0)
    let asked = BarArrangement(BarChart(categories: ["a"], values: [0.9], range: 0.5...1))
    #expect(asked.axis.range == 0...1)
  }

  @Test func valuesAreWritten() {
    let texts = RecordingCanvas(Sample.bars).texts.map(\.text)
    for text in ["0.891", "0.013", "NaN", "deep-cnn", "PGD-40"] { #expect(texts.contains(text)) }
    var silent = Sample.bars
    silent.showsValues = false
    #expect(!RecordingCanvas(silent).texts.map(\.text).contains("0.891"))
    #expect(RecordingCanvas(silent).texts.map(\.text).contains("NaN"))
  }

  @Test func percentagesHaveOneDecimalAndNamesTheRoomAskedFor() {
    var chart = BarChart(categories: ["a", "b"], values: [0.0788, 38], isHorizontal: true)
    let narrow = BarArrangement(chart).frame.origin.x
    chart.showsTenths = true
    chart.nameWidth = 120
    let texts = RecordingCanvas(chart).texts.map(\.text)
    #expect(texts.contains("0.1") && texts.contains("38.0"))
    #expect(BarArrangement(chart).frame.origin.x > narrow + 60)
    chart.categories[0] = "chocolate sauce"
    #expect(BarArrangement(chart).frame.origin.x >= 126)
  }

  @Test func barsOfAGroupDoNotCoverEachOther() throws {
    let arrangement = BarArrangement(Sample.bars)
    var bars: [Rectangle] = []
    for category in 0..<4 {
      for group in 0..<2 {
        bars.append(try #require(arrangement.bar(0.5, group: group, category: category)))
      }
    }
    for (index, bar) in bars.enumerated() {
      #expect(!bars[(index + 1)...].contains { $0.intersects(bar) })
    }
  }

  @Test func aBoundIsALineAcrossAllBarsWithItsName() throws {
    var chart = BarChart(categories: ["a", "b"], values: [1, 2], isHorizontal: true)
    chart.marks = [.vertical(3, "bound")]
    let arrangement = BarArrangement(chart)
    #expect(arrangement.axis.range.contains(3))
    let recorded = RecordingCanvas(chart)
    #expect(recorded.texts.contains { $0.text == "bound" })
    let line = try #require(recorded.stroked.first { $0.stroke.dashes == [4, 3] })
    let bar = try #require(arrangement.bar(2, group: 0, category: 1))
    guard case .move(let start) = line.path.elements.first else {
      Issue.record("the line has no beginning")
      return
    }
    #expect(abs(start.x - arrangement.frame.origin.x - 1.5 * bar.width) < 1e-6)
  }

  @Test func nothingAndWrongCountsAreErrors() {
    let wrong: [BarChart] = [
      BarChart(categories: [], values: []), BarChart(categories: ["a"], groups: []),
      BarChart(categories: ["a"], values: [1, 2]),
      BarChart(categories: ["a"], groups: [.init(values: [1], errors: [1, 2])]),
      BarChart(categories: ["a"], values: [1], range: 3...3),
    ]
    for chart in wrong { #expect(throws: FoveaError.self) { try chart.pngData() } }
  }

  @Test(arguments: [[0.0], [.nan], [.infinity, -.infinity], [-3, -4], [1e-12, 1e12]])
  func everyValueIsDrawn(values: [Double]) throws {
    let names = values.indices.map { "category \($0)" }
    for isHorizontal in [true, false] {
      let chart = BarChart(categories: names, values: values, isHorizontal: isHorizontal)
      #expect(try chart.pngData().count > 500)
    }
  }
}

import FoveaImage
import FoveaTensor
import Testing

@testable import FoveaDrawing

@Suite struct TextFigureTests {
  @Test func textIsBrokenAtLineEndsAndBehindTheLastColumn() {
    let text = Array("abcdefg\nhi".unicodeScalars)
    let figure = ColouredText(text: text, values: (0..<10).map { Float($0) }, columns: 3)
    #expect(figure.rows.map { $0.map(\.letter).joined() } == ["abc", "def", "g\n", "hi"])
    #expect(figure.rows[2].map(\.value) == [6, 7])
  }

  @Test func groundsHaveTheColoursOfTheirNumbers() throws {
    let figure = ColouredText(
      rows: [[.init(" ", 0), .init(" ", 1)], [.init(" "), .init(" ", ground: Color(0x336699))]])
    let recorded = RecordingCanvas(figure).filled
    #expect(recorded.contains { $0.color == ColorMap.viridis.color(at: 0) })
    #expect(recorded.contains { $0.color == ColorMap.viridis.color(at: 1) })
    #expect(recorded.contains { $0.color == Color(0x336699) })
    #expect(recorded.count { $0.color == .white } == 0)
  }

  @Test func nothingAndWrongCountsAreErrors() {
    #expect(throws: FoveaError.self) { try ColouredText(rows: [[], []]).validate() }
    #expect(throws: FoveaError.self) {
      try ColouredText(rows: [[.init("a")]], rowLabels: ["x", "y"]).validate()
    }
    #expect(throws: FoveaError.self) { try LabelledPoints(groups: []).validate() }
    #expect(throws: FoveaError.self) {
      try LabelledPoints(groups: [.init(name: "", labels: ["a"], points: [])]).validate()
      try LabelledPoints(groups: [.init(name: "", labels: ["a"], points: [.zero, .zero])])
        .validate()
    }
  }

  @Test func namesDoNotCoverEachOtherAndWhatFindsNoRoomIsCounted() {
    let points = (0..<60).map { Point(Double($0 % 3), 0) }
    let crowded = LabelledPoints(
      groups: [.init(name: "", labels: points.indices.map { "name \($0)" }, points: points)])
    let texts = RecordingCanvas(crowded).texts
    let names = texts.filter { $0.text.hasPrefix("name ") }
    #expect(names.count < 60 && names.count >= 9)
    #expect(texts.contains { $0.text.hasPrefix("\(60 - names.count) of 60 names are") })
    let places = names.map { $0.bounds.inset(by: 1.2) }
    for (index, place) in places.enumerated() {
      #expect(!places[(index + 1)...].contains { $0.intersects(place) })
    }
  }

  @Test func namesCoverNoDotAndFarOnesHaveALine() throws {
    let points = (0..<40).map { Point(Double($0 % 8), Double($0 / 8)) }
    var map = LabelledPoints(
      groups: [.init(name: "", labels: points.indices.map { "n\($0)" }, points: points)])
    let recorded = RecordingCanvas(map)
    let names = recorded.texts.filter { $0.text.hasPrefix("n") }.map(\.bounds)
    let dots = recorded.filled.filter { $0.color.opacity == 0.7 }
    #expect(dots.count == 40 && names.count == 40)
    for dot in dots {
      guard case .move(let start) = dot.path.elements.first else { continue }
      // The outline begins 1.6 points from the middle.
      #expect(!names.contains { $0.inset(by: 2.8).contains(start) })
    }
    // All at one place: only the nearest can do without.
    map.groups[0].points = Array(repeating: .zero, count: 40)
    #expect(RecordingCanvas(map).stroked.contains { $0.stroke.width == 0.5 })
  }

  @Test func aMapCanDoWithoutNumbers() {
    var map = Sample.wordMap
    #expect(RecordingCanvas(map).texts.contains { $0.text == "0" || $0.text == "0.0" })
    map.showsNumbers = false
    let texts = RecordingCanvas(map).texts.map(\.text)
    #expect(!texts.contains("0") && !texts.contains("0.0"))
    #expect(texts.contains("apple") && texts.contains("first component"))
  }
}

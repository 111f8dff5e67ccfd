import FoveaDrawing
import FoveaTensor
import Testing

@Suite struct NumberGridTests {
  let red = Color(0xC62828)

  var grid: NumberGrid {
    var grid = NumberGrid(
      Tensor(shape: [2, 3], scalars: [1, -2.5, 3, 40, 5, 6]), title: "Numbers",
      rowLabels: ["upper", "lower"], columnLabels: ["a", "b", "c"],
      marks: [.init(rows: 0..<2, columns: 1..<3, color: red)], caption: "A caption.")
    grid.cells[0][1].note = "7"
    return grid
  }

  @Test func everyNumberNoteAndLabelIsWritten() {
    let texts = RecordingCanvas(grid).texts.map(\.text)
    for text in ["1", "−2.5", "3", "40", "5", "6", "7", "upper", "lower", "a", "b", "c"] {
      #expect(texts.contains(text), "\(text)")
    }
  }

  @Test func textsLieInsideAndApart() {
    let canvas = RecordingCanvas(grid)
    let whole = Rectangle(x: 0, y: 0, width: canvas.size.width, height: canvas.size.height)
    #expect(canvas.depth == 0)
    for (index, text) in canvas.texts.enumerated() {
      #expect(whole.contains(text.bounds), "'\(text.text)' leaves")
      for other in canvas.texts[(index + 1)...] {
        #expect(
          !text.bounds.inset(by: 0.5).intersects(other.bounds.inset(by: 0.5)),
          "'\(text.text)' covers '\(other.text)'")
      }
    }
  }

  @Test func aMarkOutlinesAndTintsItsCells() throws {
    let canvas = RecordingCanvas(grid)
    let outline = try #require(canvas.stroked.first { $0.stroke.color == red })
    let tinted = canvas.filled.filter { $0.color == red.lighter(0.82) }
    #expect(tinted.count == 4)
    let place = try #require(bounds(of: outline.path))
    for cell in tinted { #expect(place.contains(try #require(bounds(of: cell.path)))) }
    #expect(canvas.filled.filter { $0.color == .white }.count == 2)
  }

  @Test func aScaleColoursTheCellsBeforeAnyTint() {
    var scaled = grid
    scaled.scale = ColorScale(.symmetric, range: -40...40)
    scaled.cells[1][2].ground = Color(0x00FF00)
    let colors = RecordingCanvas(scaled).filled.map(\.color)
    #expect(colors[3] == ColorMap.redBlue.color(at: 1))
    #expect(colors[5] == Color(0x00FF00))
  }

  @Test func cellsAreOfOneWidthUnlessColumnsAreFitted() throws {
    func widths(_ grid: NumberGrid) throws -> [Double] {
      try RecordingCanvas(grid).filled.prefix(3).map { try #require(bounds(of: $0.path)).width }
    }
    var wide = grid
    wide.cells[1][0] = .init("a long expression")
    #expect(Set(try widths(wide)).count == 1)
    wide.fitsColumns = true
    let fitted = try widths(wide)
    #expect(fitted[0] > 2 * fitted[2])
  }

  @Test func aHalfDoneResultHasEmptyCells() {
    let half = grid.keeping(first: 2)
    #expect(half.cells[0].map(\.text) == ["1", "−2.5", ""])
    #expect(half.cells[1].allSatisfy { $0 == .empty })
    #expect(
      half.size
        == NumberGrid(
          half.cells, title: "Numbers", rowLabels: grid.rowLabels,
          columnLabels: grid.columnLabels, caption: grid.caption
        ).size)
  }

  @Test func aPlaceWithoutACellHasNoBorder() {
    let one = NumberGrid([[.nothing, .init("1")]])
    #expect(RecordingCanvas(one).filled.count == 1)
    #expect(RecordingCanvas(one).stroked.count == 1)
  }

  @Test func whatDoesNotFitIsAnError() {
    var ragged = grid
    ragged.cells[1].removeLast()
    var names = grid
    names.rowLabels = ["one"]
    var far = grid
    far.marks = [.init(row: 2, column: 0, color: red)]
    for wrong in [ragged, names, far, NumberGrid([]), NumberGrid([[]])] {
      #expect(throws: FoveaError.self) { try wrong.pngData() }
    }
  }
}

@Suite struct EquationTests {
  let term = NumberGrid(Tensor([1, 2]), title: "x")

  @Test func signsStandBetweenTheTermsAtHalfHeight() throws {
    let tall = NumberGrid(Tensor(repeating: 3, shape: [6, 2]), title: "w")
    let canvas = RecordingCanvas(Equation([term, tall, term], signs: ["∗", "="], caption: "Sum."))
    let signs = canvas.texts.filter { ["∗", "="].contains($0.text) }
    #expect(signs.count == 2)
    #expect(abs(signs[0].bounds.midY - signs[1].bounds.midY) < 0.5)
    let frames = canvas.stroked.compactMap { bounds(of: $0.path) }
    for sign in signs { #expect(!frames.contains { $0.intersects(sign.bounds) }) }
    let whole = Rectangle(x: 0, y: 0, width: canvas.size.width, height: canvas.size.height)
    for text in canvas.texts { #expect(whole.contains(text.bounds)) }
  }

  @Test func picturesBringTheirMargins() throws {
    let equation = Equation([term, term, term], signs: ["∗", "="]).ofPictures
    let texts = RecordingCanvas(equation).texts
    let star = try #require(texts.first { $0.text == "∗" })
    let equal = try #require(texts.first { $0.text == "=" })
    #expect(star.bounds.x >= term.size.width)
    #expect(equal.bounds.x >= star.bounds.maxX + term.size.width)
    #expect(equation.size.height == term.size.height)
    let signs = ["∗", "="].reduce(0.0) { $0 + equation.signFont.width(of: $1).rounded(.up) }
    #expect(equation.size.width == 3 * term.size.width + signs)
  }

  @Test func signsMustFitTheTerms() {
    for wrong in [Equation([], signs: []), Equation([term, term], signs: [])] {
      #expect(throws: FoveaError.self) { try wrong.pngData() }
    }
    #expect(throws: FoveaError.self) { try Equation([NumberGrid([])], signs: []).pngData() }
  }
}

@Suite struct LayerDiagramTests {
  var diagram: LayerDiagram {
    LayerDiagram(
      layers: [
        .init("inputs", units: ["x₁", "x₂", "x₃"], emphasized: [1]),
        .init("sums", units: ["s₁", "s₂"]),
      ],
      connections: [
        .init(from: 0, to: 0), .init(from: 1, to: 0, color: .black), .init(from: 2, to: 1),
      ],
      title: "Layers")
  }

  @Test func theFirstLayerLiesAtTheBottomAndLinesEndInCircles() throws {
    let canvas = RecordingCanvas(diagram)
    func centre(_ label: String) throws -> Point {
      let place = try #require(canvas.texts.first { $0.text == label }).bounds
      return Point(place.midX, place.midY)
    }
    #expect(try centre("x₁").y > centre("s₁").y)
    #expect(try centre("x₁").x < centre("x₂").x)
    let strong = try #require(canvas.stroked.first { $0.stroke.color == .black })
    let box = try #require(bounds(of: strong.path))
    #expect(abs(box.midX - (try centre("x₂").x + centre("s₁").x) / 2) < 1)
    #expect(canvas.filled.filter { $0.color == diagram.accent }.count == 1)
    let whole = Rectangle(x: 0, y: 0, width: canvas.size.width, height: canvas.size.height)
    for text in canvas.texts { #expect(whole.contains(text.bounds), "\(text.text)") }
  }

  @Test func aLineToNowhereIsAnError() {
    var wrong = diagram
    wrong.connections.append(.init(from: 0, to: 2))
    #expect(throws: FoveaError.self) { try wrong.pngData() }
    wrong = diagram
    wrong.layers[1].units = []
    #expect(throws: FoveaError.self) { try wrong.pngData() }
  }
}

import FoveaDrawing
import FoveaImage
import FoveaTensor
import Testing

@Suite struct FigureGridTests {
  private let small = HeatMap(values: Tensor(shape: [2, 2], scalars: [0, 1, 2, 3]))

  @Test func panelsLieSideBySide() {
    let grid = FigureGrid(panels: [small, small, small], columns: 2)
    let canvas = RecordingCanvas(grid)
    // Each panel has a matrix and a bar.
    let matrices = canvas.pictures.filter { $0.image.width == 2 }.map(\.place)
    #expect(matrices.count == 3)
    #expect(matrices[1].x > matrices[0].maxX && matrices[1].y == matrices[0].y)
    #expect(matrices[2].y > matrices[0].maxY && matrices[2].x == matrices[0].x)
    let whole = Rectangle(x: 0, y: 0, width: grid.size.width, height: grid.size.height)
    for place in canvas.pictures.map(\.place) { #expect(whole.contains(place)) }
  }

  @Test func panelsBearLetters() {
    let texts = RecordingCanvas(FigureGrid(panels: [small, small, small])).texts.map(\.text)
    for letter in ["a", "b", "c"] { #expect(texts.contains(letter)) }
    let bare = RecordingCanvas(FigureGrid(panels: [small, small], hasLetters: false)).texts
    #expect(!bare.map(\.text).contains("a"))
    let many = FigureGrid(panels: [any Figure](repeating: small, count: 28), columns: 7)
    #expect(RecordingCanvas(many).texts.map(\.text).contains("ab"))
  }

  @Test func aPanelsErrorIsTheWholes() {
    #expect(throws: FoveaError.self) { try FigureGrid(panels: []).pngData() }
    #expect(throws: FoveaError.self) { try FigureGrid(panels: [small], columns: 0).pngData() }
    #expect(throws: FoveaError.self) {
      try FigureGrid(panels: [small, LineChart(series: [])]).pngData()
    }
  }
}

import FoveaImage
import FoveaTensor
import Testing

@testable import FoveaDrawing

@Suite struct FieldMapTests {
  private var map: FieldMap {
    var map = FieldMap(
      title: "field", values: Tensor(shape: [2, 2], scalars: [0, 1, 2, 3]), x: 0...4, y: 0...2,
      contours: [1.5], series: [Series(name: "", points: [Point(3, 0.5), Point(9, 9)])])
    map.plotSize = Size(80, 40)
    return map
  }

  @Test func theFirstRowLiesBelow() throws {
    let arrangement = FieldArrangement(map)
    let image = try pixels(of: map)
    func color(_ x: Double, _ y: Double) -> [UInt8] {
      image[
        Int((arrangement.frame.origin.x + x) * 2), Int((arrangement.frame.origin.y + y) * 2)]
    }
    #expect(color(10, 30) == ColorMap.viridis.color(at: 0).samples)
    #expect(color(70, 10) == ColorMap.viridis.color(at: 1).samples)
    // The point at (3, 0.5) lies in the middle of the lower right cell.
    #expect(color(60, 30) == Theme.standard.color(0).samples)
  }

  @Test func contoursLieBetweenTheMiddlesOfCells() {
    let line = FieldArrangement(map).contour(1.5)
    #expect(!line.isEmpty)
    for element in line.elements {
      guard let point = element.end else { continue }
      #expect((20...60).contains(point.x) && (10...30).contains(point.y))
    }
  }

  @Test func smallMultiplesHaveNeitherTicksNorBar() {
    var bare = map
    bare.hasTicks = false
    bare.hasBar = false
    #expect(RecordingCanvas(bare).texts.map(\.text) == ["field"])
    #expect(RecordingCanvas(map).texts.map(\.text).contains("max 3"))
    #expect(bare.size.width < map.size.width)
  }

  @Test func aMapThatCannotBeDrawnSaysWhy() {
    var flat = map
    flat.values = Tensor([1, 2])
    #expect(throws: FoveaError.self) { try flat.validate() }
    var thin = map
    thin.x = 1...1
    #expect(throws: FoveaError.self) { try thin.validate() }
  }
}

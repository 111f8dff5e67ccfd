import FoveaTensor
import Foundation
import Testing

@testable import FoveaDrawing

@Suite struct MaskedCellsTests {
  private func ends(of path: Path) -> [(from: Point, to: Point)] {
    let points = path.elements.compactMap(\.end)
    return stride(from: 0, to: points.count - 1, by: 2).map { (points[$0], points[$0 + 1]) }
  }

  @Test func linesLieInMaskedCellsAndCoverThemEvenly() {
    // A triangle, as of gradients from the future.
    let cells = MaskedCells(rows: 40, columns: 30, size: Size(300, 320)) { $0 * 30 < $1 * 40 }
    var masked = 0.0
    for row in 0..<40 {
      for column in 0..<30 where row * 30 < column * 40 { masked += 10 * 8 }
    }
    var length = 0.0
    for line in ends(of: cells.lines) {
      length += hypot(line.to.x - line.from.x, line.to.y - line.from.y)
      for share in [0.001, 0.25, 0.5, 0.75, 0.999] {
        let x = line.from.x + share * (line.to.x - line.from.x)
        let y = line.from.y + share * (line.to.y - line.from.y)
        #expect(Int(y / 8) * 30 < Int(x / 10) * 40)
      }
    }
    // Parallel lines at the distance 4/√2 from each other.
    let expected = masked / (4 / 2.0.squareRoot())
    #expect(abs(length / expected - 1) < 0.05)
    // Lines run on from cell to cell: with one for each cell there would be hundreds.
    #expect(ends(of: cells.lines).count < 200)
    #expect(cells.ground.elements.count <= 5 * 40)
  }

  @Test func cellsThatLieApartHaveLinesOfTheirOwn() {
    let single = MaskedCells(rows: 1, columns: 3, size: Size(60, 20)) { $1 != 1 }
    #expect(bounds(of: single.ground) == Rectangle(x: 0, y: 0, width: 60, height: 20))
    for line in ends(of: single.lines) {
      #expect((line.from.x <= 20 && line.to.x >= 0) || (line.from.x <= 60 && line.to.x >= 40))
    }
    let none = MaskedCells(rows: 2, columns: 2, size: Size(20, 20)) { _, _ in false }
    #expect(none.lines.isEmpty && none.ground.isEmpty)
  }

  @Test func aLargeMaskIsASmallFile() throws {
    let map = HeatMap(
      values: .zeros([120, 120]), mask: (0..<14_400).map { $0 % 120 > $0 / 120 })
    #expect(try map.data(.svg).count < 100_000)
  }
}

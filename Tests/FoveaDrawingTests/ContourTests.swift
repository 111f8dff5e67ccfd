import FoveaTensor
import Testing

@testable import FoveaDrawing

@Suite struct ContourTests {
  @Test func aSlopeHasAStraightLine() {
    let slope = Tensor(shape: [4, 5], scalars: (0..<20).map { Float($0 % 5) })
    let pieces = Contour(of: slope, at: 1.25).pieces
    #expect(pieces.count == 3)
    for piece in pieces {
      #expect(piece.from.x == 1.25 && piece.to.x == 1.25)
      #expect(abs(piece.from.y - piece.to.y) == 1)
    }
    #expect(Contour(of: slope, at: 7).pieces.isEmpty)
  }

  @Test func aCircleIsClosedAndAsLongAsItShouldBe() {
    let side = 41
    let cone = Tensor(
      shape: [side, side],
      scalars: (0..<side * side).map { index in
        let (x, y) = (Float(index % side) - 20, Float(index / side) - 20)
        return (x * x + y * y).squareRoot()
      })
    let pieces = Contour(of: cone, at: 12).pieces
    let length = pieces.reduce(0.0) { sum, piece in
      let (dx, dy) = (piece.to.x - piece.from.x, piece.to.y - piece.from.y)
      return sum + (dx * dx + dy * dy).squareRoot()
    }
    #expect(abs(length - 2 * .pi * 12) < 0.1)
    // Each end is the beginning or end of exactly one other piece.
    var ends: [Point: Int] = [:]
    for piece in pieces {
      ends[piece.from, default: 0] += 1
      ends[piece.to, default: 0] += 1
    }
    #expect(ends.values.allSatisfy { $0 == 2 })
  }

  @Test func theMiddleDecidesWhereCornersLieAcross() {
    let apart = Contour(of: Tensor(shape: [2, 2], scalars: [1, 0, 0, 1]), at: 0.6).pieces
    let together = Contour(of: Tensor(shape: [2, 2], scalars: [1, 0, 0, 1]), at: 0.4).pieces
    #expect(apart.count == 2 && together.count == 2)
    // Apart: each line cuts off a corner that is above; together: one that is below.
    func cutsOff(_ pieces: [Contour.Piece], _ corner: Point) -> Bool {
      pieces.contains { piece in
        [piece.from, piece.to].allSatisfy { abs($0.x - corner.x) + abs($0.y - corner.y) <= 0.6 }
      }
    }
    #expect(cutsOff(apart, Point(0, 0)) && cutsOff(apart, Point(1, 1)))
    #expect(cutsOff(together, Point(1, 0)) && cutsOff(together, Point(0, 1)))
  }

  @Test func whatIsNotFiniteHasNoLine() {
    let values = Tensor(shape: [2, 3], scalars: [0, .nan, 0, 1, 1, 1])
    #expect(Contour(of: values, at: 0.5).pieces.isEmpty)
  }
}

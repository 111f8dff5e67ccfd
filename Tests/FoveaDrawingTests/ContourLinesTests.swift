import FoveaTensor
import Testing

@testable import FoveaDrawing

@Suite struct ContourLinesTests {
  /// A function on a grid of 61×41 over −2...2 and −1...1.
  private func grid(_ function: (Double, Double) -> Double) -> Tensor {
    Tensor(
      shape: [41, 61],
      scalars: (0..<41 * 61).map {
        Float(function(-2 + 4 * Double($0 % 61) / 60, -1 + 2 * Double($0 / 61) / 40))
      })
  }

  private func lines(_ level: Double, _ function: (Double, Double) -> Double) -> [[Point]] {
    ContourLines(of: grid(function), x: -2...2, y: -1...1, level: level).lines
  }

  @Test func aRoundHillHasOneClosedLine() throws {
    let found = lines(0.49) { $0 * $0 + $1 * $1 }
    let line = try #require(found.first)
    #expect(found.count == 1 && line.first == line.last && line.count > 40)
    for point in line {
      let radius = (point.x * point.x + point.y * point.y).squareRoot()
      #expect(abs(radius - 0.7) < 0.005)
    }
  }

  @Test func aPlanesLineIsStraightAndOpen() throws {
    let found = lines(0.3) { $0 + 2 * $1 }
    let line = try #require(found.first)
    #expect(found.count == 1 && line.first != line.last)
    for point in line { #expect(abs(point.x + 2 * point.y - 0.3) < 1e-5) }
    let reach = line.map(\.y)
    #expect(abs((reach.min() ?? 0) + 0.85) < 1e-5 && abs((reach.max() ?? 0) - 1) < 1e-5)
  }

  @Test func linesThatDoNotMeetAreApart() {
    #expect(lines(0.5) { x, _ in x * x }.count == 2)
    #expect(lines(9) { x, _ in x * x }.isEmpty)
  }

  @Test func aSaddleIsResolvedByItsMiddle() {
    let high = Tensor(shape: [2, 2], scalars: [3, -1, -1, 3])
    let low = Tensor(shape: [2, 2], scalars: [1, -3, -3, 1])
    for (values, isJoined) in [(high, true), (low, false)] {
      let lines = ContourLines(of: values, x: 0...1, y: 0...1, level: 0).lines
      #expect(lines.count == 2)
      // The high corners lie at (0, 0) and (1, 1): joined, no line cuts either of them off.
      let cutsOrigin = lines.contains { $0.allSatisfy { $0.x + $0.y < 0.9 } }
      #expect(cutsOrigin != isJoined)
    }
  }

  @Test func cellsWithoutNumbersHaveNoLine() {
    var values = grid { x, _ in x }
    values[20, 30] = .nan
    let found = ContourLines(of: values, x: -2...2, y: -1...1, level: 0.01).lines
    #expect(found.count == 2)
    #expect(found.joined().allSatisfy { abs($0.y) > 0.02 })
  }
}

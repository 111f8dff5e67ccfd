import FoveaTensor
import Testing

@testable import FoveaData

@Suite struct AffineMapTests {
  private func moved(
    _ picture: [Float], _ width: Int, by map: AffineMap, edge: Bool = false
  ) -> [Float] {
    var target = [Float](repeating: .nan, count: picture.count)
    let source = picture.span
    unsafe target.withUnsafeMutableBufferPointer {
      unsafe map.resample(
        source, into: $0, height: picture.count / width, width: width, fillsWithEdge: edge)
    }
    return target
  }

  private let grid: [Float] = [1, 2, 3, 4, 5, 6]

  @Test func wholePixelsAreMovedExactly() {
    #expect(moved(grid, 3, by: .shift(x: 1, y: 0)) == [0, 1, 2, 0, 4, 5])
    #expect(moved(grid, 3, by: .shift(x: -1, y: 1)) == [0, 0, 0, 2, 3, 0])
    #expect(moved(grid, 3, by: .shift(x: -1, y: 1), edge: true) == [2, 3, 3, 2, 3, 3])
    #expect(moved(grid, 3, by: .shift(x: 9, y: 0)) == [Float](repeating: 0, count: 6))
    #expect(moved(grid, 3, by: .shift(x: 1e9, y: 0), edge: true) == [1, 1, 1, 4, 4, 4])
  }

  @Test func halfPixelsAreMeans() {
    #expect(moved(grid, 3, by: .shift(x: 0.5, y: 0), edge: true) == [1, 1.5, 2.5, 4, 4.5, 5.5])
    #expect(moved(grid, 3, by: .shift(x: 0.5, y: 0)) == [0.5, 1.5, 2.5, 2, 4.5, 5.5])
  }

  @Test func flipsExchangeLeftAndRight() {
    #expect(moved(grid, 3, by: .flip) == [3, 2, 1, 6, 5, 4])
  }

  @Test func aQuarterTurnGoesClockwise() {
    let turned = moved([1, 2, 3, 4], 2, by: .rotation(degrees: 90), edge: true)
    for (value, expected) in zip(turned, [3, 1, 4, 2] as [Float]) {
      #expect(abs(value - expected) < 1e-5)
    }
  }

  @Test func enlargingByTwoRepeatsTheCentre() {
    let picture: [Float] = [0, 0, 0, 0, 0, 8, 8, 0, 0, 8, 8, 0, 0, 0, 0, 0]
    // Columns 0 to 3 are read at 0.75, 1.25, 1.75 and 2.25.
    #expect(
      moved(picture, 4, by: .scale(2))
        == [4.5, 6, 6, 4.5, 6, 8, 8, 6, 6, 8, 8, 6, 4.5, 6, 6, 4.5])
  }

  @Test func shearMovesTheLowerRowsRight() {
    let column: [Float] = [0, 1, 0, 0, 1, 0, 0, 1, 0]
    let sheared = moved(column, 3, by: .shear(degrees: 45))
    for (value, expected) in zip(sheared, [1, 0, 0, 0, 1, 0, 0, 0, 1] as [Float]) {
      #expect(abs(value - expected) < 1e-5)
    }
  }

  @Test func changesComposeInTheirOrder() {
    // First right by one, then flipped: what stood at the left now stands at the right but one.
    var map = AffineMap.identity
    map.append(.shift(x: 1, y: 0))
    map.append(.flip)
    #expect(moved(grid, 3, by: map) == moved(moved(grid, 3, by: .shift(x: 1, y: 0)), 3, by: .flip))
    var turned = AffineMap.identity
    turned.append(.rotation(degrees: 30))
    turned.append(.scale(2))
    turned.append(.scale(0.5))
    turned.append(.rotation(degrees: -30))
    for (value, expected) in zip(moved(grid, 3, by: turned, edge: true), grid) {
      #expect(abs(value - expected) < 1e-5)
    }
  }

  @Test func everyChannelMovesAlike() {
    let shape: Shape = [1, 2, 2, 3]
    let augmentation = Augmentation([.flip(probability: 1)], seed: 0)
    let images = Tensor(shape: shape, scalars: (1...12).map { Float($0) / 12 })
    let flipped = augmentation.apply(to: images, samples: [0], epoch: 0)
    #expect(flipped.scalars == [3, 2, 1, 6, 5, 4, 9, 8, 7, 12, 11, 10].map { $0 / 12 })
  }
}

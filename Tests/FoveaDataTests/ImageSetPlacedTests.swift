import FoveaTensor
import Testing

@testable import FoveaData

@Suite struct ImageSetPlacedTests {
  /// Two pictures of 2 channels, 2 rows and 3 columns with different bytes.
  private let set = ImageSet(
    pixels: (1...24).map { UInt8($0) }, labels: [1, 0], channels: 2, height: 2, width: 3,
    classNames: ["a", "b"])

  private func placed(_ top: Int, _ left: Int) -> ImageSet {
    var source = RandomSource(seed: 1)
    return set[1..<2].placed(
      onto: 4, by: 5, tops: top...top, lefts: left...left, from: &source)
  }

  @Test func picturesLieWhereTheyAreDrawn() {
    let image = placed(1, 2).images.map { (255 * $0).rounded() }.element(0)
    #expect(image.shape == [2, 4, 5])
    #expect(image[0, 1, 2] == 13 && image[0, 2, 4] == 18 && image[1, 2, 4] == 24)
    #expect(image.scalars.count { $0 > 0 } == 12)
    #expect(placed(1, 2).labels == [0])
  }

  @Test func whatLiesBeyondTheGroundIsCutOff() {
    let corner = placed(-1, -2).images.map { (255 * $0).rounded() }.element(0)
    #expect(corner[0, 0, 0] == 18 && corner[1, 0, 0] == 24)
    #expect(corner.scalars.count { $0 > 0 } == 2)
    #expect(placed(3, 4).images.scalars.count { $0 > 0 } == 2)
    #expect(placed(4, 0).images.scalars.allSatisfy { $0 == 0 })
    #expect(placed(-9, 9).images.scalars.allSatisfy { $0 == 0 })
  }

  @Test func eachPlaceIsDrawn() {
    var source = RandomSource(seed: 3)
    var seen: Set<[Float]> = []
    for _ in 0..<60 {
      seen.insert(
        set.prefix(1).placed(onto: 4, by: 5, tops: 0...2, lefts: 0...2, from: &source)
          .images.scalars)
    }
    #expect(seen.count == 9)
  }
}

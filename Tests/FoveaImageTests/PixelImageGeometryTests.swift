import FoveaImage
import Testing

@Suite struct PixelImageGeometryTests {
  let numbered = PixelImage(width: 3, height: 2, channels: 1, samples: [1, 2, 3, 4, 5, 6])

  @Test func aCropKeepsItsPixels() {
    #expect(numbered.cropped(x: 1, y: 0, width: 2, height: 2).samples == [2, 3, 5, 6])
    #expect(numbered.centralSquare.samples == [1, 2, 4, 5])
  }

  @Test func enlargingRepeatsPixels() {
    #expect(
      numbered.enlarged(2).samples
        == [1, 1, 2, 2, 3, 3, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 4, 4, 5, 5, 6, 6])
  }

  /// Expected values: the definition in EXIF 2.3, table 6, by hand.
  @Test(
    arguments: [
      (1, [1, 2, 3, 4, 5, 6]), (2, [3, 2, 1, 6, 5, 4]), (3, [6, 5, 4, 3, 2, 1]),
      (4, [4, 5, 6, 1, 2, 3]), (5, [1, 4, 2, 5, 3, 6]), (6, [4, 1, 5, 2, 6, 3]),
      (7, [6, 3, 5, 2, 4, 1]), (8, [3, 6, 2, 5, 1, 4]), (99, [1, 2, 3, 4, 5, 6]),
    ] as [(Int, [UInt8])])
  func orientationsTurnThePicture(orientation: Int, expected: [UInt8]) {
    #expect(numbered.oriented(exif: orientation).samples == expected)
  }

  @Test(arguments: ResizeMethod.allCases)
  func aFlatPictureStaysFlat(method: ResizeMethod) {
    let flat = PixelImage(width: 7, height: 5, repeating: [13, 200, 255])
    for (width, height) in [(1, 1), (3, 9), (14, 10), (64, 2)] {
      let resized = flat.resized(width: width, height: height, method: method)
      #expect(resized == PixelImage(width: width, height: height, repeating: [13, 200, 255]))
    }
  }

  @Test func shrinkingWeighsTheAreaAndNearestPicks() {
    let edge = PixelImage(width: 4, height: 1, channels: 1, samples: [0, 0, 100, 100])
    // A triangle of width 2 over 0, 0, 100, 100: weights 1/4, 3/4, 3/4, 1/4 cut at the border.
    #expect(edge.resized(width: 2, height: 1).samples == [14, 86])
    #expect(edge.resized(width: 2, height: 1, method: .nearest).samples == [0, 100])
  }

  @Test func growingInterpolates() {
    let edge = PixelImage(width: 2, height: 1, channels: 1, samples: [0, 100])
    #expect(edge.resized(width: 4, height: 1).samples == [0, 25, 75, 100])
    #expect(edge.resized(width: 4, height: 1, method: .nearest).samples == [0, 0, 100, 100])
  }

  /// Expected values: Pillow 12's `resize(…, BICUBIC)`.
  @Test(
    arguments: [
      (4, 3, [18, 80, 148, 210, 31, 93, 161, 228, 44, 106, 179, 155]),
      (
        9, 6,
        [
          0, 22, 53, 82, 111, 140, 169, 200, 224, 4, 28, 59, 88, 117, 146, 175, 206, 230, 11, 35,
          66, 95, 124, 153, 182, 213, 237, 17, 41, 72, 101, 130, 159, 187, 223, 255, 24, 48, 79,
          108, 137, 166, 199, 208, 194, 30, 54, 85, 114, 143, 172, 219, 148, 0,
        ]
      ),
    ] as [(Int, Int, [Int])])
  func bicubicIsPillows(width: Int, height: Int, expected: [Int]) {
    let samples = (0..<35).map { UInt8($0 * 37 % 251) }
    let image = PixelImage(width: 7, height: 5, channels: 1, samples: samples)
    let resized = image.resized(width: width, height: height, method: .bicubic)
    #expect(resized.samples.map { Int($0) } == expected)
  }

  @Test func fillingCutsTheMiddle() {
    let wide = PixelImage(width: 6, height: 2, channels: 1, samples: Array(0..<12))
    #expect(wide.filling(width: 2, height: 2).samples == [2, 3, 8, 9])
    let filled = wide.filling(width: 5, height: 7)
    #expect(filled.width == 5 && filled.height == 7)
  }
}

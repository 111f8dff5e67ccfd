import FoveaImage
import FoveaTensor
import Foundation
import Testing

@Suite struct JPEGFileTests {
  /// Four blocks: red, green, blue, near white.
  ///
  /// Expected values: what Pillow reads, give or take rounding.
  @Test(arguments: [Sample.colour, Sample.progressive, Sample.inks])
  func coloursAreRead(file: Data) throws {
    let image = try JPEGFile.decode(file)
    #expect(image.width == 32 && image.height == 24 && image.channels == 3)
    let expected: [(Int, Int, [Int])] = [
      (4, 4, [250, 10, 10]), (28, 4, [10, 250, 10]), (4, 20, [10, 10, 250]),
      (28, 20, [240, 240, 240]),
    ]
    for (x, y, colour) in expected {
      for (sample, value) in zip(image[x, y], colour) { #expect(abs(Int(sample) - value) <= 3) }
    }
  }

  @Test func greyStaysGrey() throws {
    let image = try JPEGFile.decode(Sample.grey)
    #expect(image.channels == 1)
    #expect(
      [image[4, 4], image[28, 4], image[4, 20], image[28, 20]] == [[82], [151], [37], [240]])
  }

  @Test func aPhotographIsTurnedUpright() throws {
    let image = try JPEGFile.decode(Sample.turned)
    #expect(image.width == 24 && image.height == 32)
    // Orientation 6: the first row is the right side, so red goes to the upper right.
    #expect(image[20, 4][0] > 240 && image[4, 4][2] > 240)
  }

  @Test(arguments: [Sample.colour, Sample.grey, Sample.progressive, Sample.turned])
  func aFileCutAnywhereIsAnError(file: Data) {
    for length in 0..<file.count {
      #expect(throws: FoveaError.self, "cut to \(length)") {
        try JPEGFile.decode(file.prefix(length))
      }
    }
  }

  @Test func anyDamagedByteIsReadOrRefusedButNeverFatal() {
    var refused = 0
    for position in Sample.colour.indices {
      var damaged = Sample.colour
      damaged[position] ^= 0x5A
      if (try? JPEGFile.decode(damaged)) == nil { refused += 1 }
    }
    #expect(refused > 100)
  }

  @Test func headersThatPromiseTooMuchAreRefused() {
    #expect(throws: FoveaError.self) { try JPEGFile.decode(Sample.hugeJPEG) }
  }
}

import FoveaImage
import FoveaTensor
import Foundation
import Testing

@Suite struct PNGFileTests {
  @Test(arguments: [1, 3, 4])
  func pixelsAndTextComeBack(channels: Int) throws {
    let image = PixelImage(
      width: 13, height: 7, channels: channels,
      samples: (0..<91 * channels).map { UInt8(truncatingIfNeeded: $0 * 37) })
    let bytes = try PNGFile.encode(
      image, text: [("seed", "7"), ("formula", "∂L/∂h = 2×ε"), ("empty", "")],
      pixelsPerMetre: 5669)
    let back = try PNGFile.decode(bytes)
    #expect(back.image == image)
    #expect(back.text.map(\.key) == ["seed", "formula", "empty"])
    #expect(back.text.map(\.value) == ["7", "∂L/∂h = 2×ε", ""])
    #expect(try PNGFile.encode(back.image, text: back.text, pixelsPerMetre: 5669) == bytes)
  }

  @Test func asciiIsPlainTextAndNoTimeIsKept() throws {
    let image = PixelImage(width: 1, height: 1, repeating: [0])
    let bytes = try PNGFile.encode(image, text: [("seed", "7"), ("greek", "ε")])
    let shown = bytes.map { (32...126).contains($0) ? String(UnicodeScalar($0)) : "." }.joined()
    #expect(shown.contains("tEXtseed.7"))
    #expect(shown.contains("iTXtgreek"))
    #expect(!shown.contains("tIME"))
  }

  @Test func everyKindBecomesEightBits() throws {
    func pixels(_ file: Data) throws -> [[UInt8]] {
      let image = try PNGFile.decode(file).image
      return (0..<image.width).map { image[$0, 0] }
    }
    #expect(
      try pixels(Sample.palette) == [[255, 0, 0], [0, 255, 0], [0, 0, 255], [9, 8, 7]])
    #expect(
      try pixels(Sample.paletteTransparent)
        == [[255, 0, 0, 255], [0, 255, 0, 0], [0, 0, 255, 255], [9, 8, 7, 255]])
    #expect(
      try pixels(Sample.oneBit) == [255, 0, 255, 255, 0, 0, 0, 255].map { [$0] as [UInt8] })
    #expect(try pixels(Sample.sixteenBitGrey) == [[0], [128], [255]])
    #expect(try pixels(Sample.greyAlpha) == [[10, 10, 10, 255], [200, 200, 200, 0]])
    #expect(try pixels(Sample.sixteenBitRGB) == [[255, 3, 0]])
  }

  @Test func interlacedFilesAreWoven() throws {
    let image = try PNGFile.decode(Sample.interlaced).image
    for y in 0..<6 {
      for x in 0..<5 {
        let value = UInt8((y * 5 + x) * 8)
        #expect(image[x, y] == [value, 255 - value, 7])
      }
    }
  }

  @Test func textOfEveryKindIsRead() throws {
    let text = try PNGFile.decode(Sample.latinText).text
    #expect(text.map(\.key) == ["Author", "Comment", "Title"])
    #expect(text.map(\.value) == ["José", "squeezed", "∂L/∂h"])
  }

  @Test func aFileCutAnywhereIsAnError() throws {
    let image = PixelImage(width: 20, height: 9, repeating: [1, 2, 3])
    let bytes = try PNGFile.encode(image, text: [("seed", "7")])
    for length in 0..<bytes.count {
      #expect(throws: FoveaError.self, "cut to \(length)") {
        try PNGFile.decode(bytes.prefix(length))
      }
    }
  }

  @Test func aDamagedFileNeverYieldsItsPixelsChanged() throws {
    let image = PixelImage(
      width: 9, height: 9, channels: 1, samples: (0..<81).map { UInt8($0 * 3) })
    let bytes = try PNGFile.encode(image)
    for position in bytes.indices {
      var damaged = bytes
      damaged[position] ^= 0x20
      // libpng may forgive a damaged ancillary chunk, of which there is none; IHDR, IDAT and IEND carry checksums.
      #expect(throws: FoveaError.self, "byte \(position)") { try PNGFile.decode(damaged) }
    }
  }

  @Test func headersThatPromiseTooMuchAreRefused() {
    #expect(
      throws: FoveaError("the PNG file is damaged (the picture is larger than what can be read)")
    ) {
      try PNGFile.decode(Sample.hugeHeader)
    }
    #expect(throws: FoveaError.self) { try PNGFile.decode(Sample.bomb) }
  }

  @Test(arguments: ["", " seed", "seed ", "ε", "a\nb", String(repeating: "k", count: 80)])
  func keysThatNoFileMayHaveAreErrors(key: String) {
    let image = PixelImage(width: 1, height: 1, repeating: [0])
    #expect(throws: FoveaError.self) { try PNGFile.encode(image, text: [(key, "value")]) }
  }

  @Test func anEmptyPictureIsAnError() {
    #expect(throws: FoveaError.self) {
      try PNGFile.encode(PixelImage(width: 0, height: 3, channels: 1, samples: []))
    }
  }
}

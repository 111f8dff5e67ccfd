import FoveaImage
import FoveaTensor
import Foundation
import Testing

/// Our own writer against libpng's reader, which checks each checksum.
@Suite struct PNGCompressionTests {
  private static let kinds = ["noise", "flat", "rows", "runs", "steps", "rare", "glyphs"]

  /// Pictures that lead to literals, runs, repeated rows, far matches and codes of all lengths.
  private func picture(_ kind: String, width: Int, height: Int, channels: Int) -> PixelImage {
    var random = RandomSource(seed: 3, purpose: kind)
    var samples: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width {
        for channel in 0..<channels {
          switch kind {
          case "noise": samples.append(UInt8(random.index(below: 256)))
          case "flat": samples.append(UInt8(40 * channel))
          case "rows": samples.append(UInt8((y / 5 * 37 + channel) % 256))
          case "runs": samples.append(UInt8((x / 17 * 50 + y / 9 * 31 + channel) % 256))
          case "steps": samples.append(UInt8((x * (y + 1) + channel) % 256))
          // Each value 0.618 times as often as the last, which makes the longest codes.
          case "rare": samples.append(UInt8(min(-log(random.uniform() + 1e-9) / 0.481, 255)))
          default: samples.append((x % 7 * (y % 11)) % 5 == 0 ? 255 : UInt8(x % 7))
          }
        }
      }
    }
    return PixelImage(width: width, height: height, channels: channels, samples: samples)
  }

  @Test(arguments: kinds, [1, 3, 4])
  func pixelsComeBack(kind: String, channels: Int) throws {
    for (width, height) in [(1, 1), (1, 300), (2, 7), (5, 1), (301, 203), (20_000, 1), (12_000, 5)]
    {
      let image = picture(kind, width: width, height: height, channels: channels)
      let back = try PNGFile.decode(PNGFile.encode(image)).image
      #expect(back == image, "\(kind), \(width) x \(height)")
    }
  }

  @Test func drawingsBecomeSmall() throws {
    func size(_ kind: String) throws -> Int {
      try PNGFile.encode(picture(kind, width: 600, height: 400, channels: 3)).count
    }
    #expect(try size("flat") < 4_000)
    #expect(try size("rows") < 6_000)
    #expect(try size("runs") < 12_000)
    #expect(try size("glyphs") < 12_000)
    #expect(try size("noise") < 600 * 400 * 3 * 101 / 100)
  }

  @Test(arguments: kinds)
  func wordsMakeTheSameFile(kind: String) throws {
    let image = picture(kind, width: 61, height: 40, channels: 3)
    let stride = 64
    // What the uppermost byte holds must not matter.
    var words = (0..<stride * image.height).map { UInt32(truncatingIfNeeded: $0) << 24 }
    for y in 0..<image.height {
      for x in 0..<image.width {
        let pixel = image[x, y].map(UInt32.init)
        words[y * stride + x] |= pixel[0] << 16 | pixel[1] << 8 | pixel[2]
      }
    }
    let file = try unsafe PNGFile.encode(
      words: words, width: image.width, height: image.height, stride: stride,
      text: [("seed", "7")], pixelsPerMetre: 5669)
    #expect(try file == PNGFile.encode(image, text: [("seed", "7")], pixelsPerMetre: 5669))
  }
}

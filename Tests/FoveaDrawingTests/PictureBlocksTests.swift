import FoveaDrawing
import FoveaImage
import FoveaTensor
import Testing

/// Opaque pictures on whole pixels take a path of their own; with an opacity channel the same picture goes through Cairo.
@Suite struct PictureBlocksTests {
  private static let picture = PixelImage(
    width: 3, height: 2, channels: 3, samples: (0..<18).map { UInt8($0 * 14) })

  private func drawn(
    _ picture: PixelImage, in place: Rectangle, scale: Double = 2, clip: Rectangle? = nil
  ) throws -> PixelImage {
    let canvas = try CairoCanvas(size: Size(20, 16), format: .pixels(scale: scale))
    canvas.fill(Rectangle(x: 0, y: 0, width: 20, height: 5), Color(0x336699))
    canvas.within(Transform(x: 1, y: 2), clip: clip) { canvas.draw(picture, in: place) }
    return try canvas.pixels()
  }

  private func withOpacity(_ picture: PixelImage) -> PixelImage {
    let pixels = (0..<picture.width * picture.height).flatMap { index in
      let pixel = picture[index % picture.width, index / picture.width]
      return (pixel.count == 1 ? [pixel[0], pixel[0], pixel[0]] : Array(pixel)) + [255]
    }
    return PixelImage(width: picture.width, height: picture.height, channels: 4, samples: pixels)
  }

  @Test(
    "Blocks are what Cairo draws: aligned, between pixels, shrunk, past the edge",
    arguments: [
      Rectangle(x: 2, y: 3, width: 6, height: 4), Rectangle(x: 0.5, y: 3.5, width: 3, height: 7),
      Rectangle(x: 2.25, y: 3, width: 6, height: 4), Rectangle(x: 2, y: 3, width: 7, height: 5),
      Rectangle(x: 1, y: 1, width: 1, height: 0.5), Rectangle(x: 16, y: 9, width: 6, height: 8),
      Rectangle(x: -3, y: -4, width: 6, height: 4),
    ])
  func likeCairo(place: Rectangle) throws {
    let direct = try drawn(Self.picture, in: place)
    #expect(try direct == drawn(withOpacity(Self.picture), in: place))
    #expect(direct != (try drawn(Self.picture, in: Rectangle(x: 0, y: 0, width: 0, height: 0))))
  }

  @Test("One channel is grey")
  func grey() throws {
    let grey = PixelImage(width: 2, height: 2, channels: 1, samples: [0, 80, 160, 240])
    let place = Rectangle(x: 3, y: 3, width: 4, height: 4)
    let image = try drawn(grey, in: place)
    #expect(try image == drawn(withOpacity(grey), in: place))
    #expect(image[8, 10] == [0, 0, 0] && image[15, 17] == [240, 240, 240])
  }

  @Test("A clip cuts")
  func clipped() throws {
    let place = Rectangle(x: 2, y: 3, width: 6, height: 4)
    let clip = Rectangle(x: 0, y: 0, width: 5, height: 20)
    let cut = try drawn(Self.picture, in: place, clip: clip)
    #expect(try cut == drawn(withOpacity(Self.picture), in: place, clip: clip))
    #expect(try cut != drawn(Self.picture, in: place))
  }
}

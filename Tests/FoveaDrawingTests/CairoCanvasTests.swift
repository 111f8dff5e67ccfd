import FoveaDrawing
import FoveaImage
import FoveaTensor
import Foundation
import Testing

@Suite struct CairoCanvasTests {
  private func canvas(_ width: Double, _ height: Double, scale: Double = 1) throws -> CairoCanvas {
    try CairoCanvas(size: Size(width, height), format: .pixels(scale: scale))
  }

  @Test func shapesHaveTheirPlaceAndColour() throws {
    let canvas = try canvas(20, 10, scale: 2)
    canvas.fill(Rectangle(x: 2, y: 3, width: 4, height: 5), Color(0x123456))
    let image = try canvas.pixels()
    #expect(image.width == 40 && image.height == 20)
    #expect(image[4, 6] == [0x12, 0x34, 0x56] && image[11, 15] == [0x12, 0x34, 0x56])
    for (x, y) in [(3, 6), (12, 6), (4, 5), (4, 16)] { #expect(image[x, y] == [255, 255, 255]) }
  }

  @Test func aPixelThatIsCutByTheEdgeIsWhite() throws {
    let image = try canvas(3, 3, scale: 1.5).pixels()
    #expect(image == PixelImage(width: 5, height: 5, repeating: [255, 255, 255]))
  }

  @Test func aCoarseLineCoversAsMuchAsAFineOne() throws {
    func drawn(coarse: Bool) throws -> [Double] {
      let canvas = try canvas(60, 40)
      var pen = Stroke(.black, width: 1.6)
      pen.isCoarse = coarse
      canvas.polyline((0..<12).map { Point(Double($0) * 5 + 1.3, $0 % 2 == 0 ? 5.2 : 33.7) }, pen)
      return try canvas.pixels().grey.samples.map { 255 - Double($0) }
    }
    let fine = try drawn(coarse: false)
    let coarse = try drawn(coarse: true)
    #expect(fine != coarse)
    let ratio: Double = coarse.reduce(0, +) / fine.reduce(0, +)
    #expect((0.95...1.05).contains(ratio))
  }

  @Test func opacityMixesWithTheGround() throws {
    let canvas = try canvas(4, 4)
    canvas.fill(Rectangle(x: 0, y: 0, width: 4, height: 4), Color.black.opacity(0.5))
    let sample = Int(try canvas.pixels()[1, 1][0])
    #expect(abs(sample - 128) <= 1)
  }

  @Test func aTransformMovesAndScalesAndAClipCuts() throws {
    let canvas = try canvas(20, 20)
    canvas.within(
      Transform(x: 4, y: 2, scale: 2), clip: Rectangle(x: 0, y: 0, width: 3, height: 3)
    ) {
      canvas.fill(Rectangle(x: 1, y: 1, width: 9, height: 9), .black)
    }
    canvas.fill(Rectangle(x: 0, y: 0, width: 1, height: 1), .black)
    let image = try canvas.pixels()
    #expect(image[0, 0] == [0, 0, 0], "the transform has ended")
    #expect(image[6, 4] == [0, 0, 0] && image[9, 7] == [0, 0, 0])
    for (x, y) in [(5, 4), (6, 3), (10, 7), (9, 8)] { #expect(image[x, y] == [255, 255, 255]) }
  }

  @Test(arguments: [1, 3, 4])
  func pixelsGrowAsBlocks(channels: Int) throws {
    let samples: [UInt8] = (0..<4 * channels).map {
      channels == 4 && $0 % 4 == 3 ? 255 : UInt8($0 * 15)
    }
    let picture = PixelImage(width: 2, height: 2, channels: channels, samples: samples)
    let canvas = try canvas(16, 16)
    canvas.draw(picture, in: Rectangle(x: 2, y: 2, width: 12, height: 12))
    let image = try canvas.pixels()
    for y in 0..<16 {
      for x in 0..<16 {
        let isInside = (2..<14).contains(x) && (2..<14).contains(y)
        let expected = isInside ? picture.rgb[(x - 2) / 6, (y - 2) / 6] : [255, 255, 255]
        #expect(image[x, y] == expected, "\(x) \(y)")
      }
    }
  }

  @Test func transparentPixelsShowTheGround() throws {
    let canvas = try canvas(2, 1)
    let picture = PixelImage(
      width: 2, height: 1, channels: 4, samples: [255, 0, 0, 0, 0, 0, 255, 255])
    canvas.draw(picture, in: Rectangle(x: 0, y: 0, width: 2, height: 1))
    #expect(try canvas.pixels().samples == [255, 255, 255, 0, 0, 255])
  }

  @Test func shrinkingAverages() throws {
    // A fine chessboard must become grey, not black or white.
    let board = PixelImage(
      width: 64, height: 64, channels: 1,
      samples: (0..<4096).map { ($0 + $0 / 64) % 2 == 0 ? 0 : 255 })
    let canvas = try canvas(8, 8)
    canvas.draw(board, in: Rectangle(x: 0, y: 0, width: 8, height: 8))
    for sample in try canvas.pixels().samples { #expect(abs(Int(sample) - 127) < 6) }
  }

  @Test(arguments: [0.0, -90, 90, -45, 30])
  func textCoversWhatItsBoundsSay(rotation: Double) throws {
    let style = TextStyle(Font(20), .black, .middle, .middle, rotation: rotation)
    let text = "Hxgj|∂‖Å0"
    let canvas = try canvas(300, 300)
    canvas.draw(text, at: Point(150, 150), style)
    let image = try canvas.pixels()
    var ink: Rectangle?
    for y in 0..<300 {
      for x in 0..<300 where image.samples[(y * 300 + x) * 3] < 128 {
        let pixel = Rectangle(x: Double(x), y: Double(y), width: 1, height: 1)
        ink = ink?.union(pixel) ?? pixel
      }
    }
    let covered = try #require(ink)
    let bounds = style.bounds(of: text, at: Point(150, 150))
    // The Å and the bar rise a little above a usual line.
    #expect(bounds.inset(by: -5).contains(covered))
    let slack = rotation.truncatingRemainder(dividingBy: 90) == 0 ? 6.0 : 24
    #expect(covered.width > bounds.width - slack && covered.height > bounds.height - slack)
  }

  @Test func errorsOfSizeAreThrown() {
    for size in [Size(0, 5), Size(5, -1), Size(.nan, 5), Size(.infinity, 5)] {
      #expect(throws: FoveaError.self) { try CairoCanvas(size: size, format: .svg) }
    }
    #expect(throws: FoveaError.self) {
      try CairoCanvas(size: Size(40_000, 5), format: .pixels(scale: 1))
    }
  }

  @Test func coordinatesThatAreNoNumbersAreNotFatal() throws {
    let canvas = try canvas(10, 10)
    canvas.polyline([Point(.nan, 1), Point(3, .infinity)], Stroke(.black))
    canvas.draw("x", at: Point(.nan, 2), TextStyle(Font(9)))
    canvas.draw(
      PixelImage(width: 1, height: 1, repeating: [0]),
      in: Rectangle(x: 0, y: 0, width: .nan, height: 3))
    _ = try? canvas.pixels()
  }
}

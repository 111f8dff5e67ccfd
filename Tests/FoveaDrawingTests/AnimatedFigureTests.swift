import FoveaDrawing
import FoveaImage
import FoveaTensor
import Foundation
import Testing

@Suite struct AnimatedFigureTests {
  private func frame(_ value: Float, side: Int = 4) -> ImageGrid {
    ImageGrid(tiles: [
      ImageGrid.Tile(
        image: Tensor(shape: [1, side, 4], scalars: .init(repeating: value, count: 4 * side)))
    ])
  }

  @Test func theLastFrameIsTheStill() throws {
    let animation = AnimatedFigure(frames: [frame(0), frame(1)], seconds: 0.1)
    let file = try animation.pngData(settings: [("seed", "7")])
    let still = try PNGFile.decode(file)
    let alone = try PNGFile.decode(frame(1).pngData())
    #expect(still.image == alone.image)
    #expect(still.text.contains { $0 == ("seed", "7") })
    #expect(file.range(of: Data("acTL".utf8)) != nil)
    #expect(try animation.pngData(settings: [("seed", "7")]) == file)
  }

  @Test func framesOfOneSize() throws {
    #expect(throws: FoveaError.self) { try AnimatedFigure(frames: [], seconds: 1).validate() }
    let message = #expect(throws: FoveaError.self) {
      try AnimatedFigure(frames: [frame(0), frame(0, side: 3)], seconds: 1).pngData()
    }
    #expect(message?.message.contains("frame 1") == true)
    #expect(throws: FoveaError.self) {
      try AnimatedFigure(frames: [frame(0)], seconds: 1).write(to: "moving.svg")
    }
  }
}

import FoveaImage
import FoveaTensor
import Foundation
import Testing

@testable import FoveaDrawing

@Suite struct ImageGridTests {
  /// The pixel under a point of a tile, given as a share of its sides.
  private func sample(
    _ grid: ImageGrid, tile: Int, x: Double = 0.5, y: Double = 0.5
  ) throws -> [UInt8] {
    let arrangement = GridArrangement(grid)
    let place = arrangement.place(tile)
    let origin = arrangement.frame.origin
    return try pixels(of: grid)[
      Int((origin.x + place.x + x * place.width) * 2),
      Int((origin.y + place.y + y * place.height) * 2)]
  }

  private func flat(_ value: Float, channels: Int = 1) -> ImageGrid.Tile {
    ImageGrid.Tile(image: Tensor(repeating: value, shape: [channels, 4, 4]))
  }

  @Test func picturesKeepTheirPixels() throws {
    let values: [Float] = [0, 51, 102, 255].map { $0 / 255 }
    let grid = ImageGrid(tiles: [.init(image: Tensor(shape: [1, 2, 2], scalars: values))])
    for (index, expected) in [0, 51, 102, 255].enumerated() {
      let color = try sample(
        grid, tile: 0, x: index % 2 == 0 ? 0.25 : 0.75, y: index < 2 ? 0.25 : 0.75)
      #expect(color == [UInt8](repeating: UInt8(expected), count: 3))
    }
  }

  @Test func threeChannelsAreColours() throws {
    let image = Tensor(shape: [3, 1, 1], scalars: [1, 0.2, 0])
    #expect(try sample(ImageGrid(tiles: [.init(image: image)]), tile: 0) == [255, 51, 0])
  }

  @Test func otherChannelsBecomeTiles() throws {
    let image = Tensor(shape: [5, 1, 1], scalars: [0, 0.2, 0.4, 0.6, 1])
    let grid = ImageGrid(tiles: [.init(image: image, title: "map")])
    for channel in 0..<5 {
      #expect(try sample(grid, tile: channel)[0] == [0, 51, 102, 153, 255][channel])
    }
    #expect(RecordingCanvas(grid).texts.map(\.text).contains("map · 4"))
    let two = Tensor(shape: [2, 1, 1], scalars: [1, 0.2])
    let joined = ImageGrid(tiles: [.init(image: two)], channels: .firstThree)
    #expect(try sample(joined, tile: 0) == [255, 51, 0])
    #expect(RecordingCanvas(joined).texts.contains { $0.text.contains("first three") })
  }

  @Test func togetherMeansOneScale() throws {
    let grid = ImageGrid(tiles: [flat(-2), flat(0), flat(6)], scaling: .together)
    #expect(try sample(grid, tile: 0) == [0, 0, 0])
    #expect(try sample(grid, tile: 1) == [64, 64, 64])
    #expect(try sample(grid, tile: 2) == [255, 255, 255])
    let texts = RecordingCanvas(grid).texts.map(\.text)
    #expect(texts.contains("max 6") && texts.contains("min −2"))
  }

  @Test func aloneMeansOwnScalesAndSaysSo() throws {
    let tiles = [Float(1), 100].map { reach in
      ImageGrid.Tile(image: Tensor(shape: [1, 1, 2], scalars: [0, reach]))
    }
    let grid = ImageGrid(tiles: tiles, scaling: .each)
    for tile in 0..<2 {
      #expect(try sample(grid, tile: tile, x: 0.25) == [0, 0, 0])
      #expect(try sample(grid, tile: tile, x: 0.75) == [255, 255, 255])
    }
    let texts = RecordingCanvas(grid).texts.map(\.text)
    #expect(texts.contains { $0.contains("own scale") } && !texts.contains { $0.hasPrefix("max") })
  }

  @Test func zeroIsNeutralWhereItIsTheMiddle() throws {
    let grid = ImageGrid(
      tiles: [flat(0), flat(3), flat(-3), flat(0, channels: 3)], scaling: .together,
      kind: .symmetric)
    #expect(try sample(grid, tile: 0).allSatisfy { $0 > 245 })
    #expect(try sample(grid, tile: 1) == ColorMap.redBlue.color(at: 1).samples)
    #expect(try sample(grid, tile: 2) == ColorMap.redBlue.color(at: 0).samples)
    #expect(try sample(grid, tile: 3) == [128, 128, 128])
  }

  @Test func whatIsHeldIsSaid() {
    let grid = ImageGrid(tiles: [flat(2)])
    #expect(
      RecordingCanvas(grid).texts.contains { $0.text.hasPrefix("16 values lie outside of 0 to 1") })
    #expect(
      !RecordingCanvas(ImageGrid(tiles: [flat(1)])).texts.contains { $0.text.contains("lie") })
  }

  @Test func whatIsNoNumberHasItsOwnColour() throws {
    let grid = ImageGrid(
      tiles: [flat(.nan), flat(.infinity), flat(.nan, channels: 3)], scaling: .each)
    #expect(try sample(grid, tile: 0) == ColorMap.missing.samples)
    #expect(try sample(grid, tile: 1) == ColorMap.infinite.samples)
    #expect(try sample(grid, tile: 2) == ColorMap.missing.samples)
    #expect(RecordingCanvas(grid).texts.contains { $0.text.contains("pink: not a number") })
  }

  @Test func accentsFrameTiles() throws {
    let red = Color(0xC62828)
    let grid = ImageGrid(tiles: [.init(image: .zeros([1, 8, 8]), caption: "fooled", accent: red)])
    let place = GridArrangement(grid).place(0)
    #expect(try sample(grid, tile: 0, x: -1 / place.width) == red.samples)
  }

  @Test func fourThousandTilesStillDraw() throws {
    let images = Tensor(
      shape: [4096, 1, 3, 3], scalars: (0..<4096 * 9).map { Float($0 % 256) / 255 })
    let grid = ImageGrid(title: "4,096 tiles", images: images)
    let image = try pixels(of: grid)
    #expect(image.width < 4000 && image.height < 4000)
    let place = GridArrangement(grid).place(4095)
    let origin = GridArrangement(grid).frame.origin
    let corner = image[Int((origin.x + place.x) * 2) + 1, Int((origin.y + place.y) * 2) + 1]
    #expect(corner == [UInt8](repeating: UInt8(4095 * 9 % 256), count: 3))
    #expect(RecordingCanvas(grid).pictures.count == 4096)
  }

  @Test func picturesOfDifferentSizesShareAGrid() throws {
    let grid = ImageGrid(tiles: [
      .init(image: Tensor(repeating: 0.5, shape: [1, 4, 8])),
      .init(image: Tensor(repeating: 0.5, shape: [3, 9, 2])),
      .init(image: Tensor(repeating: 0.5, shape: [300, 400])),
    ])
    let pictures = RecordingCanvas(grid).pictures
    for (index, ratio) in [2, 2.0 / 9, 4.0 / 3].enumerated() {
      let place = pictures[index].place
      #expect(abs(place.width / place.height - ratio) < 0.05)
      #expect(!pictures.enumerated().contains { $0 != index && $1.place.intersects(place) })
    }
  }

  @Test func nothingAndNonsenseAreErrors() {
    let wrong: [ImageGrid] = [
      ImageGrid(tiles: []), ImageGrid(tiles: [.init(image: Tensor([1]))]),
      ImageGrid(tiles: [.init(image: .zeros([1, 0, 3]))]), ImageGrid(tiles: [flat(0)], columns: 0),
      ImageGrid(tiles: [flat(0)], tileSize: -1), ImageGrid(tiles: [flat(0)], tileSize: .nan),
    ]
    for grid in wrong { #expect(throws: FoveaError.self) { try grid.pngData() } }
  }
}

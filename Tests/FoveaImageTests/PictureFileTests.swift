import FoveaImage
import FoveaTensor
import Foundation
import Testing

@Suite struct PictureFileTests {
  let folder = TemporaryFolder()

  @Test func theContentDecidesNotTheName() throws {
    let image = PixelImage(width: 2, height: 2, repeating: [7])
    let path = folder.path("picture.jpg")
    try PNGFile.write(image, text: [("seed", "3")], to: path)
    #expect(try PixelImage.read(path) == image)
    #expect(try PNGFile.read(path).text.first?.value == "3")
    try Sample.grey.write(to: URL(fileURLWithPath: folder.path("picture.png")))
    #expect(try PixelImage.read(folder.path("picture.png")).channels == 1)
  }

  @Test func errorsNameThePath() throws {
    let cases: [(String, Data?)] = [
      ("missing.png", nil), ("text.png", Data("hello".utf8)), ("empty.png", Data()),
      ("cut.png", Sample.palette.prefix(40)), ("cut.jpg", Sample.grey.prefix(200)),
    ]
    for (name, bytes) in cases {
      let path = folder.path(name)
      try bytes?.write(to: URL(fileURLWithPath: path))
      let error = #expect(throws: FoveaError.self) { try PixelImage.read(path) }
      #expect(error?.message.contains(path) == true)
      #expect(error?.message.contains("\n") == false)
    }
    #expect(throws: FoveaError.self) { try PixelImage.read(folder.path(".")) }
  }

  @Test func nothingIsLeftWhereNothingCanBeWritten() throws {
    let image = PixelImage(width: 2, height: 2, repeating: [7])
    #expect(throws: FoveaError.self) { try PNGFile.write(image, to: folder.path("no/x.png")) }
    #expect(throws: FoveaError.self) {
      try PNGFile.write(image, text: [("", "")], to: folder.path("x.png"))
    }
    #expect(folder.names.isEmpty)
  }
}

/// A folder that goes away with its owner.
final class TemporaryFolder: Sendable {
  private let url: URL

  init() {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("fovea-\(UUID())")
    try? FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  var names: [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? ["unreadable"]
  }
}

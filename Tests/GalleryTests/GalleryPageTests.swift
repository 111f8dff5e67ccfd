import Foundation
import Fovea
import Gallery
import Testing

@Suite("Gallery page")
struct GalleryPageTests {
  private func page(_ out: String) throws -> String {
    try String(contentsOfFile: "\(out)/README.md", encoding: .utf8)
  }

  @Test("The page shows each picture with its explanation and command")
  func shows() throws {
    let out = Sample.folder()
    defer { try? FileManager.default.removeItem(atPath: out) }
    let exhibit = try #require(try Gallery.exhibits(named: ["first-layer-filters"]).first)
    try Gallery.run(only: [exhibit.name], in: Studio(effort: .least, out: out))
    let text = try page(out)
    #expect(text.contains("## \(exhibit.title)"))
    #expect(text.contains(exhibit.explanation))
    #expect(text.contains("![\(exhibit.title)](first-layer-filters.png)"))
    #expect(text.contains("`fovea gallery --only first-layer-filters`"))
    #expect(text.contains("| deep-cnn: test accuracy |"))
    #expect(FileManager.default.fileExists(atPath: "\(out)/first-layer-filters.png"))
  }

  @Test("Making one exhibit again keeps the others' parts, in the gallery's order")
  func keeps() throws {
    let out = Sample.folder()
    defer { try? FileManager.default.removeItem(atPath: out) }
    let studio = Studio(effort: .least, out: out)
    try Gallery.run(only: ["filters-before-and-after"], in: studio)
    let alone = try page(out)
    try Gallery.run(only: ["first-layer-filters"], in: studio)
    let both = try page(out)
    #expect(both.count > alone.count)
    let first = try #require(both.range(of: "## First-layer filters"))
    let second = try #require(both.range(of: "## Filters before and after training"))
    #expect(first.lowerBound < second.lowerBound)
    try Gallery.run(only: ["first-layer-filters"], in: studio)
    #expect(try page(out) == both)
  }

  @Test("The committed gallery lists every exhibit, and has every picture that it shows")
  func committed() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let folder = root.appendingPathComponent("gallery").path
    let text = try page(folder)
    for exhibit in Gallery.exhibits {
      #expect(text.contains("## \(exhibit.title)"))
      #expect(text.contains(exhibit.explanation))
    }
    let shown = text.matches(of: /\]\(([a-z-]+\.png)\)/).map { String($0.output.1) }
    #expect(shown.count >= Gallery.exhibits.count)
    for file in shown {
      #expect(FileManager.default.fileExists(atPath: "\(folder)/\(file)"), "\(file)")
    }
  }
}

import Foundation
import Fovea
import Gallery
import Testing

@Suite("Gallery pages")
struct GalleryPagesTests {
  private func page(_ out: String, _ name: String = "lecture-003.md") throws -> String {
    try String(contentsOfFile: "\(out)/\(name)", encoding: .utf8)
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
    #expect(text.contains("![What two networks look for first](first-layer-filters.png)"))
    #expect(text.contains("*In the lecture: First-layer filters are edge detectors*"))
    #expect(text.contains("`fovea gallery --only first-layer-filters`"))
    #expect(text.contains("| deep-cnn: test accuracy |"))
    #expect(FileManager.default.fileExists(atPath: "\(out)/first-layer-filters.png"))
    #expect(FileManager.default.fileExists(atPath: "\(out)/first-layer-filters.svg"))
    let index = try page(out, "README.md")
    #expect(index.contains("![\(exhibit.title)](first-layer-filters.png)"))
    #expect(index.contains("(lecture-003.md#first-layer-filters)"))
  }

  @Test("Making one exhibit again keeps the others' parts, in the lecture's order")
  func keeps() throws {
    let out = Sample.folder()
    defer { try? FileManager.default.removeItem(atPath: out) }
    let studio = Studio(effort: .least, out: out)
    try Gallery.run(only: ["feature-maps"], in: studio)
    let alone = try page(out)
    try Gallery.run(only: ["first-layer-filters"], in: studio)
    let both = try page(out)
    #expect(both.count > alone.count)
    // The gallery shows them the other way round.
    let first = try #require(both.range(of: "## Feature maps at several layers"))
    let second = try #require(both.range(of: "## First-layer filters"))
    #expect(first.lowerBound < second.lowerBound)
    try Gallery.run(only: ["first-layer-filters"], in: studio)
    #expect(try page(out) == both)
  }

  @Test("Each lecture's page begins with what the lecture begins with")
  func lectureOrder() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    for lecture in Lecture.allCases {
      let page = try page(
        root.appendingPathComponent("gallery").path, "lecture-\(lecture.rawValue).md")
      let shown = page.matches(of: /<!-- exhibit ([a-z0-9-]+) -->/).map { String($0.output.1) }
      #expect(!shown.isEmpty, "lecture \(lecture.rawValue)")
      var order: [String] = []
      for name in lecture.figures.flatMap(\.exhibits) where !order.contains(name) {
        order.append(name)
      }
      #expect(shown == order.filter { shown.contains($0) }, "lecture \(lecture.rawValue)")
    }
  }

  @Test("As HTML a page holds its pictures, and its links lead to headings that are there")
  func html() throws {
    let out = Sample.folder()
    defer { try? FileManager.default.removeItem(atPath: out) }
    try Gallery.run(
      only: ["first-layer-filters"], html: true, in: Studio(effort: .least, out: out))
    let text = try page(out, "lecture-003.html")
    #expect(text.contains("src=\"data:image/png;base64,"))
    #expect(!text.contains(".png\">"))
    #expect(text.contains("<h2 id=\"first-layer-filters\">"))
    #expect(text.contains("href=\"#first-layer-filters\""))
    #expect(try page(out, "index.html").contains("href=\"lecture-003.html#first-layer-filters\""))
  }

  @Test("The exhibits of a lecture are those that name it")
  func lectures() throws {
    for lecture in Lecture.allCases {
      let names = try Gallery.exhibits(named: [], of: lecture).map(\.name)
      #expect(names == Gallery.exhibits.filter { $0.lectures.contains(lecture) }.map(\.name))
      #expect(!names.isEmpty)
    }
    #expect(throws: FoveaError("the exhibit 'hidden-units' is not of lecture 004")) {
      try Gallery.exhibits(named: ["hidden-units"], of: .ma)
    }
  }

  @Test("The committed gallery shows every exhibit, and has every picture that it shows")
  func committed() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let folder = root.appendingPathComponent("gallery").path
    var text = try page(folder, "README.md")
    for lecture in Lecture.allCases {
      let page = try page(folder, "lecture-\(lecture.rawValue).md")
      for exhibit in Gallery.exhibits where exhibit.lectures.contains(lecture) {
        #expect(page.contains("## \(exhibit.title)"))
        #expect(page.contains(exhibit.explanation))
      }
      text += page
    }
    let shown = text.matches(of: /\]\(([a-z0-9-]+\.png)\)/).map { String($0.output.1) }
    #expect(Set(shown).count >= Gallery.exhibits.count)
    for file in Set(shown) {
      #expect(FileManager.default.fileExists(atPath: "\(folder)/\(file)"), "\(file)")
    }
  }
}

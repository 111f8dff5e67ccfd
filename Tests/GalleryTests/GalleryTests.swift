import Foundation
import Fovea
import Gallery
import Testing

@Suite("Gallery")
struct GalleryTests {
  @Test("Names of exhibits and of their pictures are unique")
  func uniqueNames() throws {
    let names = Gallery.exhibits.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(names.count >= 10)
    let files = try Sample.figures().values.flatMap { $0.map(\.file) }
    #expect(Set(files).count == files.count)
  }

  @Test("An unknown exhibit is an error with the nearest names, before anything is made")
  func unknownName() {
    let out = Sample.folder()
    let error = #expect(throws: FoveaError.self) {
      try Gallery.run(only: ["feature-map"], in: Studio(effort: .least, out: out))
    }
    #expect(error?.message.contains("feature-maps") == true)
    #expect(!FileManager.default.fileExists(atPath: out))
  }

  @Test("Chosen exhibits keep the gallery's order")
  func order() throws {
    let chosen = try Gallery.exhibits(named: ["feature-maps", "first-layer-filters"])
    #expect(chosen.map(\.name) == ["first-layer-filters", "feature-maps"])
  }

  @Test("The same seed gives the same bytes, another seed others")
  func sameBytes() throws {
    func bytes(seed: UInt64) throws -> [Data] {
      let out = Sample.folder()
      defer { try? FileManager.default.removeItem(atPath: out) }
      try Gallery.run(
        only: ["filters-before-and-after"], in: Studio(seed: seed, effort: .least, out: out))
      return try ["filters-before-and-after.png", "lecture-003.md"].map {
        try Data(contentsOf: URL(fileURLWithPath: "\(out)/\($0)"))
      }
    }
    let first = try bytes(seed: 3)
    #expect(try bytes(seed: 3) == first)
    #expect(try bytes(seed: 4)[0] != first[0])
  }

  @Test("Pictures bear seed, effort, command and numbers in their text chunks")
  func settings() throws {
    let out = Sample.folder()
    defer { try? FileManager.default.removeItem(atPath: out) }
    try Gallery.run(only: ["first-layer-filters"], in: Studio(seed: 5, effort: .least, out: out))
    let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(out)/first-layer-filters.png"))
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains("fovea gallery --only first-layer-filters --seed 5"))
    #expect(text.contains("deep-cnn: test accuracy"))
  }

  @Test("Missing pictures are one clear error, and leave no file but the page of what was made")
  func missingData() {
    let out = Sample.folder()
    defer { try? FileManager.default.removeItem(atPath: out) }
    let nowhere = DataPlaces(folders: [.fashion: "\(out)-none", .digits: "\(out)-none"])
    let studio = Studio(effort: .least, out: out, places: nowhere)
    let error = #expect(throws: FoveaError.self) {
      try Gallery.run(only: ["hidden-units"], in: studio)
    }
    #expect(error?.message.contains("hidden-units") == true)
    #expect(error?.message.contains("fetch-mnist") == true)
    #expect((try? FileManager.default.contentsOfDirectory(atPath: out)) == [])
  }

  @Test("An exhibit without its weights is left out, and an error where it was asked for")
  func missingWeights() throws {
    let out = Sample.folder()
    defer { try? FileManager.default.removeItem(atPath: out) }
    let places = DataPlaces(folders: DataPlaces.standard.folders, models: "\(out)-none")
    let studio = Studio(effort: .least, out: out, places: places)
    for exhibit in Gallery.exhibits where exhibit.name.hasPrefix("imagenet") {
      #expect(exhibit.obstacle(in: studio)?.contains("'make models' fetches them") == true)
    }
    let error = #expect(throws: FoveaError.self) {
      try Gallery.run(only: ["imagenet-maps"], in: studio)
    }
    #expect(error?.message.contains("'make models' fetches") == true)
  }

  @Test("A folder that cannot be made is an error")
  func unwritable() {
    #expect(throws: FoveaError.self) {
      try Gallery.run(
        only: ["hidden-units"], in: Studio(effort: .least, out: "/dev/null/gallery"))
    }
  }
}

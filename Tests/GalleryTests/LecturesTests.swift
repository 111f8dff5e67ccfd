import Foundation
import Fovea
import Gallery
import Testing

/// `docs/lectures.md` lists every figure of the lectures with what computes it: kept true here.
@Suite("The list of the lectures' figures")
struct LecturesTests {
  /// A row of a lecture's table: the names in its cells.
  struct Row {
    let shows: String
    let exhibits: [String]
    let notebooks: [String]
    let tests: [String]
  }

  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The rows below the heading of each lecture's number.
  private static func tables() throws -> [Lecture: [Row]] {
    let page = try String(
      contentsOf: root.appendingPathComponent("docs/lectures.md"), encoding: .utf8)
    var tables: [Lecture: [Row]] = [:]
    var lecture: Lecture?
    for line in page.components(separatedBy: "\n") {
      if line.hasPrefix("## ") { lecture = Lecture(rawValue: String(line.dropFirst(3))) }
      guard let lecture, line.hasPrefix("| "), !line.hasPrefix("| What the lecture shows") else {
        continue
      }
      let cells = line.components(separatedBy: "|").dropFirst().dropLast()
      try #require(cells.count == 4, "\(line) has \(cells.count) cells")
      let names = cells.dropFirst().map { cell in
        cell.components(separatedBy: "`").enumerated().filter { $0.offset % 2 == 1 }
          .map { $0.element }
      }
      tables[lecture, default: []].append(
        Row(
          shows: cells[cells.startIndex].trimmingCharacters(in: .whitespaces),
          exhibits: names[0], notebooks: names[1], tests: names[2]))
    }
    return tables
  }

  private static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: root.appendingPathComponent(path).path)
  }

  @Test("Each lecture has a table, and no row is without an exhibit, notebook or test")
  func rows() throws {
    let tables = try Self.tables()
    for lecture in Lecture.allCases {
      let rows = try #require(tables[lecture], "no table for lecture \(lecture.rawValue)")
      #expect(rows.count >= 12)
      #expect(Set(rows.map(\.shows)).count == rows.count)
      for row in rows {
        #expect(!(row.exhibits + row.notebooks + row.tests).isEmpty, "\(row.shows)")
      }
    }
  }

  @Test("Each exhibit stands in the table of each lecture that it names, and in no other")
  func exhibits() throws {
    let tables = try Self.tables()
    for lecture in Lecture.allCases {
      let listed = Set((tables[lecture] ?? []).flatMap(\.exhibits))
      let made = Set(Gallery.exhibits.filter { $0.lectures.contains(lecture) }.map(\.name))
      #expect(made.subtracting(listed).sorted() == [], "missing in \(lecture.rawValue)")
      #expect(listed.subtracting(made).sorted() == [], "not of lecture \(lecture.rawValue)")
    }
  }

  @Test("The gallery lists the figures and their exhibits as the table does, in its order")
  func figures() throws {
    let tables = try Self.tables()
    for lecture in Lecture.allCases {
      let rows = tables[lecture] ?? []
      let figures = lecture.figures
      #expect(figures.map(\.shows) == rows.map(\.shows), "lecture \(lecture.rawValue)")
      #expect(figures.map(\.exhibits) == rows.map(\.exhibits), "lecture \(lecture.rawValue)")
    }
  }

  @Test("Each notebook and each test file exists, and each lecture has a notebook of its own")
  func files() throws {
    let tables = try Self.tables()
    for (lecture, rows) in tables {
      #expect(rows.contains { $0.notebooks.contains("lecture-\(lecture.rawValue)") })
      for name in Set(rows.flatMap(\.notebooks)) {
        #expect(Self.exists("notebooks-txt/\(name).swift"), "\(name)")
      }
      for name in Set(rows.flatMap(\.tests)) {
        #expect(Self.exists("Tests/\(name).swift"), "\(name)")
      }
    }
  }
}

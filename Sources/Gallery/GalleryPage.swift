import Foundation
import Fovea

/// The `README.md` of a gallery: a part for each exhibit, between marks by which the next run finds it again.
struct GalleryPage {
  private let path: String
  private var parts: [String: String] = [:]

  /// Reads the page of a folder, if there is one.
  init(folder: String) {
    path = "\(folder)/README.md"
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return }
    for exhibit in Gallery.exhibits {
      guard let start = text.range(of: Self.mark(exhibit.name)),
        let end = text.range(of: Self.end, range: start.upperBound..<text.endIndex)
      else { continue }
      parts[exhibit.name] = String(text[start.upperBound..<end.lowerBound])
    }
  }

  private static func mark(_ name: String) -> String { "<!-- exhibit \(name) -->\n" }
  private static let end = "<!-- end -->\n"

  /// Puts an exhibit's part in the place of the old one.
  mutating func update(_ exhibit: any Exhibit, _ figures: [ExhibitFigure], _ studio: Studio) {
    var text = "## \(exhibit.title)\n\n\(exhibit.explanation)\n"
    for made in figures {
      text += "\n![\(exhibit.title)](\(made.file).png)\n"
      guard !made.facts.isEmpty else { continue }
      text += "\n| Measured | |\n|---|---:|\n"
      for fact in made.facts { text += "| \(Self.escaped(fact.name)) | \(fact.text) |\n" }
    }
    text += "\nMade again by `\(exhibit.command(in: studio))`.\n"
    parts[exhibit.name] = text
  }

  /// A text that does not end a cell of a table.
  private static func escaped(_ text: String) -> String {
    text.replacingOccurrences(of: "|", with: "\\|")
  }

  /// The page.
  var text: String {
    var text = "# Gallery\n\n"
    text +=
      "Every picture is computed from real data by networks trained on the spot, or on ImageNet elsewhere: "
    text += "`make gallery` makes them all, `fovea gallery --only NAME` one of them. "
    text += "Settings, seed and numbers also stand in each PNG's text chunks.\n"
    let shown = Gallery.exhibits.filter { parts[$0.name] != nil }
    text += "\n" + shown.map { "* [\($0.title)](#\(Self.anchor($0.title)))\n" }.joined()
    for exhibit in shown {
      text += "\n" + Self.mark(exhibit.name) + (parts[exhibit.name] ?? "") + Self.end
    }
    return text
  }

  /// The anchor that code hosts give to a heading.
  static func anchor(_ title: String) -> String {
    String(
      title.lowercased().compactMap { letter in
        letter == " " ? "-" : letter.isLetter || letter.isNumber || letter == "-" ? letter : nil
      })
  }

  /// Writes the page whole or not at all.
  ///
  /// - Throws: `FoveaError` with the path and the reason.
  func write() throws(FoveaError) { try writeAtomically(Data(text.utf8), to: path) }
}

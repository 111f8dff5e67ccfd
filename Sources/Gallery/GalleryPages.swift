import Foundation
import Fovea

/// The pages of a gallery: one for each lecture with a part for each of its exhibits, and `README.md` that leads to them.
///
/// Parts stand between marks by which the next run finds them again; headings, and what of the lecture an exhibit makes anew,
/// stand before the first mark.
struct GalleryPages {
  private let folder: String
  private var parts: [String: String] = [:]

  /// Reads the pages of a folder, as far as there are any.
  init(folder: String) {
    self.folder = folder
    for lecture in Lecture.allCases {
      let path = "\(folder)/\(lecture.page).md"
      guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { continue }
      for exhibit in Gallery.exhibits where exhibit.lectures.contains(lecture) {
        guard let start = text.range(of: Self.mark(exhibit.name)),
          let end = text.range(of: Self.end, range: start.upperBound..<text.endIndex)
        else { continue }
        parts[exhibit.name] = String(text[start.upperBound..<end.lowerBound])
      }
    }
  }

  private static func mark(_ name: String) -> String { "<!-- exhibit \(name) -->\n" }
  private static let end = "<!-- end -->\n"

  /// Puts an exhibit's part in the place of the old one.
  mutating func update(_ exhibit: any Exhibit, _ figures: [ExhibitFigure], _ studio: Studio) {
    var text = "\n\(exhibit.explanation)\n"
    for made in figures {
      let alternative = made.alternative.isEmpty ? exhibit.title : made.alternative
      text += "\n![\(alternative)](\(made.file).png)\n"
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

  /// The exhibits of a lecture that have been made, in the order of the figures that they make anew.
  private func made(of lecture: Lecture) -> [any Exhibit] {
    let order = lecture.figures.flatMap(\.exhibits)
    func place(_ exhibit: any Exhibit) -> Int {
      order.firstIndex(of: exhibit.name) ?? order.count
    }
    let made = Gallery.exhibits.filter { exhibit in
      parts[exhibit.name] != nil && exhibit.lectures.contains(lecture)
    }
    return made.enumerated().sorted { first, second in
      (place(first.element), first.offset) < (place(second.element), second.offset)
    }.map(\.element)
  }

  // MARK: - Markdown

  /// The page of a lecture.
  func page(of lecture: Lecture) -> String {
    var text = "# \(lecture.title)\n\n"
    text +=
      "Figures of lecture \(lecture.rawValue) (\(lecture.source)), in its order, each from a real computation. "
    text += "[All exhibits](README.md)\n"
    let shown = made(of: lecture)
    text += "\n" + shown.map { "* [\($0.title)](#\(Self.anchor($0.title)))\n" }.joined()
    for exhibit in shown {
      let shows = lecture.figures.filter { $0.exhibits.contains(exhibit.name) }.map(\.shows)
      text += "\n## \(exhibit.title)\n\n"
      if !shows.isEmpty { text += "*In the lecture: \(shows.joined(separator: "; "))*\n\n" }
      text += Self.mark(exhibit.name) + (parts[exhibit.name] ?? "") + Self.end
    }
    return text
  }

  /// The page that leads to the others; without pictures it is a list, which stays small when a page holds its pictures.
  func index(pictures: Bool = true) -> String {
    var text = "# Gallery\n\n"
    text += "Every picture comes from a real computation. "
    text +=
      "`make gallery` makes them all, `fovea gallery --only NAME` one of them, `--lecture 003` those of a lecture. "
    text +=
      "Settings, seed and numbers also stand in each picture's file, and beside each PNG lies an SVG.\n\n"
    text +=
      "`make build` puts `fovea` into `.build/release`; `make data` fetches the digits and texts (or `scripts/fetch-text.sh` "
    text +=
      "the texts alone), `make models` the weights trained on ImageNet: exhibits whose data are not there are left out. "
    text +=
      "Whatever is made again overwrites its pictures and pages in `gallery/`, unless `--out` names another folder.\n\n"
    text += "| | Lecture | Exhibits |\n|---|---|---:|\n"
    for lecture in Lecture.allCases {
      let count = made(of: lecture).count
      text +=
        "| \(lecture.rawValue) | [\(lecture.title)](\(lecture.page).md) (\(lecture.source)) | \(count) |\n"
    }
    for room in Room.allCases {
      let shown = room.exhibits.filter { parts[$0.name] != nil }
      guard !shown.isEmpty else { continue }
      text += "\n## \(room.title)\n\n"
      text +=
        pictures
        ? Self.wall(shown.map(thumbnail)) : shown.map { "* \(Self.link(to: $0))\n" }.joined()
    }
    return text
  }

  /// Thumbnails, three abreast.
  private static func wall(_ cells: [String]) -> String {
    var text = "| | | |\n|---|---|---|\n"
    for start in stride(from: 0, to: cells.count, by: 3) {
      let row = cells[start..<min(start + 3, cells.count)]
      let empty = repeatElement("", count: 3 - row.count)
      text += "| " + (row + empty).joined(separator: " | ") + " |\n"
    }
    return text
  }

  /// An exhibit's first picture above its title, which leads to its part.
  private func thumbnail(_ exhibit: any Exhibit) -> String {
    let link = Self.link(to: exhibit)
    guard let part = parts[exhibit.name],
      let picture = part.firstMatch(of: /!\[[^\]]*\]\(([^)]+)\)/)?.output.1
    else { return link }
    return "![\(exhibit.title)](\(picture))<br>\(link)"
  }

  /// The way to an exhibit's part on the page of its first lecture.
  private static func link(to exhibit: any Exhibit) -> String {
    let page = exhibit.lectures.first.map { "\($0.page).md" } ?? ""
    return "[\(exhibit.title)](\(page)#\(anchor(exhibit.title)))"
  }

  /// The anchor that code hosts give to a heading.
  static func anchor(_ title: String) -> String {
    String(
      title.lowercased().compactMap { letter in
        letter == " " ? "-" : letter.isLetter || letter.isNumber || letter == "-" ? letter : nil
      })
  }

  // MARK: - Files

  /// Writes each page whole or not at all.
  ///
  /// - Throws: `FoveaError` with the path and the reason.
  func write() throws(FoveaError) {
    try write(index(), to: "README.md")
    for lecture in shownLectures { try write(page(of: lecture), to: "\(lecture.page).md") }
  }

  /// Writes each page as HTML too, with the pictures that lie in the folder.
  ///
  /// - Throws: `FoveaError` with the path and the reason.
  func writeHTML() throws(FoveaError) {
    let html = GalleryHTML(folder: folder)
    for lecture in shownLectures {
      try write(html.page(lecture.title, page(of: lecture)), to: "\(lecture.page).html")
    }
    try write(html.page("Gallery", index(pictures: false)), to: "index.html")
  }

  private var shownLectures: [Lecture] { Lecture.allCases.filter { !made(of: $0).isEmpty } }

  private func write(_ text: String, to name: String) throws(FoveaError) {
    try writeAtomically(Data(text.utf8), to: "\(folder)/\(name)")
  }
}

import Foundation
public import Fovea

/// All exhibits, and what makes their pictures.
public enum Gallery {
  /// The exhibits in the order in which a visitor walks.
  public static let exhibits: [any Exhibit] = Room.allCases.flatMap(\.exhibits)

  /// Makes exhibits: a PNG and an SVG of each figure, a page for each lecture and a `README.md` that leads to them, in a
  /// folder that is made where it is missing.
  ///
  /// Pages that are there keep their parts on exhibits that are not made now. An exhibit that fails is reported and passed
  /// over; the error comes at the end. One that cannot be made here is left out, unless it was asked for by name.
  ///
  /// - Parameters:
  ///   - only: the names of the exhibits; none for all.
  ///   - lecture: the lecture to whose page they belong; `nil` for every one.
  ///   - html: whether each page is written as one HTML file too, with the pictures inside.
  /// - Throws: `FoveaError` for an unknown name, with the nearest ones, before anything is computed; and where an exhibit
  ///   fails or a file cannot be written.
  public static func run(
    only: [String] = [], lecture: Lecture? = nil, html: Bool = false, in studio: Studio
  ) throws {
    let chosen = try exhibits(named: only, of: lecture)
    try makeFolder(studio.out)
    var pages = GalleryPages(folder: studio.out)
    var failures: [String] = []
    let began = ContinuousClock().now
    var leftOut = 0
    for (index, exhibit) in chosen.enumerated() {
      studio.begin("[\(index + 1)/\(chosen.count)] \(exhibit.name): ")
      if only.isEmpty, let obstacle = exhibit.obstacle(in: studio) {
        studio.report("left out: \(obstacle)")
        leftOut += 1
        continue
      }
      do {
        pages.update(exhibit, try make(exhibit, in: studio), studio)
        try pages.write()
      } catch {
        failures.append("\(exhibit.name): \(error)")
        studio.report("failed: \(error)")
      }
    }
    // The pictures stand inside of HTML pages, which makes them large: they are written once.
    if html { try pages.writeHTML() }
    studio.begin("")
    let seconds = (ContinuousClock().now - began) / .seconds(1)
    studio.report(
      "\(chosen.count - failures.count - leftOut) of \(chosen.count) exhibits in \(seconds.short) s, "
        + "\(studio.trainingSeconds.short) s of them training; see \(studio.out)/README.md")
    guard failures.isEmpty else {
      throw FoveaError("the gallery is not complete: " + failures.joined(separator: "; "))
    }
  }

  /// The exhibits of some names, or of a lecture, in the gallery's order; all without a name and a lecture.
  ///
  /// - Throws: `FoveaError` for an unknown name, with the nearest ones; where a named exhibit is not of the lecture.
  public static func exhibits(
    named names: [String], of lecture: Lecture? = nil
  ) throws(FoveaError) -> [any Exhibit] {
    let hung = exhibits.filter { exhibit in lecture.map(exhibit.lectures.contains) ?? true }
    for name in names where !hung.contains(where: { $0.name == name }) {
      if let lecture, exhibits.contains(where: { $0.name == name }) {
        throw FoveaError("the exhibit '\(name)' is not of lecture \(lecture.rawValue)")
      }
      throw FoveaError.unknown("exhibit", name, known: exhibits.map(\.name))
    }
    return names.isEmpty ? hung : hung.filter { names.contains($0.name) }
  }

  private static func makeFolder(_ path: String) throws(FoveaError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw FoveaError("cannot make the folder '\(path)': \(error.localizedDescription)")
    }
  }

  /// Draws an exhibit and writes its pictures.
  private static func make(_ exhibit: any Exhibit, in studio: Studio) throws -> [ExhibitFigure] {
    PeakMemory.reset()
    let began = ContinuousClock().now
    let figures = try exhibit.draw(in: studio)
    for made in figures {
      let settings = settings(of: made, exhibit, studio)
      let path = "\(studio.out)/\(made.file)"
      if let animation = made.animation {
        try animation.write(to: "\(path).png", settings: settings)
      } else {
        try made.figure.write(to: "\(path).png", settings: settings)
      }
      try made.figure.write(to: "\(path).svg", settings: settings)
    }
    let seconds = (ContinuousClock().now - began) / .seconds(1)
    let memory = (Double(PeakMemory.bytes) / 1_048_576).short
    studio.report(
      "\(figures.map { "\($0.file).png" }.joined(separator: ", ")) in \(seconds.short) s, "
        + "at most \(memory) MiB")
    return figures
  }

  /// What a picture's text chunks say: enough to make it again.
  private static func settings(
    of made: ExhibitFigure, _ exhibit: any Exhibit, _ studio: Studio
  ) -> [Setting] {
    [
      ("Title", exhibit.title), ("Exhibit", exhibit.name), ("Seed", "\(studio.seed)"),
      ("Effort", studio.effort.name), ("Command", exhibit.command(in: studio)),
      ("Numbers", made.facts.map { "\($0.name): \($0.text)" }.joined(separator: "; ")),
    ]
  }
}

extension Exhibit {
  /// The command that makes it again.
  func command(in studio: Studio) -> String {
    "fovea gallery --only \(name)" + (studio.effort == .quick ? " --quick" : "")
      + (studio.seed == 0 ? "" : " --seed \(studio.seed)")
  }
}

import ArgumentParser
import Fovea
import Gallery

/// All exhibits: networks trained on the spot, and what is seen in them.
struct GalleryVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "gallery",
    abstract: "Trains networks and draws every exhibit, with a page that explains them.",
    discussion: """
      Networks that several exhibits show are trained once. The same seed gives the same pictures.

      Examples:
        fovea gallery --only first-layer-filters --only fading-gradients --out pictures
        fovea gallery --lecture 003 --html
      """)

  @Option(help: "The name of an exhibit to make; may be given several times. (default: all)")
  var only: [String] = []
  @Option(help: "The number of a lecture, such as 003, to make only its exhibits.")
  var lecture: String?
  @Flag(help: "Write each page as one HTML file too, with the pictures inside.") var html = false
  @Flag(help: "Use a part of the data and of the training.") var quick = false
  @Flag(help: "List the exhibits and make none.") var list = false
  @Option(help: "The folder.") var out = "gallery"
  @OptionGroup var general: GeneralOptions

  struct Facts: Encodable {
    let exhibits: [String]
  }

  func perform() throws -> Written<Facts> {
    let lecture = try chosenLecture()
    let chosen = try Gallery.exhibits(named: only, of: lecture)
    let facts = Facts(exhibits: chosen.map(\.name))
    if list {
      return Written([], facts: facts, lines: chosen.map(Self.line))
    }
    let studio = Studio(seed: general.seed, effort: quick ? .quick : .full, out: out) {
      Console.note($0)
    }
    try Gallery.run(only: only, lecture: lecture, html: html, in: studio)
    return Written(["\(out)/README.md"], facts: facts)
  }

  private func chosenLecture() throws(FoveaError) -> Lecture? {
    guard let lecture else { return nil }
    guard let known = Lecture(rawValue: lecture) else {
      throw FoveaError.unknown("lecture", lecture, known: Lecture.allCases.map(\.rawValue))
    }
    return known
  }

  /// An exhibit's name, title and lectures.
  private static func line(_ exhibit: any Exhibit) -> String {
    let lectures = exhibit.lectures.map(\.rawValue).joined(separator: ", ")
    return "\(exhibit.name): \(exhibit.title) (lecture \(lectures))"
  }
}

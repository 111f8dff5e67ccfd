import ArgumentParser
import Fovea
import Gallery

/// All exhibits: networks are trained on the spot and pictures drawn.
struct GalleryVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "gallery",
    abstract: "Makes the gallery: trains networks on real data and draws every exhibit.",
    discussion: """
      Exhibits: \(Gallery.exhibits.map(\.name).joined(separator: ", ")).

      Examples:
        fovea gallery --out gallery
        fovea gallery --only \(Gallery.exhibits.first?.name ?? "") --quick
      """)

  @Option(help: "An exhibit to make; may be given several times. (default: all)")
  var only: [String] = []
  @Flag(help: "Be content with a part of the data and of the training.") var quick = false
  @Option(help: "The folder for the pictures and the page that shows them.") var out = "gallery"
  @OptionGroup var general: GeneralOptions

  struct Facts: Encodable {
    let exhibits: [String]
    let isQuick: Bool
    let seed: UInt64
  }

  func perform() throws -> Written<Facts> {
    let chosen = try Gallery.exhibits(named: only)
    try Writable.makeFolder(out)
    try Gallery.run(only: only, quick: quick, out: out, seed: general.seed) { Console.note($0) }
    return Written(
      ["\(out)/README.md"],
      facts: Facts(exhibits: chosen.map(\.name), isQuick: quick, seed: general.seed))
  }
}

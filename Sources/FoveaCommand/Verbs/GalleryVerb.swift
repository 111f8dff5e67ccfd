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

      Example:
        fovea gallery --only first-layer-filters --only gradients-through-time --out pictures
      """)

  @Option(help: "The name of an exhibit to make; may be given several times. (default: all)")
  var only: [String] = []
  @Flag(help: "Use a part of the data and of the training.") var quick = false
  @Flag(help: "List the exhibits and make none.") var list = false
  @Option(help: "The folder.") var out = "gallery"
  @OptionGroup var general: GeneralOptions

  struct Facts: Encodable {
    let exhibits: [String]
  }

  func perform() throws -> Written<Facts> {
    let chosen = try Gallery.exhibits(named: only)
    let facts = Facts(exhibits: chosen.map(\.name))
    if list {
      return Written([], facts: facts, lines: chosen.map { "\($0.name): \($0.title)" })
    }
    try Gallery.run(only: only, quick: quick, out: out, seed: general.seed) { Console.note($0) }
    return Written(["\(out)/README.md"], facts: facts)
  }
}

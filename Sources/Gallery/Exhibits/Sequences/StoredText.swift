import Foundation

/// A text that `scripts/fetch-text.sh` fetches.
struct StoredText: Sendable {
  /// What it is called, in the plural.
  let name: String
  /// The name of its file.
  let file: String
  /// Where the part begins that is not learnt: a title near its end.
  let heldFrom: String
  /// Characters of a training step, through which gradients pass.
  let length: Int
  /// Training steps at full effort.
  let steps: Int

  /// 37 plays; the last is held back.
  static let plays = StoredText(
    name: "Shakespeare's plays", file: "shakespeare.txt", heldFrom: "\nTHE WINTER'S TALE",
    length: 64, steps: 1500)
  /// Twelve stories, each paragraph a line, speech between " marks; the last is held back.
  static let stories = StoredText(
    name: "The Adventures of Sherlock Holmes", file: "sherlock.txt",
    heldFrom: "\nXII.  THE ADVENTURE OF THE COPPER BEECHES", length: 128, steps: 1000)

  /// Where the script puts it.
  var path: String {
    let environment = ProcessInfo.processInfo.environment
    let cache = environment["XDG_CACHE_HOME"] ?? (environment["HOME"] ?? ".") + "/.cache"
    return "\(cache)/fovea/text/\(file)"
  }

  /// How to get it where it is not there.
  var obstacle: String? {
    FileManager.default.fileExists(atPath: path)
      ? nil : "\(name) are not there, scripts/fetch-text.sh fetches them"
  }
}

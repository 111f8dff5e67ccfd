import Fovea

/// What came of learning a text, or of writing with a network that had learnt before.
struct TextReport: Encodable, CustomStringConvertible {
  /// Characters read in training; `nil` where there was none.
  var characters: Int?
  /// Training steps.
  var steps: Int?
  /// Trainable numbers of the network.
  let parameters: Int
  /// The cross-entropy on the text that was held back; of all that was given where nothing was.
  let bitsPerCharacter: Double?
  /// Whether that text is what was held back.
  let isHeldBack: Bool
  /// How long it was trained.
  var minutes: Double?
  /// What the network was given to write on from.
  let start: String?
  /// What the network wrote.
  let written: String
  /// Where the network was saved.
  var saved: String?

  var description: String {
    var facts = "\(parameters) parameters"
    if let steps, let characters, let minutes {
      facts += ", \(steps) steps, \(characters) characters read in \(minutes.short) minutes"
    }
    if let bitsPerCharacter {
      let text = isHeldBack ? " on the text held back" : ""
      facts += ": \(bitsPerCharacter.short(4)) bits per character\(text)"
    }
    return (start ?? "") + written + "\n\n" + facts + (saved.map { "\nwrote \($0)" } ?? "")
  }
}

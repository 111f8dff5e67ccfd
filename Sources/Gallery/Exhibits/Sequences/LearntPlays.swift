import Fovea

/// The character model of Shakespeare's plays.
enum LearntPlays {
  /// How to get the text where it is not there.
  static var obstacle: String? { StoredText.plays.obstacle }

  /// The number of characters of the play held back before its first speech: its title and persons.
  static let front = 840

  /// The model with the studio's seed and effort, trained at the first call.
  ///
  /// - Throws: `FoveaError` where the text is missing; what training throws.
  static func learn(in studio: Studio) throws -> LearntText {
    try LearntText.learn(.plays, in: studio)
  }
}

extension LearntText {
  /// A piece of the play held back that begins with a speaker and has a stage direction in it, after `before` characters: of
  /// all such the one with the fewest lines, which are the longest.
  ///
  /// - Throws: `FoveaError` where there is none.
  func excerpt(_ length: Int, after place: Int) throws(FoveaError) -> String {
    let all = Array(heldText(place..<held.ids.count).unicodeScalars)
    var best: (start: Int, lines: Int)?
    for start in all.indices.dropFirst(Self.before) where start + length < all.count {
      guard all[start - 1] == "\n", all[start - 2] == "\n" else { continue }
      let piece = all[start..<start + length]
      let bracket = piece.firstIndex(of: "[").map { $0 - start } ?? 0
      guard bracket > length / 4, bracket < length / 2,
        piece.first?.properties.isUppercase == true
      else { continue }
      let lines = piece.count { $0 == "\n" }
      if lines < best?.lines ?? .max { best = (start, lines) }
    }
    guard let found = best else {
      throw FoveaError("there is no speech with a stage direction in the text held back")
    }
    return String(
      String.UnicodeScalarView(all[found.start - Self.before..<found.start + length]))
  }
}

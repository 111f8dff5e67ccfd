/// A pattern for names: `*` stands for any run of characters, `?` for one, `{a,b}` for either; all else for itself.
public struct Glob: Hashable, Sendable {
  private enum Token: Hashable, Sendable {
    case character(Character)
    case anyCharacter
    case anyRun
    indirect case either([[Token]])
  }

  private let tokens: [Token]

  /// Creates a pattern.
  ///
  /// Braces may follow each other but not nest; unpaired ones stand for themselves.
  public init(_ pattern: String) { tokens = Self.parse(pattern) }

  /// Whether the whole of `name` fits.
  ///
  /// - Complexity: the pattern's length times the name's.
  public func matches(_ name: String) -> Bool {
    let name = Array(name)
    var ends = [Bool](repeating: false, count: name.count + 1)
    ends[0] = true
    return Self.ends(of: tokens, from: ends, in: name)[name.count]
  }

  private static func parse(_ pattern: String) -> [Token] {
    var tokens: [Token] = []
    var rest = pattern[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      let choices = rest[rest.index(after: open)..<close]
        .split(separator: ",", omittingEmptySubsequences: false)
      tokens += rest[..<open].map(token) + [.either(choices.map { $0.map(token) })]
      rest = rest[rest.index(after: close)...]
    }
    return tokens + rest.map(token)
  }

  private static func token(_ character: Character) -> Token {
    switch character {
    case "*": .anyRun
    case "?": .anyCharacter
    default: .character(character)
    }
  }

  /// Where in the name a match of the tokens may end that began at one of the given places.
  private static func ends(
    of tokens: [Token], from starts: [Bool], in name: [Character]
  ) -> [Bool] {
    var places = starts
    for token in tokens {
      switch token {
      case .anyRun:
        if let first = places.firstIndex(of: true) {
          for place in first..<places.count { places[place] = true }
        }
      case .anyCharacter:
        places = [false] + places.dropLast()
      case .character(let wanted):
        places = [false] + zip(places, name).map { $0 && $1 == wanted }
      case .either(let choices):
        let all = choices.map { ends(of: $0, from: places, in: name) }
        places = places.indices.map { place in all.contains { $0[place] } }
      }
    }
    return places
  }
}

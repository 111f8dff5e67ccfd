/// A pattern for names: `*` stands for any run of characters, `?` for one, `{a,b}` for either; all else for itself.
public struct Glob: Hashable, Sendable {
  private let alternatives: [[Character]]

  /// Creates a pattern.
  ///
  /// Braces may follow each other but not nest; unpaired ones stand for themselves.
  public init(_ pattern: String) { alternatives = Self.expand(Array(pattern)) }

  /// Whether the whole of `name` fits.
  public func matches(_ name: String) -> Bool {
    let name = Array(name)
    return alternatives.contains { Self.fits($0[...], name[...]) }
  }

  private static func expand(_ pattern: [Character]) -> [[Character]] {
    guard let open = pattern.firstIndex(of: "{"),
      let close = pattern[open...].firstIndex(of: "}")
    else { return [pattern] }
    let choices = pattern[(open + 1)..<close].split(
      separator: ",", omittingEmptySubsequences: false)
    return expand(Array(pattern[(close + 1)...])).flatMap { tail in
      choices.map { Array(pattern[..<open]) + $0 + tail }
    }
  }

  /// Greedy matching that goes back only to the last star: linear in practice, quadratic at worst.
  private static func fits(_ pattern: ArraySlice<Character>, _ name: ArraySlice<Character>) -> Bool
  {
    var p = pattern.startIndex
    var n = name.startIndex
    var star: (pattern: Int, name: Int)?
    while n < name.endIndex {
      if p < pattern.endIndex, pattern[p] == "*" {
        star = (p, n)
        p += 1
      } else if p < pattern.endIndex, pattern[p] == "?" || pattern[p] == name[n] {
        p += 1
        n += 1
      } else if let last = star {
        star = (last.pattern, last.name + 1)
        p = last.pattern + 1
        n = last.name + 1
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == "*" }
  }
}

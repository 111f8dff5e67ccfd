/// What the world did wrong, in one line: what is wrong, where, and what would be right.
///
/// Thrown by everything that reads files, takes names from a user or talks to a library. The caller's own mistakes are
/// preconditions instead.
public struct FoveaError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The line to show.
  public let message: String

  /// Creates an error from its line; ends of lines and other control characters, which names out of damaged files may
  /// hold, are shown as `\n` or `\u{1b}` so that it stays one.
  public init(_ message: String) {
    let isPlain = message.unicodeScalars.allSatisfy { !Self.isControl($0) }
    self.message = isPlain ? message : Self.shown(message)
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .control
      || scalar.properties.generalCategory == .lineSeparator
      || scalar.properties.generalCategory == .paragraphSeparator
  }

  private static func shown(_ message: String) -> String {
    message.unicodeScalars.map { scalar in
      guard isControl(scalar) else { return String(scalar) }
      return scalar.escaped(asASCII: false).hasPrefix("\\")
        ? scalar.escaped(asASCII: false) : "\\u{\(String(scalar.value, radix: 16))}"
    }.joined()
  }

  /// The line to show.
  public var description: String { message }

  /// The error for a name that is not among `known`: says the kind of name and lists the nearest ones.
  public static func unknown(_ kind: String, _ name: String, known: [String]) -> FoveaError {
    let near = nearestNames(to: name, among: known)
    guard !near.isEmpty else { return FoveaError("there is no \(kind) '\(name)'") }
    return FoveaError(
      "there is no \(kind) '\(name)'; the nearest are " + near.joined(separator: ", "))
  }
}

/// The names among `known` closest to `name` by edit distance (Levenshtein 1966), best first.
///
/// - Complexity: O(length²) for each known name.
public func nearestNames(to name: String, among known: [String], limit: Int = 4) -> [String] {
  let target = Array(name.lowercased())
  var unique: [String] = []
  for candidate in known where !unique.contains(candidate) { unique.append(candidate) }
  let ranked = unique.enumerated().map { order, candidate in
    (distance: editDistance(target, Array(candidate.lowercased())), order: order, name: candidate)
  }
  return
    ranked
    .sorted { ($0.distance, $0.order) < ($1.distance, $1.order) }
    .prefix(limit).map(\.name)
}

private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
  var previous = Array(0...b.count)
  for (i, left) in a.enumerated() {
    var current = [i + 1]
    for (j, right) in b.enumerated() {
      current.append(
        min(previous[j + 1] + 1, current[j] + 1, previous[j] + (left == right ? 0 : 1)))
    }
    previous = current
  }
  return previous[b.count]
}

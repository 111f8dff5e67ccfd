/// An expected line: text, numbers with a tolerance (`0.87 ± 0.02`, `12.5 ± 10%`), and `…` for any text.
///
/// A tolerance is absolute, in percent points where both carry the sign (`87% ± 2%`), and a share of the number where only
/// the tolerance does. Runs of white space count as one space.
struct LinePattern {
  private enum Piece {
    case text([Character])
    case number(Double, tolerance: Double, mark: String)
    case anything
  }

  private let pieces: [Piece]

  init(_ line: String) {
    let number =
      #/([-+−]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)(%?)(\s*±\s*(\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)(%?))|…/#
    var pieces: [Piece] = []
    var rest = line[...]
    while let found = rest.firstMatch(of: number) {
      pieces.append(.text(Array(rest[..<found.range.lowerBound])))
      rest = rest[found.range.upperBound...]
      guard let value = found.output.1, let sign = found.output.2, let mark = found.output.3,
        let width = found.output.4, let share = found.output.5
      else {
        pieces.append(.anything)
        continue
      }
      let centre = Self.value(of: value)
      let relative = sign.isEmpty && !share.isEmpty
      let tolerance = Self.value(of: width) * (relative ? abs(centre) / 100 : 1)
      pieces.append(.number(centre, tolerance: tolerance, mark: String(mark)))
      if !sign.isEmpty { pieces.append(.text(["%"])) }
    }
    pieces.append(.text(Array(rest)))
    self.pieces = pieces
  }

  /// Whether it is nothing but `…`, which stands for any number of lines.
  var isAnyLines: Bool {
    let wild = pieces.contains { if case .anything = $0 { true } else { false } }
    return wild
      && pieces.allSatisfy { piece in
        switch piece {
        case .text(let text): text.allSatisfy(\.isWhitespace)
        case .anything: true
        case .number: false
        }
      }
  }

  /// Whether a printed line is what was expected.
  func matches(_ line: String) -> Bool { numbers(in: line, withinTolerance: true) != nil }

  /// The expected line with the numbers of a printed one, the tolerances kept; nil where more than numbers differs.
  ///
  /// Only a pattern with tolerances has anything to keep: without one the result is nil.
  func renewed(from line: String) -> String? {
    guard let numbers = numbers(in: line, withinTolerance: false), !numbers.isEmpty else {
      return nil
    }
    var result = ""
    var pending = numbers[...]
    var mark = ""
    for piece in pieces {
      // The percent sign of a number stands between it and its mark.
      if case .text(let text) = piece, text == ["%"] {
        result += "%" + mark
        mark = ""
        continue
      }
      result += mark
      mark = ""
      switch piece {
      case .text(let text): result += String(text)
      case .anything: result += "…"
      case .number(_, _, let own):
        result += pending.popFirst() ?? ""
        mark = own
      }
    }
    return result + mark
  }

  // MARK: - Matching

  /// The numbers that stand where tolerances do, or nil where the line does not match.
  private func numbers(in line: String, withinTolerance: Bool) -> [String]? {
    let line = Self.squeezed(Array(line))
    let pieces = squeezedPieces
    return Self.match(pieces[...], line[...], withinTolerance)
  }

  private static func match(
    _ pieces: ArraySlice<Piece>, _ line: ArraySlice<Character>, _ strict: Bool
  ) -> [String]? {
    guard let piece = pieces.first else { return line.isEmpty ? [] : nil }
    let others = pieces.dropFirst()
    switch piece {
    case .text(let text):
      return line.starts(with: text) ? match(others, line.dropFirst(text.count), strict) : nil
    case .anything:
      for start in line.startIndex...line.endIndex {
        if let found = match(others, line[start...], strict) { return found }
      }
      return nil
    case .number(let centre, let tolerance, _):
      let digits = numberPrefix(of: line)
      guard !digits.isEmpty else { return nil }
      let value = value(of: String(digits))
      // Half a unit of float rounding, so that 0.85 is within 0.87 ± 0.02.
      let room = tolerance + 1e-9 * max(abs(centre), tolerance)
      guard !strict || abs(value - centre) <= room else { return nil }
      return match(others, line.dropFirst(digits.count), strict).map { [String(digits)] + $0 }
    }
  }

  private static func numberPrefix(of line: ArraySlice<Character>) -> ArraySlice<Character> {
    let text = String(line.prefix(40))
    guard let found = text.prefixMatch(of: #/[-+−]?\d+(\.\d+)?([eE][-+]?\d+)?/#) else { return [] }
    return line.prefix(found.0.count)
  }

  private static func value(of digits: some StringProtocol) -> Double {
    Double(String(digits.map { $0 == "−" ? "-" : $0 })) ?? .nan
  }

  // MARK: - White space

  /// The pieces with white space counted once, also where a piece ends and the next begins, and none at the ends.
  private var squeezedPieces: [Piece] {
    var result = pieces.map { piece in
      guard case .text(let text) = piece else { return piece }
      return .text(Self.singleSpaced(text))
    }
    if case .text(let text) = result[0] { result[0] = .text(Array(text.drop { $0 == " " })) }
    let last = result.count - 1
    if case .text(var text) = result[last] {
      while text.last == " " { text.removeLast() }
      result[last] = .text(text)
    }
    return result
  }

  private static func squeezed(_ line: [Character]) -> [Character] {
    var result = Array(singleSpaced(line).drop { $0 == " " })
    while result.last == " " { result.removeLast() }
    return result
  }

  private static func singleSpaced(_ text: [Character]) -> [Character] {
    var result: [Character] = []
    for character in text {
      let next: Character = character.isWhitespace ? " " : character
      if next != " " || result.last != " " { result.append(next) }
    }
    return result
  }
}

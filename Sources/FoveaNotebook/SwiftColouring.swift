/// Swift code as HTML, with a span around comments, strings, numbers, keywords and the names of types.
enum SwiftColouring {
  private static let keywords: Set<String> = [
    "actor", "any", "as", "associatedtype", "async", "await", "borrowing", "break", "case", "catch",
    "class",
    "consuming", "continue", "default", "defer", "deinit", "do", "else", "enum", "extension",
    "fallthrough", "false",
    "fileprivate", "final", "for", "func", "guard", "if", "import", "in", "init", "inout",
    "internal", "is", "lazy",
    "let", "mutating", "nil", "nonisolated", "nonmutating", "open", "operator", "override",
    "package", "private",
    "protocol", "public", "repeat", "rethrows", "return", "self", "Self", "some", "static",
    "struct", "subscript",
    "super", "switch", "throw", "throws", "true", "try", "typealias", "unsafe", "var", "weak",
    "where", "while",
  ]

  /// The HTML of `code`.
  static func html(_ code: String) -> String {
    var rest = code[...]
    var html = ""
    while let first = rest.first {
      let (length, style) = token(rest, first)
      let text = escapedHTML(rest.prefix(length))
      html += style.map { "<span class=\"\($0)\">\(text)</span>" } ?? text
      rest = rest.dropFirst(length)
    }
    return html
  }

  /// How many characters the next token has, and its class.
  private static func token(_ rest: Substring, _ first: Character) -> (Int, String?) {
    if rest.hasPrefix("//") { return (rest.prefix { !$0.isNewline }.count, "comment") }
    if rest.hasPrefix("/*") {
      let end = rest.firstRange(of: "*/")?.upperBound ?? rest.endIndex
      return (rest[..<end].count, "comment")
    }
    if rest.hasPrefix("\"\"\"") { return (stringLength(rest, fence: "\"\"\""), "string") }
    if first == "\"" { return (stringLength(rest, fence: "\""), "string") }
    if first.isNumber {
      return (
        rest.prefixMatch(of: #/[0-9][0-9_a-fA-FxX]*(\.[0-9][0-9_]*)?([eE][-+]?[0-9]+)?/#)?.0.count
          ?? 1, "number"
      )
    }
    guard first.isLetter || first == "_" || first == "#" || first == "@" else { return (1, nil) }
    let word = String(rest.prefix { $0.isLetter || $0.isNumber || "_#@".contains($0) })
    if keywords.contains(word) || first == "#" || first == "@" { return (word.count, "keyword") }
    return (word.count, first.isUppercase ? "type" : nil)
  }

  /// The length of a string literal, the quotes included; one on a single line ends with the line at the latest.
  private static func stringLength(_ rest: Substring, fence: String) -> Int {
    var length = fence.count
    var depth = 0  // of the parentheses in an interpolation, whose own quotes end nothing
    var inside = rest.dropFirst(length)
    while let character = inside.first {
      if fence.count == 1, character.isNewline { return length }
      if depth == 0, inside.hasPrefix(fence) { return length + fence.count }
      if inside.hasPrefix("\\(") {
        depth += 1
      } else if depth > 0, character == "(" {
        depth += 1
      } else if depth > 0, character == ")" {
        depth -= 1
      }
      let step = character == "\\" ? min(2, inside.count) : 1
      inside = inside.dropFirst(step)
      length += step
    }
    return length
  }
}

/// A line of Markdown as HTML: `code`, **strong**, *emphasis*, [links](address), ![pictures](path) and backslash escapes.
///
/// Everything else is escaped; HTML in the text stands in the page as text. A link leads to http, https, mailto, a place in
/// the page or a relative path, a picture lies at a relative path; any other address stays text.
struct MarkdownInline {
  private var rest: Substring
  private var html = ""

  static func html(_ text: String) -> String {
    var inline = MarkdownInline(rest: text[...])
    while inline.takeNext() {}
    return inline.html
  }

  private init(rest: Substring) { self.rest = rest }

  private mutating func takeNext() -> Bool {
    guard let first = rest.first else { return false }
    let done =
      switch first {
      case "\\": takeEscape()
      case "`": takeCode()
      case "*", "_": takeSpan(first, 2, "strong") || takeSpan(first, 1, "em")
      case "[": takeLink()
      case "!": takePicture()
      default: false
      }
    if !done {
      html += escapedHTML(rest.prefix(1))
      rest.removeFirst()
    }
    return true
  }

  private mutating func takeEscape() -> Bool {
    guard let next = rest.dropFirst().first, next.isPunctuation || next.isSymbol else {
      return false
    }
    html += escapedHTML(String(next))
    rest = rest.dropFirst(2)
    return true
  }

  private mutating func takeCode() -> Bool {
    let fence = String(rest.prefix { $0 == "`" })
    let inside = rest.dropFirst(fence.count)
    guard let end = inside.firstRange(of: fence) else { return false }
    html += "<code>\(escapedHTML(inside[..<end.lowerBound].trimming()))</code>"
    rest = inside[end.upperBound...]
    return true
  }

  private mutating func takeSpan(_ sign: Character, _ count: Int, _ tag: String) -> Bool {
    let fence = String(repeating: sign, count: count)
    guard rest.hasPrefix(fence) else { return false }
    // An underscore inside of a word, as in first_layer, is part of its name.
    if sign == "_", let last = html.last, last.isLetter || last.isNumber { return false }
    let inside = rest.dropFirst(count)
    guard let first = inside.first, !first.isWhitespace, first != sign,
      let end = inside.firstRange(of: fence), end.lowerBound > inside.startIndex,
      !inside[inside.index(before: end.lowerBound)].isWhitespace
    else { return false }
    if sign == "_", let next = inside[end.upperBound...].first, next.isLetter || next.isNumber {
      return false
    }
    html += "<\(tag)>\(Self.html(String(inside[..<end.lowerBound])))</\(tag)>"
    rest = inside[end.upperBound...]
    return true
  }

  private mutating func takeLink() -> Bool {
    guard let match = rest.prefixMatch(of: #/\[([^\[\]]+)\]\(([^()\s]+)\)/#) else { return false }
    let address = String(match.output.2)
    let schemes = ["http", "https", "mailto"]
    guard
      Self.isRelative(address)
        || schemes.contains(where: { address.lowercased().hasPrefix("\($0):") })
    else {
      return false
    }
    html += "<a href=\"\(escapedHTML(address))\">\(Self.html(String(match.output.1)))</a>"
    rest = rest[match.range.upperBound...]
    return true
  }

  private mutating func takePicture() -> Bool {
    guard let match = rest.prefixMatch(of: #/!\[([^\[\]]*)\]\(([^()\s]+)\)/#),
      Self.isRelative(String(match.output.2))
    else { return false }
    let (text, path) = (escapedHTML(match.output.1), escapedHTML(match.output.2))
    html += "<img alt=\"\(text)\" src=\"\(path)\">"
    rest = rest[match.range.upperBound...]
    return true
  }

  private static func isRelative(_ address: String) -> Bool {
    !address.prefix { $0 != "/" && $0 != "#" && $0 != "?" }.contains(":")
  }
}

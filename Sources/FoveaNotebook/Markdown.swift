/// Markdown as HTML: headings, paragraphs, lists, quotes, code fences, pipe tables and rules.
///
/// A subset of CommonMark 0.31 that lessons need, plus tables. HTML in the text is not passed through.
public struct Markdown {
  private var lines: ArraySlice<String>
  private var blocks: [String] = []

  /// The HTML of a text.
  public static func html(_ text: String) -> String {
    var markdown = Markdown(
      lines: text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)[...])
    while markdown.takeBlock() {}
    return markdown.blocks.joined(separator: "\n")
  }

  private init(lines: ArraySlice<String>) { self.lines = lines }

  private mutating func takeBlock() -> Bool {
    guard let line = lines.first else { return false }
    switch BlockStart(line, next: lines.dropFirst().first) {
    case .blank: lines.removeFirst()
    case .heading(let level, let text):
      lines.removeFirst()
      blocks.append("<h\(level)>\(MarkdownInline.html(text))</h\(level)>")
    case .rule:
      lines.removeFirst()
      blocks.append("<hr>")
    case .fence(let fence): takeFence(fence)
    case .quote: takeQuote()
    case .item(let ordered): takeList(ordered: ordered)
    case .table: takeTable()
    case .text: takeParagraph()
    }
    return true
  }

  private mutating func takeParagraph() {
    var words: [String] = []
    while let line = lines.first, words.isEmpty || BlockStart(line, next: nil) == .text {
      // Two spaces at the end of a line break it.
      words.append(MarkdownInline.html(line.trimming()) + (line.hasSuffix("  ") ? "<br>" : ""))
      lines.removeFirst()
    }
    blocks.append("<p>\(words.joined(separator: "\n"))</p>")
  }

  private mutating func takeFence(_ fence: String) {
    let language = lines.removeFirst().trimming().dropFirst(fence.count).trimming()
    var code: [String] = []
    while let line = lines.popFirst(), line.trimming() != fence { code.append(line) }
    let text = code.joined(separator: "\n")
    blocks.append(
      "<pre><code>\(language == "swift" ? SwiftColouring.html(text) : escapedHTML(text))</code></pre>"
    )
  }

  private mutating func takeQuote() {
    var inside: [String] = []
    while let line = lines.first, line.hasPrefix(">") {
      let text = line.dropFirst()
      inside.append(String(text.hasPrefix(" ") ? text.dropFirst() : text))
      lines.removeFirst()
    }
    blocks.append("<blockquote>\(Self.html(inside.joined(separator: "\n")))</blockquote>")
  }

  /// Takes the items of one list; what is indented below an item belongs to it, lists included.
  private mutating func takeList(ordered: Bool) {
    var items: [String] = []
    while let line = lines.first, BlockStart(line, next: nil) == .item(ordered: ordered) {
      lines.removeFirst()
      let width = line.count - line.drop { $0 != " " }.drop { $0 == " " }.count
      var inside = [String(line.dropFirst(width))]
      while let next = lines.first {
        let indent = next.prefix { $0 == " " }.count
        let belongs =
          indent >= 2 || (BlockStart(next, next: nil) == .text && inside.last?.isEmpty == false)
        guard belongs || (next.trimming().isEmpty && continues(after: next)) else { break }
        inside.append(String(next.dropFirst(min(indent, width))))
        lines.removeFirst()
      }
      let html = Self.html(inside.joined(separator: "\n"))
      items.append("<li>\(Self.tight(html))</li>")
    }
    let tag = ordered ? "ol" : "ul"
    blocks.append("<\(tag)>\n\(items.joined(separator: "\n"))\n</\(tag)>")
  }

  /// Whether an indented line follows the blank one that is first.
  private func continues(after line: String) -> Bool {
    lines.dropFirst().first.map { $0.hasPrefix("  ") && !$0.trimming().isEmpty } ?? false
  }

  /// An item that begins with a paragraph stands without its tags.
  private static func tight(_ html: String) -> String {
    guard html.hasPrefix("<p>"), let end = html.firstRange(of: "</p>") else { return html }
    return String(html[..<end.lowerBound].dropFirst(3) + html[end.upperBound...])
  }

  private mutating func takeTable() {
    let head = Self.tableCells(lines.removeFirst())
    let rule = Self.tableCells(lines.removeFirst())
    let styles = rule.map { cell in
      switch (cell.hasPrefix(":"), cell.hasSuffix(":")) {
      case (true, true): " style=\"text-align:center\""
      case (false, true): " style=\"text-align:right\""
      default: ""
      }
    }
    func row(_ cells: [String], _ tag: String) -> String {
      let columns = styles.indices.map { index in
        let text = index < cells.count ? MarkdownInline.html(cells[index]) : ""
        return "<\(tag)\(styles[index])>\(text)</\(tag)>"
      }
      return "<tr>\(columns.joined())</tr>"
    }
    var rows: [String] = []
    while let line = lines.first, line.contains("|") {
      rows.append(row(Self.tableCells(line), "td"))
      lines.removeFirst()
    }
    blocks.append(
      "<table>\n<thead>\(row(head, "th"))</thead>\n<tbody>\n\(rows.joined(separator: "\n"))\n</tbody></table>"
    )
  }

  fileprivate static func tableCells(_ line: String) -> [String] {
    var text = line.trimming()[...]
    if text.hasPrefix("|") { text.removeFirst() }
    if text.hasSuffix("|") { text.removeLast() }
    return text.split(separator: "|", omittingEmptySubsequences: false).map { $0.trimming() }
  }
}

/// What the first line of a block makes of it.
private enum BlockStart: Equatable {
  case blank, rule, quote, table, text
  case heading(Int, String)
  case fence(String)
  case item(ordered: Bool)

  init(_ line: String, next: String?) {
    let text = line.trimming()
    let isIndented = line.hasPrefix("    ")
    if text.isEmpty {
      self = .blank
    } else if text.hasPrefix("```") || text.hasPrefix("~~~") {
      self = .fence(String(text.prefix { $0 == text.first }))
    } else if isIndented {
      self = .text
    } else if let match = text.wholeMatch(of: #/(#{1,6})\s+(.*?)\s*#*/#) {
      self = .heading(match.output.1.count, String(match.output.2))
    } else if text.wholeMatch(of: #/(-\s*){3,}|(\*\s*){3,}/#) != nil {
      self = .rule
    } else if line.hasPrefix(">") {
      self = .quote
    } else if text.firstMatch(of: #/^[-*+]\s+\S/#) != nil {
      self = .item(ordered: false)
    } else if text.firstMatch(of: #/^\d{1,9}[.)]\s+\S/#) != nil {
      self = .item(ordered: true)
    } else if text.contains("|"), let next,
      next.contains("-"), next.trimming().wholeMatch(of: #/[|:\-\s]+/#) != nil,
      Markdown.tableCells(next).count == Markdown.tableCells(line).count
    {
      self = .table
    } else {
      self = .text
    }
  }
}

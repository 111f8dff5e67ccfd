/// One cell of a notebook: code with the results that stand under it, or text in Markdown.
public struct Cell: Hashable, Sendable {
  /// What a cell holds.
  public enum Kind: Hashable, Sendable {
    /// Swift statements, then the lines they are expected to print.
    case code
    /// Markdown behind `//`.
    case markdown
  }

  /// What it holds.
  public let kind: Kind
  /// The line that opens it, such as `// %% Train`; nil for what stands before the first such line.
  let marker: String?
  /// The number of its first line after the marker, counted from 1.
  public let firstLine: Int
  /// Its lines as they stand in the file, without the results and the blank lines at the end.
  public let body: [String]
  /// The result lines as they stand in the file.
  private(set) var results: [String]
  /// The blank lines at the end.
  let gap: [String]

  init(kind: Kind, marker: String?, firstLine: Int, lines: [String]) {
    self.kind = kind
    self.marker = marker
    self.firstLine = firstLine
    var rest = lines[...]
    while let last = rest.last, last.allSatisfy(\.isWhitespace) { rest.removeLast() }
    gap = Array(lines[rest.endIndex...])
    let end = rest.endIndex
    if kind == .code {
      while let last = rest.last, RunMode.of(resultLine: last) != nil { rest.removeLast() }
    }
    results = Array(lines[rest.endIndex..<end])
    body = Array(rest)
  }

  /// What follows `// %%` on its first line, without `[markdown]`.
  public var title: String {
    guard let marker else { return "" }
    let words = marker.dropFirst("// %%".count).trimming()
    return words.hasPrefix("[markdown]")
      ? words.dropFirst("[markdown]".count).trimming() : words
  }

  /// The text of a Markdown cell, the comment signs taken off.
  public var markdown: String {
    body.map { line in
      guard line.hasPrefix("//") else { return line }
      let text = line.dropFirst(2)
      return String(text.hasPrefix(" ") ? text.dropFirst() : text)
    }.joined(separator: "\n")
  }

  /// The code of a code cell.
  public var code: String { body.joined(separator: "\n") }

  /// Whether there is anything but comments to run.
  public var runs: Bool {
    kind == .code
      && body.contains { line in
        let words = line.trimming()
        return !words.isEmpty && !words.hasPrefix("//")
      }
  }

  /// The lines it should print: those of the mode, else those of the full mode.
  public func expected(in mode: RunMode) -> [String] {
    let own = ownResults(of: mode)
    return own.isEmpty ? ownResults(of: .full) : own
  }

  /// The number of the first line of `expected(in:)`, or of the line after the code where there is none.
  func expectedLine(in mode: RunMode) -> Int {
    let own = results.firstIndex { RunMode.of(resultLine: $0) == mode }
    return firstLine + body.count + (own ?? 0)
  }

  /// Only the lines marked for this mode.
  func ownResults(of mode: RunMode) -> [String] {
    results.filter { RunMode.of(resultLine: $0) == mode }.map { line in
      let text = line.dropFirst(mode.prefix.count)
      return String(text.hasPrefix(" ") ? text.dropFirst() : text)
    }
  }

  /// Puts `lines` in the place of what it should print in one mode; the other mode's lines stay.
  mutating func setResults(_ lines: [String], of mode: RunMode) {
    var full = mode == .full ? lines : ownResults(of: .full)
    var fast = mode == .fast ? lines : ownResults(of: .fast)
    full = full.map { $0.isEmpty ? RunMode.full.prefix : "\(RunMode.full.prefix) \($0)" }
    fast = fast.map { $0.isEmpty ? RunMode.fast.prefix : "\(RunMode.fast.prefix) \($0)" }
    results = full + fast
  }

  /// Its lines as they stand in the file.
  var lines: [String] { (marker.map { [$0] } ?? []) + body + results + gap }
}

extension StringProtocol {
  func trimming() -> String {
    var rest = self[...]
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return String(rest.drop(while: \.isWhitespace))
  }
}

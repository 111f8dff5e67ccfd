public import FoveaTensor
import Foundation

/// A lesson in a plain Swift file: cells that open with `// %%` (code) or `// %% [markdown]` (text behind `//`).
///
/// The lines a code cell prints stand at its end behind `// >`. Where the fast mode prints others, they follow behind
/// `// fast>`. `text` gives the file back byte for byte, with line ends of one kind.
public struct Notebook: Hashable, Sendable {
  /// The file, as errors name it.
  public let path: String
  /// The cells from top to bottom.
  public internal(set) var cells: [Cell]
  private let newline: String

  /// Reads the cells out of a text.
  ///
  /// - Throws: `FoveaError` where no line opens a cell.
  public init(text: String, path: String) throws(FoveaError) {
    self.path = path
    newline = text.contains("\r\n") ? "\r\n" : "\n"
    let lines = text.replacingOccurrences(of: "\r\n", with: "\n")
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    cells = Self.cells(of: lines)
    guard cells.contains(where: { $0.marker != nil }) else {
      throw FoveaError(
        "'\(path)' has no cells: a notebook is Swift with lines '// %%' and '// %% [markdown]'")
    }
  }

  /// Reads a notebook file.
  ///
  /// - Throws: `FoveaError` where there is no such file, it is not UTF-8 text, or no line of it opens a cell.
  public init(path: String) throws(FoveaError) {
    guard let text = String(data: try readFile(path), encoding: .utf8) else {
      throw FoveaError("cannot read '\(path)': it is not text in UTF-8")
    }
    try self.init(text: text, path: path)
  }

  /// The whole file.
  public var text: String { cells.flatMap(\.lines).joined(separator: newline) }

  /// The number of lines of the file, the empty one after its last line end left out.
  var lineCount: Int {
    let lines = cells.reduce(0) { $0 + $1.lines.count }
    return cells.last?.lines.last == "" ? lines - 1 : lines
  }

  /// The name of the file without folder and extension.
  public var name: String {
    URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
  }

  /// The first heading of level 1, else the name.
  public var title: String {
    for cell in cells where cell.kind == .markdown {
      for line in cell.markdown.split(separator: "\n") where line.hasPrefix("# ") {
        return line.dropFirst(2).trimming()
      }
    }
    return name
  }

  private static func cells(of lines: [String]) -> [Cell] {
    let starts = lines.indices.filter { isMarker(lines[$0]) }
    var cells: [Cell] = []
    let head = starts.first ?? lines.endIndex
    if head > 0 {
      cells.append(Cell(kind: .code, marker: nil, firstLine: 1, lines: Array(lines[..<head])))
    }
    for (order, start) in starts.enumerated() {
      let end = order + 1 < starts.count ? starts[order + 1] : lines.endIndex
      let words = lines[start].dropFirst("// %%".count).trimming()
      cells.append(
        Cell(
          kind: words.hasPrefix("[markdown]") ? .markdown : .code, marker: lines[start],
          firstLine: start + 2, lines: Array(lines[(start + 1)..<end])))
    }
    return cells
  }

  private static func isMarker(_ line: String) -> Bool {
    line.hasPrefix("// %%") && (line.dropFirst(5).first.map(\.isWhitespace) ?? true)
  }
}

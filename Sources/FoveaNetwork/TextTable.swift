/// Lines of text in columns, as wide as a terminal shows them.
public struct TextTable {
  /// To which end of its column a text is put.
  public enum Alignment: Sendable {
    /// To the beginning.
    case left
    /// To the end, as numbers are.
    case right
  }

  private let alignments: [Alignment]
  /// Cells of each line; an empty line stands for a rule.
  private var rows: [[String]]

  /// Creates a table of its columns.
  public init(columns: [(title: String, alignment: Alignment)]) {
    alignments = columns.map(\.alignment)
    rows = [columns.map(\.title), []]
  }

  /// Adds a line.
  ///
  /// - Precondition: there is a cell for each column.
  public mutating func add(_ cells: [String]) {
    precondition(
      cells.count == alignments.count, "a line needs \(alignments.count) cells, got \(cells)")
    rows.append(cells)
  }

  /// Adds a line of dashes.
  public mutating func addRule() { rows.append([]) }

  /// The lines; columns that are empty but for their title are left out.
  public var text: String {
    let shown = alignments.indices.filter { column in
      rows.dropFirst().contains { !$0.isEmpty && !$0[column].isEmpty }
    }
    let widths = alignments.indices.map { column in
      rows.map { $0.isEmpty ? 0 : Self.width(of: $0[column]) }.max() ?? 0
    }
    return rows.map { row in
      var line = ""
      for (order, column) in shown.enumerated() {
        if order > 0 { line += "  " }
        if row.isEmpty {
          line += String(repeating: "-", count: widths[column])
          continue
        }
        let space = String(repeating: " ", count: widths[column] - Self.width(of: row[column]))
        line += alignments[column] == .left ? row[column] + space : space + row[column]
      }
      while line.last == " " { line.removeLast() }
      return line
    }.joined(separator: "\n")
  }

  /// How many cells of a terminal a text takes: two for East Asian wide characters and emoji, one for others.
  static func width(of text: String) -> Int {
    text.reduce(0) { $0 + ($1.unicodeScalars.first.map(isWide) == true ? 2 : 1) }
  }

  /// Whether a character is wide by Unicode's East Asian Width; the blocks, not each unassigned gap.
  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3,
      0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
      0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }
}

import FoveaTensor
import Foundation

/// A notebook as the text of a Swift program, its line numbers those of the notebook.
struct NotebookProgram {
  /// The top-level code: each cell behind a call that marks its beginning.
  let main: String

  init(_ notebook: Notebook) {
    let path = Self.sourceName(notebook)
    var lines: [String] = []
    for (index, cell) in notebook.cells.enumerated() where cell.runs {
      // The call has the number of the marker's line, so that what the compiler misses at a cell's end is reported there.
      // The semicolon keeps a cell that begins with '(', '{' or '.' from continuing the call.
      lines.append("#sourceLocation(file: \"\(path)\", line: \(max(cell.firstLine - 1, 1)))")
      lines.append("foveaNotebookCell(\(index));")
      if cell.marker == nil { lines.append("#sourceLocation(file: \"\(path)\", line: 1)") }
      lines += cell.body
    }
    lines.append("foveaNotebookEnd()")
    main = lines.joined(separator: "\n") + "\n"
  }

  /// The notebook's path as the compiler can name it: a path in `#sourceLocation` knows no escapes.
  static func sourceName(_ notebook: Notebook) -> String {
    String(notebook.path.map { $0 == "\"" ? "'" : $0 == "\\" ? "/" : $0.isNewline ? " " : $0 })
  }
}

import FoveaTensor
import Foundation

/// A notebook and what it printed and drew as one HTML page that needs no other file, no network and no script.
public struct NotebookPage {
  /// The lesson.
  public let notebook: Notebook
  /// What came of running it.
  public let run: NotebookRun

  /// Creates a page.
  public init(_ notebook: Notebook, run: NotebookRun) {
    self.notebook = notebook
    self.run = run
  }

  /// The whole page.
  public var html: String {
    let cells = notebook.cells.indices.map { index in
      let cell = notebook.cells[index]
      return cell.kind == .markdown ? text(cell) : code(cell, run.outputs[index])
    }
    let name = escapedHTML(URL(fileURLWithPath: notebook.path).lastPathComponent)
    let mode = run.mode == .fast ? " in the fast mode" : ""
    let body = """
      \(cells.filter { !$0.isEmpty }.joined(separator: "\n"))
      <footer>From <code>\(name)</code>, run by Fovea\(mode).</footer>
      """
    return HTMLPage(title: notebook.title, body: body).html
  }

  private func text(_ cell: Cell) -> String {
    let title = cell.title.isEmpty ? "" : "<h2>\(MarkdownInline.html(cell.title))</h2>\n"
    return "<section class=\"text\">\n\(title)\(Markdown.html(cell.markdown))\n</section>"
  }

  private func code(_ cell: Cell, _ output: CellOutput?) -> String {
    var parts: [String] = []
    if !cell.title.isEmpty { parts.append("<h3>\(MarkdownInline.html(cell.title))</h3>") }
    let code = cell.body.drop { $0.trimming().isEmpty }.joined(separator: "\n")
    if !code.isEmpty {
      parts.append("<pre class=\"code\"><code>\(SwiftColouring.html(code))</code></pre>")
    }
    if let lines = output?.lines, !lines.isEmpty {
      parts.append("<pre class=\"output\">\(escapedHTML(lines.joined(separator: "\n")))</pre>")
    }
    parts += (output?.figures ?? []).map(Self.figure)
    guard !parts.isEmpty else { return "" }
    return "<section class=\"cell\">\n\(parts.joined(separator: "\n"))\n</section>"
  }

  private static func figure(_ figure: WrittenFigure) -> String {
    let kind = figure.name.hasSuffix(".svg") ? "image/svg+xml" : "image/png"
    let name = escapedHTML(figure.name)
    return """
      <figure><img alt="\(name)" src="data:\(kind);base64,\(figure.bytes.base64EncodedString())">
      <figcaption>\(name)</figcaption></figure>
      """
  }
}

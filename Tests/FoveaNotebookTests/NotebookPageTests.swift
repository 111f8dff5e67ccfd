import Foundation
import Testing

@testable import FoveaNotebook

@Suite struct NotebookPageTests {
  @Test func holdsEverythingAndNothingFromElsewhere() throws {
    let notebook = try Notebook(text: lesson, path: "dir/a<b>.swift")
    let figure = WrittenFigure(name: "f&g.png", bytes: Data([1, 2, 3]))
    let drawing = WrittenFigure(name: "h.svg", bytes: Data("<svg/>".utf8))
    let output = CellOutput(text: "4 <0.6>\n", figures: [figure, drawing])
    let html = NotebookPage(notebook, run: NotebookRun(mode: .fast, outputs: [1: output])).html
    #expect(html.contains("<title>Two and two</title>"))
    #expect(html.contains("<h1>Two and two</h1>"))
    #expect(html.contains("<h3>The sum</h3>"))
    #expect(html.contains("<span class=\"keyword\">let</span> sum"))
    #expect(html.contains("<pre class=\"output\">4 &lt;0.6&gt;</pre>"))
    #expect(html.contains("<img alt=\"f&amp;g.png\" src=\"data:image/png;base64,AQID\">"))
    #expect(html.contains("src=\"data:image/svg+xml;base64,PHN2Zy8+\""))
    #expect(html.contains("a&lt;b&gt;.swift"))
    #expect(html.contains("fast mode"))
    #expect(!html.contains("// &gt;"))
    #expect(!html.contains("<script"))
    #expect(!html.contains("http"))
  }
}

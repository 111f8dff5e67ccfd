import TestSupport
import FoveaTensor
import Foundation
import Testing

@testable import FoveaNotebook

/// A small lesson with everything the format has.
let lesson = """
  // %% [markdown]
  // # Two and two
  //
  // A sum.

  // %% The sum
  let sum = 2 + 2
  print(sum, 0.5)
  // > 4 0.50 ± 0.1
  // fast> 4 0.4

  // %%
  // nothing runs here
  // %%notacell
  """

@Suite struct NotebookTests {
  @Test(arguments: [
    lesson, lesson + "\n", "import A\n\n// %%\n", "// %%", "\n\n// %%\nlet a = 1\n\n\n// > 1\n\n",
    "// %%\n// fast> a\n// > b\n", lesson.replacing("\n", with: "\r\n"),
  ])
  func givesTheFileBack(text: String) throws {
    #expect(try Notebook(text: text, path: "a.swift").text == text)
  }

  @Test func readsCells() throws {
    let notebook = try Notebook(text: lesson, path: "x/lesson.swift")
    #expect(notebook.name == "lesson")
    #expect(notebook.title == "Two and two")
    #expect(notebook.cells.map(\.kind) == [.markdown, .code, .code])
    #expect(notebook.cells.map(\.title) == ["", "The sum", ""])
    #expect(notebook.cells.map(\.runs) == [false, true, false])
    #expect(notebook.cells[0].markdown == "# Two and two\n\nA sum.")
    let sum = notebook.cells[1]
    #expect(sum.firstLine == 7)
    #expect(sum.code == "let sum = 2 + 2\nprint(sum, 0.5)")
    #expect(sum.expected(in: .full) == ["4 0.50 ± 0.1"])
    #expect(sum.expected(in: .fast) == ["4 0.4"])
    #expect(sum.expectedLine(in: .full) == 9)
    #expect(sum.expectedLine(in: .fast) == 10)
  }

  @Test func readsWhatStandsBeforeTheFirstCell() throws {
    let notebook = try Notebook(text: "import Foundation\n// %%\nprint(1)", path: "a.swift")
    #expect(notebook.cells[0].code == "import Foundation")
    #expect(notebook.cells[0].firstLine == 1)
    #expect(notebook.cells[1].firstLine == 3)
  }

  @Test(arguments: ["", "print(1)\n", "//%%\n", "// %%x\n"])
  func refusesAFileWithoutCells(text: String) {
    let error = #expect(throws: FoveaError.self) { try Notebook(text: text, path: "a.swift") }
    #expect(error?.message.contains("'a.swift' has no cells") == true)
  }

  @Test func refusesWhatIsNoText() throws {
    try withTemporaryFolder { folder in
      try writeAtomically(.init([0x2F, 0xFF, 0xFE]), to: "\(folder)/a.swift")
      for name in ["a.swift", "missing.swift"] {
        let error = #expect(throws: FoveaError.self) { try Notebook(path: "\(folder)/\(name)") }
        #expect(error?.message.contains(name) == true)
        #expect(error?.message.contains("\n") == false)
      }
    }
  }
}

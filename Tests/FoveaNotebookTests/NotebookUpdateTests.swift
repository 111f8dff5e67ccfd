import Testing

@testable import FoveaNotebook

@Suite struct NotebookUpdateTests {
  private func updated(_ text: String, _ printed: String, _ mode: RunMode) throws -> String {
    var notebook = try Notebook(text: text, path: "a.swift")
    let run = NotebookRun(mode: mode, outputs: [0: CellOutput(text: printed)])
    notebook.update(from: run)
    #expect(notebook.differences(from: run).isEmpty)
    let once = notebook.text
    notebook.update(from: run)
    #expect(notebook.text == once)
    return once
  }

  @Test func writesResultsUnderTheCode() throws {
    let text = try updated("// %%\nprint(1)\n\n// %%\n", "1\n\n 2  \n\n", .full)
    #expect(text == "// %%\nprint(1)\n// > 1\n// >\n// >  2\n\n// %%\n")
  }

  @Test func keepsWhatAgrees() throws {
    let old = "// %%\nf()\n// > loss 0.5 ± 0.1\n// > …\n// > end\n"
    #expect(try updated(old, "loss 0.55\nx\ny\nend\n", .full) == old)
  }

  @Test func keepsTolerancesOfNewNumbers() throws {
    let old = "// %%\nf()\n// > first\n// > loss 0.5 ± 0.1\n"
    let new = "// %%\nf()\n// > 1st\n// > loss 0.9 ± 0.1\n"
    #expect(try updated(old, "1st\nloss 0.9\n", .full) == new)
  }

  @Test func removesResultsOfASilentCell() throws {
    #expect(try updated("// %%\nf()\n// > a\n\n", "", .full) == "// %%\nf()\n\n")
  }

  @Test func keepsModesApart() throws {
    let both = "// %%\nf()\n// > a\n// fast> b\n"
    #expect(try updated("// %%\nf()\n// > a\n", "b", .fast) == both)
    #expect(try updated(both, "c", .full) == "// %%\nf()\n// > c\n// fast> b\n")
    #expect(try updated("// %%\nf()\n// > a\n// fast> b\n", "a", .fast) == "// %%\nf()\n// > a\n")
    #expect(try updated("// %%\nf()\n// > a\n", "", .fast) == "// %%\nf()\n// > a\n// fast> …\n")
  }

  @Test func namesTheLineOfADifference() throws {
    let notebook = try Notebook(text: lesson, path: "a.swift")
    let full = NotebookRun(mode: .full, outputs: [1: CellOutput(text: "4 0.7\n")])
    #expect(
      notebook.differences(from: full) == ["a.swift:9: expected '4 0.50 ± 0.1', printed '4 0.7'"])
    let fast = NotebookRun(mode: .fast, outputs: [1: CellOutput(text: "4 0.4\nmore\n")])
    #expect(
      notebook.differences(from: fast) == ["a.swift:11: expected nothing more, printed 'more'"])
    let silent = NotebookRun(mode: .full, outputs: [:])
    #expect(
      notebook.differences(from: silent) == [
        "a.swift:9: expected '4 0.50 ± 0.1', nothing more was printed"
      ])
  }
}

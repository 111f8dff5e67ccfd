import TestSupport
import FoveaTensor
import Foundation
import Testing

@testable import FoveaNotebook

/// Runs real programs that import nothing but Foundation.
@Suite struct NotebookRunnerTests {
  private func run(
    _ text: String, path: String = "a.swift", mode: RunMode = .full, folder: String? = nil
  ) throws -> NotebookRun {
    try NotebookRunner(modules: nil).run(
      try Notebook(text: text, path: path), mode: mode, folder: folder)
  }

  @Test func runsFromTopToBottom() throws {
    let text = """
      import Foundation
      // %%
      struct Square { var side = 3.0; var area: Double { side * side } }
      func twice(_ x: Int) -> Int { factor * x }
      let factor = 2
      print(twice(4), terminator: "")
      // %% [markdown]
      // Text with "quotes".
      // %%
      [Square()].forEach { print($0.area, #file, #line) }
      // %%
      print(ProcessInfo.processInfo.environment["FOVEA_FAST"] ?? "full")
      for name in ["b.png", "a.svg", "note.txt"] {
        try Data(name.utf8).write(to: URL(fileURLWithPath: name))
        usleep(20_000)
      }
      // %%
      try Data("again".utf8).write(to: URL(fileURLWithPath: "b.png"))
      FileHandle.standardError.write(Data("quiet".utf8))
      """
    try withTemporaryFolder { folder in
      let place = "\(folder)/new/out"
      let result = try run(text, path: "odd \"name\\.swift", mode: .fast, folder: place)
      #expect(result.outputs[1]?.lines == ["8"])
      #expect(result.outputs[3]?.lines == ["9.0 odd 'name/.swift 10"])
      #expect(result.outputs[4]?.lines == ["fast"] || result.outputs[4]?.lines == ["1"])
      #expect(result.outputs[4]?.figures.map(\.name) == ["b.png", "a.svg"])
      #expect(result.outputs[4]?.figures.first?.bytes == Data("b.png".utf8))
      #expect(result.outputs[5]?.figures.map(\.bytes) == [Data("again".utf8)])
      #expect(result.standardError == "quiet")
      #expect(try readFile("\(place)/note.txt") == Data("note.txt".utf8))
    }
    #expect(try run("// %%\nprint(1)\n// > 1\n").outputs[0]?.lines == ["1"])
  }

  @Test(arguments: [
    ("// %%\nlet a = 1\n\n// %%\nprint(b)\n", "a.swift:5:7: error: cannot find 'b' in scope"),
    ("let c = 1\nprint(d)\n// %%\n", "a.swift:2:7: error: cannot find 'd' in scope"),
    ("// %%\nprint(e); print(f)\n", "(and 1 more error)"),
    ("// %%\nif true {\n\n// %% [markdown]\n// x\n", "a.swift:5: error: expected"),
    ("// %%\nimport Nowhere\n", "a.swift:2:8"),
  ])
  func mapsCompileErrors(text: String, message: String) throws {
    let error = #expect(throws: FoveaError.self) { try run(text) }
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    #expect(error?.message.contains("\n") == false)
  }

  @Test(arguments: [
    (
      "// %%\nprint(1)\n// %%\n\nlet a = [1]; print(a[a.count])\n",
      "a.swift:4: code cell 2 crashed with signal"
    ),
    ("// %%\nfatalError(\"so it is\")\n", "so it is"),
    (
      "import Foundation\n// %%\nexit(3)\n",
      "a.swift:3: code cell 2 ended the program with exit code 3"
    ),
    (
      "import Foundation\n// %%\nexit(0)\n// %%\nprint(1)\n",
      "code cell 2 ended the program before the last cell"
    ),
    ("// %%\nstruct Odd: Error {}\nthrow Odd()\n", "code cell 1 threw an error: "),
  ])
  func namesTheCellThatFails(text: String, message: String) throws {
    let error = #expect(throws: FoveaError.self) { try run(text) }
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    #expect(error?.message.contains("\n") == false)
  }

  @Test func needsACompiler() throws {
    let runner = NotebookRunner(modules: nil, environment: ["PATH": "/nowhere"])
    let error = #expect(throws: FoveaError.self) {
      try runner.run(try Notebook(text: lesson, path: "a.swift"), mode: .full)
    }
    #expect(error?.message.contains("there is no 'swiftc' on the PATH") == true)
  }

  @Test func findsPrograms() {
    #expect(ChildProcess.find("sh", path: "/nowhere:/bin") == "/bin/sh")
    #expect(ChildProcess.find("sh", path: "/nowhere") == nil)
    #expect(ChildProcess.find("sh", path: nil) == nil)
  }
}

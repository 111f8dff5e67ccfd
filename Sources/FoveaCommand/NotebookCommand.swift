import ArgumentParser
import FoveaNotebook
import FoveaTensor
import Foundation

/// `fovea notebook run|check|update|render FILE`: the lessons.
struct NotebookCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "notebook",
    abstract: "Runs lessons: Swift files with '// %%' cells and their results in '// >' lines.",
    discussion: "Example: fovea notebook render notebooks-txt/01-first-layer-filters.swift",
    subcommands: [Run.self, Check.self, Update.self, Render.self])

  /// What all four take.
  struct Options: ParsableArguments {
    @Argument(help: "The notebook, a Swift file with '// %%' cells.")
    var file: String

    @Flag(help: "Compute little: the notebook sees FOVEA_FAST=1 in its environment.")
    var fast = false

    @Option(help: "The folder for figures and pages.")
    var out: String?

    var mode: RunMode {
      let wish = ProcessInfo.processInfo.environment["FOVEA_FAST"] ?? ""
      return fast || (!wish.isEmpty && wish != "0") ? .fast : .full
    }

    /// Reads the notebook and runs it.
    ///
    /// - Parameter folder: where its figures go; nil where they are not kept.
    func run(
      folder: String?, show: (Notebook, NotebookRunner.Event) -> Void = { _, _ in }
    ) throws(FoveaError) -> (Notebook, NotebookRun) {
      let notebook = try Notebook(path: file)
      let runner = NotebookRunner(modules: try Self.modules(for: notebook))
      let run = try runner.run(notebook, mode: mode, folder: folder) { show(notebook, $0) }
      return (notebook, run)
    }

    /// The modules beside the running command; a notebook that imports none of them needs none.
    private static func modules(for notebook: Notebook) throws(FoveaError) -> BuiltModules? {
      let imports = notebook.cells.contains { cell in
        cell.body.contains { $0.hasPrefix("import Fovea") }
      }
      guard imports else { return nil }
      return try BuiltModules(
        executable: Bundle.main.executablePath ?? CommandLine.arguments[0], umbrella: "Fovea",
        without: [
          "FoveaCommand", "FoveaNotebook", "Gallery", "ArgumentParser", "ArgumentParserToolInfo",
        ])
    }
  }

  /// Prints what the cells print, while they run.
  struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Run a notebook; its figures go to out/NAME/.")

    @OptionGroup var options: Options

    func run() throws {
      let name = URL(fileURLWithPath: options.file).deletingPathExtension().lastPathComponent
      let folder = "\(options.out ?? "out")/\(name)"
      let (_, run) = try options.run(folder: folder) { notebook, event in
        switch event {
        case .cell(let index):
          let cell = notebook.cells[index]
          let title = cell.title.isEmpty ? "line \(cell.firstLine)" : cell.title
          Self.write(Data("── \(title)\n".utf8))
        case .printed(let bytes): Self.write(bytes)
        }
      }
      if !run.standardError.isEmpty { FileHandle.standardError.write(Data(run.standardError.utf8)) }
      let figures = run.outputs.sorted { $0.key < $1.key }.flatMap(\.value.figures)
      print("── ran in \(NotebookCommand.seconds(run))")
      for figure in figures { print("\(folder)/\(figure.name)") }
    }

    private static func write(_ bytes: Data) {
      // Nobody to tell where that fails: the reader has closed the pipe.
      try? FileHandle.standardOutput.write(contentsOf: bytes)
    }
  }

  /// Fails where the cells print something else than their result lines say.
  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Run a notebook and compare what it prints with its '// >' lines.")

    @OptionGroup var options: Options

    func run() throws {
      let (notebook, run) = try options.run(folder: options.out)
      let differences = notebook.differences(from: run)
      guard differences.isEmpty else {
        FileHandle.standardError.write(Data((differences.joined(separator: "\n") + "\n").utf8))
        let count = differences.count == 1 ? "1 cell prints" : "\(differences.count) cells print"
        let fast = run.mode == .fast ? " --fast" : ""
        throw FoveaError(
          "\(options.file): \(count) something else; 'fovea notebook update\(fast)' accepts it")
      }
      let cells = notebook.cells.count { $0.runs }
      print("\(options.file): \(cells) cells agree (\(NotebookCommand.seconds(run)))")
    }
  }

  /// Accepts what the cells print.
  struct Update: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Run a notebook and write what it prints under its cells.")

    @OptionGroup var options: Options

    func run() throws {
      var (notebook, run) = try options.run(folder: options.out)
      let old = notebook.text
      notebook.update(from: run)
      guard notebook.text != old else {
        return print("\(options.file): nothing to change (\(NotebookCommand.seconds(run)))")
      }
      try writeAtomically(Data(notebook.text.utf8), to: options.file)
      print("\(options.file): written (\(NotebookCommand.seconds(run)))")
    }
  }

  /// Makes a page to read.
  struct Render: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Run a notebook and write out/NAME.html, one page that needs no other file.")

    @OptionGroup var options: Options

    func run() throws {
      let (notebook, run) = try options.run(folder: nil)
      let folder = options.out ?? "out"
      do {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      } catch {
        throw FoveaError("cannot make the folder '\(folder)': \(error.localizedDescription)")
      }
      let page = "\(folder)/\(notebook.name).html"
      try writeAtomically(Data(NotebookPage(notebook, run: run).html.utf8), to: page)
      print(page)
    }
  }

  private static func seconds(_ run: NotebookRun) -> String {
    String(format: "%.1f s", run.seconds)
  }
}

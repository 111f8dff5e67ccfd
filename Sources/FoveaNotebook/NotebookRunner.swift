public import FoveaTensor
public import Foundation

/// Compiles a notebook and runs it from top to bottom.
public struct NotebookRunner: Sendable {
  /// What a reader sees while a notebook runs.
  public enum Event: Sendable {
    /// The cell of this index begins.
    case cell(Int)
    /// It prints these bytes.
    case printed(Data)
  }

  /// The modules it may import besides those of the toolchain.
  public var modules: BuiltModules?

  /// The environment it sees; `swiftc` is sought on its `PATH` where `modules` names no compiler.
  public var environment: [String: String]

  /// Creates a runner; without `modules`, notebooks can import only what comes with Swift.
  public init(
    modules: BuiltModules?, environment: [String: String] = ProcessInfo.processInfo.environment
  ) {
    self.modules = modules
    self.environment = environment
  }

  /// Runs a notebook in `folder`, which is its working folder and made where it is missing.
  ///
  /// - Parameters:
  ///   - folder: where its figures go; nil stands for a temporary folder that is removed afterwards.
  ///   - show: gets what it prints as it comes.
  /// - Throws: `FoveaError` where it does not compile, crashes, or ends before its last cell: names the line of the cell.
  public func run(
    _ notebook: Notebook, mode: RunMode, folder: String? = nil, show: (Event) -> Void = { _ in }
  ) throws(FoveaError) -> NotebookRun {
    let files = FileManager.default
    let scratch = files.temporaryDirectory.appendingPathComponent("fovea-notebook-\(UUID())").path
    defer { try? files.removeItem(atPath: scratch) }
    let working = folder ?? "\(scratch)/out"
    for place in [scratch, "\(scratch)/figures", working] {
      do {
        try files.createDirectory(atPath: place, withIntermediateDirectories: true)
      } catch {
        throw FoveaError("cannot make the folder '\(place)': \(error.localizedDescription)")
      }
    }
    let program = try NotebookCompiler(modules: modules, environment: environment)
      .compile(notebook, in: scratch)
    var environment = environment
    environment["FOVEA_FAST"] = mode == .fast ? "1" : nil
    environment["FOVEA_NOTEBOOK_FIGURES"] = "\(scratch)/figures"
    environment["SWIFT_BACKTRACE"] = "enable=no"
    let clock = ContinuousClock()
    let start = clock.now
    var output = MarkedOutput()
    let errors = "\(scratch)/errors"
    let child = ChildProcess(
      path: program, arguments: [], folder: working, environment: environment)
    let end = try child.run(errors: errors) { bytes in
      output.read(bytes) { piece in
        switch piece {
        case .cell(let index): show(.cell(index))
        case .bytes(let bytes): show(.printed(bytes))
        }
      }
    }
    let said = String(decoding: (try? readFile(errors)) ?? Data(), as: UTF8.self)
    guard end == .exit(0), output.ended else {
      throw Self.failure(notebook, output, end, said)
    }
    return NotebookRun(
      mode: mode, outputs: try Self.outputs(output, in: "\(scratch)/figures"), standardError: said,
      seconds: (clock.now - start) / .seconds(1))
  }

  private static func outputs(
    _ output: MarkedOutput, in folder: String
  ) throws(FoveaError) -> [Int: CellOutput] {
    var result: [Int: CellOutput] = [:]
    for index in Set(output.printed.keys).union(output.figures.keys) {
      var figures: [WrittenFigure] = []
      for figure in output.figures[index] ?? [] {
        // Copied out of the mapping: the folder is removed after the run.
        let bytes = [UInt8](try readFile("\(folder)/\(figure.copy)"))
        figures.append(WrittenFigure(name: figure.name, bytes: Data(bytes)))
      }
      result[index] = CellOutput(
        text: String(decoding: output.printed[index] ?? Data(), as: UTF8.self), figures: figures)
    }
    return result
  }

  private static func failure(
    _ notebook: Notebook, _ output: MarkedOutput, _ end: ChildProcess.End, _ said: String
  ) -> FoveaError {
    let index = output.cell ?? 0
    let line = notebook.cells.indices.contains(index) ? notebook.cells[index].firstLine : 1
    let order = notebook.cells.prefix(index + 1).count { $0.runs }
    let place = "\(notebook.path):\(line): code cell \(max(order, 1))"
    let reasons = said.split(separator: "\n").map(String.init)
    let reason = reasons.last { $0.contains("Fatal error: ") } ?? reasons.last
    let tail = reason.map { ": \($0)" } ?? ""
    return switch end {
    case .signal(let number): FoveaError("\(place) crashed with signal \(number)\(tail)")
    case .exit(0): FoveaError("\(place) ended the program before the last cell")
    case .exit(let code): FoveaError("\(place) ended the program with exit code \(code)\(tail)")
    }
  }
}

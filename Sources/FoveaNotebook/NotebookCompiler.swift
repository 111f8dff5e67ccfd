import FoveaTensor
import Foundation

/// Turns a notebook into a program.
struct NotebookCompiler {
  let modules: BuiltModules?
  let environment: [String: String]

  /// Writes the program's source into `folder` and compiles it there.
  ///
  /// - Returns: the path of the executable.
  /// - Throws: `FoveaError` with the first compile error at its line of the notebook, or where there is no compiler.
  func compile(_ notebook: Notebook, in folder: String) throws(FoveaError) -> String {
    let main = "\(folder)/main.swift"
    let marks = "\(folder)/marks.swift"
    let program = "\(folder)/notebook"
    try writeAtomically(Data(NotebookProgram(notebook).main.utf8), to: main)
    try writeAtomically(Data(CellMark.program.utf8), to: marks)
    var arguments = ["-O", "-suppress-warnings", "-diagnostic-style", "llvm"]
    arguments += ["-module-name", "FoveaNotebookProgram", "-o", program, main, marks]
    if let modules {
      let objects = "\(folder)/objects"
      try writeAtomically(Data(modules.objects.joined(separator: "\n").utf8), to: objects)
      arguments += modules.compileArguments + modules.linkArguments + ["@\(objects)"]
    }
    var said = Data()
    let compiler = ChildProcess(
      path: try compilerPath(), arguments: arguments, folder: nil, environment: nil)
    let end = try compiler.run(errors: nil) { said.append($0) }
    guard end == .exit(0) else {
      throw Self.error(String(decoding: said, as: UTF8.self), in: notebook, main: main)
    }
    return program
  }

  private func compilerPath() throws(FoveaError) -> String {
    if let path = modules?.compiler, FileManager.default.isExecutableFile(atPath: path) {
      return path
    }
    guard let path = ChildProcess.find("swiftc", path: environment["PATH"]) else {
      throw FoveaError("there is no 'swiftc' on the PATH: a notebook needs the Swift toolchain")
    }
    return path
  }

  /// The first error as the compiler puts it: `file:line:column: error: text`.
  private static func error(_ said: String, in notebook: Notebook, main: String) -> FoveaError {
    let name = NotebookProgram.sourceName(notebook)
    let lines = said.split(separator: "\n").map { line in
      // What is missing at the end of the program is missing at the end of the notebook.
      guard line.hasPrefix("\(main):"), let error = line.firstRange(of: ": error: ") else {
        return String(line)
      }
      return "\(name):\(notebook.lineCount)" + line[error.lowerBound...]
    }
    let own = lines.filter { $0.hasPrefix("\(name):") && $0.contains(": error: ") }
    let errors = own.isEmpty ? lines.filter { $0.contains("error: ") } : own
    guard let first = errors.first ?? lines.last else {
      return FoveaError("'\(notebook.path)' does not compile, and the compiler does not say why")
    }
    let more = Set(errors).count - 1
    let tail = more > 0 ? " (and \(more) more error\(more == 1 ? "" : "s"))" : ""
    return FoveaError(
      own.isEmpty ? "'\(notebook.path)' does not compile: \(first)\(tail)" : first + tail)
  }
}

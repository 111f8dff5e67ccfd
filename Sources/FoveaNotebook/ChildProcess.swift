import FoveaTensor
import Foundation

/// A program that is run to its end.
struct ChildProcess {
  /// How it ended: its exit code, or the signal that stopped it.
  enum End: Equatable {
    case exit(Int32)
    case signal(Int32)
  }

  var path: String
  var arguments: [String]
  var folder: String?
  var environment: [String: String]?

  /// Runs it and hands over what it writes to its standard output as it comes.
  ///
  /// Its standard input stays open, and empty, as long as this process lives: it can tell by that whether somebody waits.
  ///
  /// - Parameter errors: the file that takes its standard error; nil mixes it into the output.
  /// - Throws: `FoveaError` where it cannot be started.
  func run(errors: String?, _ read: (Data) -> Void) throws(FoveaError) -> End {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    if let environment { process.environment = environment }
    if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder, isDirectory: true) }
    let input = Pipe()
    let output = Pipe()
    process.standardInput = input
    process.standardOutput = output
    if let errors {
      _ = FileManager.default.createFile(atPath: errors, contents: nil)
      process.standardError = FileHandle(forWritingAtPath: errors)
    } else {
      process.standardError = output
    }
    do {
      try process.run()
    } catch {
      throw FoveaError("cannot start '\(path)': \(error.localizedDescription)")
    }
    try? output.fileHandleForWriting.close()
    while true {
      let bytes = output.fileHandleForReading.availableData
      guard !bytes.isEmpty else { break }
      read(bytes)
    }
    process.waitUntilExit()
    withExtendedLifetime(input) {}
    return process.terminationReason == .exit
      ? .exit(process.terminationStatus) : .signal(process.terminationStatus)
  }

  /// The first file of this name in the folders of `PATH` that can be executed.
  static func find(_ name: String, path: String?) -> String? {
    (path ?? "").split(separator: ":").map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }
}

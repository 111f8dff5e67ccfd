import Foundation

/// The built binary `fovea`, run as its users run it.
enum Command {
  /// What a call leaves behind.
  struct Outcome {
    let code: Int32
    let out: String
    let err: String
    let wasKilled: Bool

    /// The lines of the standard error.
    var errLines: [String] { err.split(separator: "\n").map(String.init) }
  }

  /// The binary lies beside the test bundle; where the bundle is run by another program, in the package's own folder.
  static let path: String = {
    let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../.build/release").standardizedFileURL
    let places = [bundle, Bundle.main.bundleURL, package].map {
      $0.appendingPathComponent("fovea").path
    }
    return places.first { FileManager.default.isExecutableFile(atPath: $0) } ?? "fovea"
  }()

  /// Runs a call to its end.
  static func run(_ words: [String], in folder: String = "/tmp") throws -> Outcome {
    let process = try start(words, in: folder)
    return try finish(process)
  }

  /// Runs a line of the shell in which `fovea` is the binary.
  static func shell(_ line: String, in folder: String = "/tmp") throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "fovea() { '\(path)' \"$@\"; }; \(line)"]
    return try finish(begin(process, in: folder))
  }

  /// Begins a call.
  static func start(_ words: [String], in folder: String) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = words
    return try begin(process, in: folder)
  }

  private static func begin(_ process: Process, in folder: String) throws -> Process {
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardOutput = Pipe()
    process.standardError = Pipe()
    process.standardInput = FileHandle.nullDevice
    try process.run()
    return process
  }

  /// Waits for a call's end.
  static func finish(_ process: Process) throws -> Outcome {
    func text(_ stream: Any?) -> String {
      let bytes = (stream as? Pipe)?.fileHandleForReading.readDataToEndOfFile() ?? Data()
      return String(decoding: bytes, as: UTF8.self)
    }
    // Neither stream ever holds more than a pipe does.
    let out = text(process.standardOutput)
    let err = text(process.standardError)
    process.waitUntilExit()
    return Outcome(
      code: process.terminationStatus, out: out, err: err,
      wasKilled: process.terminationReason == .uncaughtSignal)
  }
}

/// Runs `body` with the path of a fresh folder, which is removed afterwards.
func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("fovea-\(UUID().uuidString)").path
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  return try body(folder)
}

/// The bytes of a file.
func bytes(_ path: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }

/// The names in a folder, in order.
func names(_ folder: String) throws -> [String] {
  try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
}

import Foundation
import FoveaTensor

/// Keeps a run's folder up to date while the log grows.
final class RunRecorder {
  private let folder: String
  private let lines: FileHandle
  private let events: FileHandle
  private var written: [String: Int]

  /// Writes the log so far, and stands ready to add to it.
  ///
  /// - Throws: `FoveaError` where the folder holds another run, or cannot be written.
  static func begin(_ log: RunLog, in folder: String) throws(FoveaError) -> RunRecorder {
    let linesPath = "\(folder)/\(RunLog.linesName)"
    if FileManager.default.fileExists(atPath: linesPath) {
      guard try RunLog(contentsOf: linesPath).start == log.start else {
        throw FoveaError(
          "there is another run in '\(folder)' already: choose another folder, or remove that one")
      }
    }
    try log.write(to: folder)
    let eventsPath = "\(folder)/\(log.eventsName)"
    guard let lines = FileHandle(forWritingAtPath: linesPath),
      let events = FileHandle(forWritingAtPath: eventsPath)
    else { throw FoveaError("cannot write the log in '\(folder)'") }
    return RunRecorder(folder: folder, lines: lines, events: events, written: log.counts)
  }

  private init(folder: String, lines: FileHandle, events: FileHandle, written: [String: Int]) {
    self.folder = folder
    self.lines = lines
    self.events = events
    self.written = written
    _ = try? lines.seekToEnd()
    _ = try? events.seekToEnd()
  }

  /// Adds what is new in the log to the files.
  ///
  /// - Throws: `FoveaError` with the folder and the reason, such as a full disk.
  func update(_ log: RunLog) throws(FoveaError) {
    let rows = log.rows(behind: written)
    guard !rows.isEmpty else { return }
    do {
      try lines.write(contentsOf: Data(rows.map(RunLog.line).joined().utf8))
      try events.write(contentsOf: rows.reduce(into: Data()) { $0 += log.event($1) })
    } catch {
      throw FoveaError("cannot write the log in '\(folder)': \(error.localizedDescription)")
    }
    written = log.counts
  }

  deinit {
    try? lines.close()
    try? events.close()
  }
}

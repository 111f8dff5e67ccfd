import Foundation
public import FoveaTensor

/// A run's folder, such as `runs/a`: the log as JSON lines and as a TensorBoard event file.
extension RunLog {
  /// The name of the JSON lines in a run's folder.
  static let linesName = "metrics.jsonl"

  /// The name of the event file; TensorBoard looks for `tfevents`.
  var eventsName: String { "events.out.tfevents.\(Int(max(0, min(start, 1e15)))).fovea" }

  /// Writes the log into a folder, which is made where it is missing: each file whole or not at all.
  ///
  /// - Throws: `FoveaError` with the path and the reason.
  public func write(to folder: String) throws(FoveaError) {
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw FoveaError("cannot make the folder '\(folder)': \(error.localizedDescription)")
    }
    try writeAtomically(jsonLines, to: "\(folder)/\(Self.linesName)")
    try writeAtomically(events, to: "\(folder)/\(eventsName)")
  }

  /// Reads a run's folder, or one file: JSON lines or TensorBoard events, of Fovea or of another program.
  ///
  /// In a folder the JSON lines are read where there are any, which are exact; else all event files.
  ///
  /// - Throws: `FoveaError` with the path and the reason.
  public init(contentsOf path: String) throws(FoveaError) {
    self.init()
    var isFolder: ObjCBool = false
    guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw FoveaError("cannot read the run '\(path)': there is no such file or folder")
    }
    var files = [path]
    if isFolder.boolValue {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: path))?.sorted() ?? []
      files =
        names.contains(Self.linesName)
        ? [Self.linesName] : names.filter { $0.contains("tfevents") && !$0.hasSuffix(".part") }
      files = files.map { "\(path)/\($0)" }
      guard !files.isEmpty else {
        throw FoveaError(
          "'\(path)' is no run: it has neither '\(Self.linesName)' nor TensorBoard's event files")
      }
    }
    for file in files { try append(file: file) }
  }

  private mutating func append(file: String) throws(FoveaError) {
    let bytes = try readFile(file)
    do throws(FoveaError) {
      if file.split(separator: "/").last?.contains("tfevents") == true {
        try append(events: bytes)
      } else {
        self = try RunLog(jsonLines: bytes)
      }
    } catch {
      throw FoveaError("cannot read the log '\(file)': \(error.message)")
    }
  }
}

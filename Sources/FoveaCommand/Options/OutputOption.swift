import ArgumentParser
import Fovea
import Foundation

/// Where a picture goes.
struct OutputOption: ParsableArguments {
  @Option(
    name: [.short, .long],
    help: "The picture to write; its ending says its kind: .png, .svg or .pdf.")
  var output: String?

  /// The path to write to, which can be written to.
  ///
  /// - Throws: `FoveaError` where it cannot, or where its ending names no kind of picture.
  func path(or usual: String) throws(FoveaError) -> String {
    let path = output ?? usual
    _ = try FigureFormat(path: path)
    try Writable.check(path)
    return path
  }
}

/// Whether files can be written, found out before anything is computed.
enum Writable {
  /// Creates and removes a file beside `path`: the only check that also root and full disks heed.
  ///
  /// - Throws: `FoveaError` that names the path and the reason.
  static func check(_ path: String) throws(FoveaError) {
    var isFolder: ObjCBool = false
    if unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder),
      isFolder.boolValue
    {
      throw FoveaError("cannot write '\(path)': it is a folder; name a file in it")
    }
    // Renaming a file onto a device would take the device's place.
    let kind = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
    if let kind, kind == .typeCharacterSpecial || kind == .typeBlockSpecial || kind == .typeSocket {
      throw FoveaError("cannot write '\(path)': it is a device; name a file")
    }
    let probe = "\(path).\(getpid()).probe"
    let file = unsafe open(probe, O_CREAT | O_EXCL | O_WRONLY, 0o600)
    guard file >= 0 else {
      throw FoveaError("cannot write '\(path)': \(unsafe String(cString: strerror(errno)))")
    }
    close(file)
    unsafe unlink(probe)
  }

  /// Makes a folder (and those above it) where there is none.
  ///
  /// - Throws: `FoveaError` where it cannot be made or written to.
  static func makeFolder(_ path: String) throws(FoveaError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw FoveaError(
        "cannot make the folder '\(path)': \(unsafe String(cString: strerror(errno)))")
    }
    try check("\(path)/file")
  }
}

extension String {
  /// The path with something put between its name and its ending: `fade.png` and `-curves` give `fade-curves.png`.
  func insertingBeforeExtension(_ text: String) -> String {
    let ending = URL(fileURLWithPath: self).pathExtension
    return ending.isEmpty ? self + text : dropLast(ending.count + 1) + text + "." + ending
  }
}

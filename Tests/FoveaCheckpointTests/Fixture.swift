import Foundation
import FoveaTensor
import Testing

/// The files that `Fixtures/make_fixtures.py` wrote.
enum Fixture {
  /// The path of a file.
  static func path(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures").appendingPathComponent(name).path
  }

  /// The bytes of a file.
  static func bytes(_ name: String) throws -> Data { try readFile(path(name)) }

  /// What PyTorch and NumPy say is in a file, by name.
  static func expected(_ file: String) throws -> [String: Tensor] {
    var tensors: [String: Tensor] = [:]
    for entry in try SafetensorsFile.read(path("expected.safetensors")).entries
    where entry.name.hasPrefix(file + "/") {
      tensors[String(entry.name.dropFirst(file.count + 1))] = entry.tensor
    }
    try #require(!tensors.isEmpty, "expected.safetensors has nothing on \(file)")
    return tensors
  }
}

/// Runs `body` with the path of a fresh folder, which is removed afterwards.
func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("fovea-\(UUID().uuidString)").path
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  return try body(folder)
}

/// The message of the `FoveaError` that `body` throws, or an empty one where it throws none.
func message(_ body: () throws -> Void) -> String {
  do {
    try body()
    return ""
  } catch {
    return (error as? FoveaError)?.message ?? "not a FoveaError: \(error)"
  }
}

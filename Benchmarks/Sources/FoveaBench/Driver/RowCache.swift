import Foundation
import Fovea
import Measuring

/// Rows as they were measured last, a JSON file each, so that a part can be run anew.
struct RowCache {
  let folder: String

  init(_ folder: String) throws {
    self.folder = folder
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
  }

  private func path(_ name: String) -> String { "\(folder)/\(name).json" }

  /// Keeps a value.
  func store(_ value: some Encodable, as name: String) throws {
    try writeAtomically(jsonLine(value), to: path(name))
  }

  /// The value kept by a name, where there is one.
  func value<Value: Decodable>(_ name: String, as type: Value.Type = Value.self) -> Value? {
    guard let data = try? Data(contentsOf: URL(fileURLWithPath: path(name))) else { return nil }
    return try? JSONDecoder().decode(type, from: data)
  }
}

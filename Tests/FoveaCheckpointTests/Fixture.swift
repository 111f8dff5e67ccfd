import TestSupport
import Foundation
import FoveaTensor
import Testing

/// The files that `Fixtures/make_fixtures.py` wrote.
enum Fixture {
  /// The path of a file.
  static func path(_ name: String) -> String { fixture(name) }

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

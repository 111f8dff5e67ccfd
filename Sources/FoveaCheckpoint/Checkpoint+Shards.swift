import Foundation
import FoveaTensor

extension Checkpoint {
  /// The part of an index (Hugging Face's `….index.json`) that matters: which file of its folder holds each tensor.
  private struct Index: Decodable {
    let weightMap: [String: String]

    private enum CodingKeys: String, CodingKey { case weightMap = "weight_map" }
  }

  /// Reads the files that an index lists.
  ///
  /// - Throws: `FoveaError` with the path and the reason: a file outside of the folder, or a tensor that is in none.
  static func readShards(_ path: String) throws(FoveaError) -> Checkpoint {
    let bytes = try readFile(path)
    let map: [String: String]
    do {
      map = try JSONDecoder().decode(Index.self, from: bytes).weightMap
    } catch {
      throw FoveaError("cannot read weights from '\(path)': it is no index with a 'weight_map'")
    }
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    var entries: [Entry] = []
    for file in Set(map.values).sorted() {
      guard !file.contains("/"), file != "..", !file.hasSuffix(".index.json") else {
        throw FoveaError(
          "cannot read weights from '\(path)': it points to '\(file)', which is no file beside it")
      }
      let shard = try read(folder.appendingPathComponent(file).path)
      entries += shard.entries.filter { map[$0.name] == file }
    }
    let missing = Set(map.keys).subtracting(entries.map(\.name)).sorted()
    guard missing.isEmpty else {
      throw FoveaError(
        "cannot read weights from '\(path)': its files lack "
          + missing.prefix(4).joined(separator: ", ")
          + (missing.count > 4 ? " and \(missing.count - 4) more" : ""))
    }
    return try Checkpoint(entries.sorted { $0.name < $1.name }, format: .shards)
  }
}

import Foundation
import FoveaNetwork
public import FoveaTensor

extension Recording {
  /// The key of a file's metadata under which axes, units and runs stand.
  public static let fileKey = "fovea.recording"

  private struct Facts: Codable {
    let axes: [String]
    var unit: String?
    var runs: [Int]?
  }

  /// Writes a safetensors file, whole or not at all: a tensor by each entry's name, facts in the metadata.
  ///
  /// - Throws: `FoveaError` with the path and the reason.
  public func save(to path: String) throws(FoveaError) {
    var facts: [String: Facts] = [:]
    for entry in entries {
      facts[entry.name] = Facts(
        axes: entry.axes, unit: entry.unit, runs: entry.runs.isEmpty ? nil : entry.runs)
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var metadata = metadata
    do {
      metadata[Self.fileKey] = String(decoding: try encoder.encode(facts), as: UTF8.self)
    } catch {
      throw FoveaError("cannot write '\(path)': \(error)")
    }
    try SafetensorsFile(entries.map { ($0.name, $0.tensor) }, metadata: metadata).write(to: path)
  }

  /// Reads a recording that `save(to:)` wrote, equal to what was saved.
  ///
  /// Any other safetensors file is read too: its axes are called by their numbers.
  /// - Throws: `FoveaError` with the path and what does not fit.
  public init(contentsOf path: String) throws(FoveaError) {
    let file = try SafetensorsFile.read(path)
    var metadata = file.metadata
    let json = metadata.removeValue(forKey: Self.fileKey)
    let facts: [String: Facts]
    do {
      facts =
        try json.map { try JSONDecoder().decode([String: Facts].self, from: Data($0.utf8)) } ?? [:]
    } catch {
      throw FoveaError("cannot read '\(path)': '\(Self.fileKey)' in its metadata is damaged")
    }
    self.init(metadata: metadata)
    for entry in file.entries {
      let known = facts[entry.name]
      if let axes = known?.axes, axes.count != entry.tensor.shape.rank {
        throw FoveaError(
          "cannot read '\(path)': \(axes.count) axes are named for '\(entry.name)' of the shape "
            + "\(entry.tensor.shape)")
      }
      append(
        Entry(
          entry.name, entry.tensor, axes: known?.axes, unit: known?.unit, runs: known?.runs ?? []))
    }
  }
}

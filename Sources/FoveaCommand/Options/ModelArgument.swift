import ArgumentParser
import Fovea
import Foundation

/// The network to look at.
struct ModelArgument: ParsableArguments {
  @Argument(
    help:
      "A model file (ONNX, or what 'fovea train' wrote), or a network's name (with fresh weights).")
  var model: String

  /// Reads or makes the network.
  ///
  /// - Throws: `FoveaError` where it is neither a file nor a name, or what is wrong with the file.
  func network(seed: UInt64) throws(FoveaError) -> Network {
    try Self.network(model, seed: seed)
  }

  /// Reads a network or makes one by its name.
  static func network(_ model: String, seed: UInt64) throws(FoveaError) -> Network {
    try imported(model, seed: seed).network
  }

  /// Reads a network or makes one by its name; what is to be said about the file is told.
  ///
  /// - Parameter shapes: the shapes of inputs that a file leaves free.
  static func imported(
    _ model: String, seed: UInt64, shapes: [String: Shape] = [:]
  ) throws(FoveaError) -> ImportedNetwork {
    if isName(model) { return ImportedNetwork(try Zoo.network(named: model, seed: seed)) }
    try requireFile(model)
    let imported = try ModelFile.read(model, shapes: shapes)
    for note in imported.notes { Console.note("\(model): \(note)") }
    return imported
  }

  /// Whether a network of that name can be made.
  static func isName(_ model: String) -> Bool { Zoo.names.contains(model) }

  /// Throws where there is no such file; the nearest names are told where a name may have been meant.
  static func requireFile(_ model: String) throws(FoveaError) {
    guard !FileManager.default.fileExists(atPath: model) else { return }
    if model.contains("/") || model.hasSuffix(".safetensors") || model.hasSuffix(".onnx") {
      throw FoveaError("cannot read '\(model)': there is no such file")
    }
    throw FoveaError(
      "there is neither a file nor a network '\(model)'; the nearest networks are "
        + nearestNames(to: model, among: Zoo.names).joined(separator: ", "))
  }
}

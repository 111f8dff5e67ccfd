import Foundation
public import FoveaNetwork
public import FoveaTensor

/// Files that hold a whole network: ONNX, and the form before it, safetensors with a description.
///
/// This is the one place where a model is read or written by its path.
public enum ModelFile {
  /// Reads a network.
  ///
  /// - Parameter shapes: the shapes of inputs that the file leaves free, by name.
  /// - Throws: `FoveaError` with the path and the reason.
  public static func read(
    _ path: String, shapes: [String: Shape] = [:]
  ) throws(FoveaError) -> ImportedNetwork {
    if try isSafetensors(path) {
      let network = try Network(contentsOf: path)
      return ImportedNetwork(network: network, notes: [], names: [], boundInputs: [])
    }
    let model = try ONNXModel(contentsOf: path)
    return try naming(path) { () throws(FoveaError) in try model.network(shapes: shapes) }
  }

  /// Makes a network of an ONNX model that was read from a path, for inputs of the given values.
  ///
  /// - Throws: `FoveaError` with the path and the reason.
  public static func network(
    of model: ONNXModel, from path: String, for inputs: [String: Tensor]
  ) throws(FoveaError) -> ImportedNetwork {
    try naming(path) { () throws(FoveaError) in try model.network(for: inputs) }
  }

  private static func naming<Result>(
    _ path: String, _ body: () throws(FoveaError) -> Result
  ) throws(FoveaError) -> Result {
    do throws(FoveaError) {
      return try body()
    } catch {
      throw FoveaError("cannot read a network from '\(path)': \(error.message)")
    }
  }

  /// Writes a network, whole or not at all: as safetensors where the path ends so, as ONNX otherwise.
  ///
  /// - Throws: `FoveaError` with the path and the reason.
  public static func write(_ network: Network, to path: String) throws(FoveaError) {
    if path.hasSuffix(".safetensors") {
      try network.save(to: path)
    } else {
      try ONNXWriter.write(network, to: path)
    }
  }

  /// Whether a file is safetensors: by its ending, else by its first bytes, a header's length and a brace.
  public static func isSafetensors(_ path: String) throws(FoveaError) -> Bool {
    if path.hasSuffix(".safetensors") { return true }
    let bytes = try readFile(path)
    guard bytes.count > 9 else { return false }
    let head = Array(bytes.prefix(9))
    let length = head.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return head[8] == UInt8(ascii: "{") && length <= UInt64(bytes.count - 8)
  }
}

import Foundation
import FoveaNetwork
import FoveaTensor
import ONNXProto
import SwiftProtobuf

/// ONNX files that Fovea wrote: they say in their metadata which network they are.
///
/// A graph does not say all of a network: how weights were first drawn, which nodes are calls of one layer, where a
/// time step can be hooked. So the description travels along. It holds only while the graph is the one that was written;
/// a fingerprint tells, and a file that somebody changed is read like anybody's.
enum OwnFile {
  static let networkKey = "fovea.network"
  static let seedKey = "fovea.seed"
  static let structureKey = "fovea.structure"

  /// A fingerprint of a graph without its weights: 64 bits of FNV-1a (Fowler, Noll & Vo 1991).
  static func fingerprint(_ structure: Data) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in structure { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return String(hash, radix: 16)
  }

  /// The network that a file says it is; `nil` where it is not Fovea's or was changed.
  ///
  /// - Throws: `FoveaError` where its weights are not the network's.
  static func network(_ model: ONNXModel) throws(FoveaError) -> Network? {
    guard let json = model.metadata[networkKey], let told = model.metadata[structureKey] else {
      return nil
    }
    var graph = model.graph
    graph.initializer = []
    guard let structure: Data = try? graph.serializedBytes(partial: true),
      fingerprint(structure) == told, let description = try? NetworkDescription(json: json)
    else { return nil }
    return try Network(description, weights: weights(of: model, cells: description.recurrentCells))
  }

  /// The parameters by name; those of recurrent cells stand in the standard's order.
  private static func weights(
    of model: ONNXModel, cells: [String: Recurrent.Cell]
  ) -> [String: Tensor] {
    var result: [String: Tensor] = [:]
    for (name, tensor) in model.initializers where tensor.kind == .float && !name.contains("/") {
      let parts = name.split(separator: ".", omittingEmptySubsequences: false)
      let layer = parts.dropLast().joined(separator: ".")
      guard let cell = cells[layer], let role = parts.last, tensor.shape.rank > 1 else {
        result[name] = tensor.tensor
        continue
      }
      let rows = Shape(Array(tensor.shape.dimensions.dropFirst()))
      if role == "bias", rows[0] % 2 == 0 {
        let half = rows[0] / 2
        for (index, part) in ["bias_ih", "bias_hh"].enumerated() {
          let bias = Tensor(Array(tensor.floats[index * half..<(index + 1) * half]))
          result["\(layer).\(part)"] = RecurrentLayout.imported(bias, cell)
        }
      } else {
        result[name] = RecurrentLayout.imported(tensor.tensor.reshaped(to: rows), cell)
      }
    }
    return result
  }
}

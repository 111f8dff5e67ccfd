public import Foundation
public import FoveaNetwork
public import FoveaTensor
import ONNXProto
import SwiftProtobuf

/// Writes networks as ONNX, operator set 17.
///
/// Values and initialisers have Fovea's names. The facts of the network (class names, how it was trained), its seed and
/// its description stand in the model's metadata, so that reading the file gives the same network again.
public enum ONNXWriter {
  /// The operator set that is written: old enough for every reader, new enough for layer normalisation.
  public static let operatorSet = 17
  /// The version of the file format that goes with it.
  static let formatVersion = 8

  /// Writes a network to a file, whole or not at all.
  ///
  /// - Throws: `FoveaError` that lists the nodes which the standard cannot say, or names the path and the reason.
  public static func write(_ network: Network, to path: String) throws(FoveaError) {
    let bytes: Data
    do throws(FoveaError) {
      bytes = try encoded(network)
    } catch {
      throw FoveaError("cannot write '\(path)': \(error.message)")
    }
    try writeAtomically(bytes, to: path)
  }

  /// The bytes of the file.
  ///
  /// - Throws: `FoveaError` that lists the nodes which the standard cannot say.
  public static func encoded(_ network: Network) throws(FoveaError) -> Data {
    guard network.edits.isEmpty else {
      let points = network.edits.keys.map { network.name(of: $0) }.sorted()
      throw FoveaError(
        "a file has no place for interventions, and the network has some at "
          + points.joined(separator: ", "))
    }
    let shapes = try network.shapes(for: [:])
    let draft = GraphDraft()
    try ExporterTable.write(network, shapes: shapes, to: draft)
    var graph = Onnx_GraphProto()
    graph.name = "fovea"
    graph.node = draft.nodes
    let growth = BatchGrowth(network, shapes)
    graph.input = network.inputs.map { value($0.id, network, growth) }
    graph.output = network.outputs.map { value($0, network, growth) }
    var model = Onnx_ModelProto()
    model.irVersion = Int64(formatVersion)
    model.producerName = "fovea"
    var set = Onnx_OperatorSetIdProto()
    set.version = Int64(operatorSet)
    model.opsetImport = [set]
    do {
      let structure: Data = try graph.serializedBytes(partial: true)
      model.metadataProps = try metadata(network, structure)
      return assembled(try model.serializedBytes(partial: true), structure, draft)
    } catch {
      throw (error as? FoveaError) ?? FoveaError("the model cannot be encoded: \(error)")
    }
  }

  private static func metadata(
    _ network: Network, _ structure: Data
  ) throws(FoveaError) -> [Onnx_StringStringEntryProto] {
    var facts = network.metadata
    facts[OwnFile.seedKey] = "\(network.seed)"
    facts[OwnFile.networkKey] = try NetworkDescription(network).json()
    facts[OwnFile.structureKey] = OwnFile.fingerprint(structure)
    return facts.sorted { $0.key < $1.key }.map { key, value in
      var entry = Onnx_StringStringEntryProto()
      (entry.key, entry.value) = (key, value)
      return entry
    }
  }

  private static func value(
    _ id: Node.ID, _ network: Network, _ growth: BatchGrowth
  ) -> Onnx_ValueInfoProto {
    var value = Onnx_ValueInfoProto()
    value.name = network.label(of: id)
    value.type.tensorType.elemType = 1
    value.type.tensorType.shape.dim = growth.extents(of: id).map { extent in
      var dimension = Onnx_TensorShapeProto.Dimension()
      switch extent {
      case .fixed(let size): dimension.dimValue = Int64(size)
      case .batch: dimension.dimParam = "batch"
      case .other: break
      }
      return dimension
    }
    return value
  }

  // MARK: - Bytes

  /// The model's message with the graph in it, whose weights are written once, straight to where they end up.
  private static func assembled(_ model: Data, _ structure: Data, _ draft: GraphDraft) -> Data {
    let heads =
      draft.tensors.map {
        head(of: $0.name, $0.tensor.shape.dimensions, type: 1, bytes: 4 * $0.tensor.shape.count)
      }
      + draft.lists.map {
        head(of: $0.name, [$0.integers.count], type: 7, bytes: 8 * $0.integers.count)
      }
    let payloads =
      draft.tensors.map { 4 * $0.tensor.shape.count } + draft.lists.map { 8 * $0.integers.count }
    let size = structure.count + zip(heads, payloads).reduce(0) { $0 + $1.0.count + $1.1 }
    let frame = WireFormat.head(of: 7, length: size)
    var bytes = Data(capacity: model.count + frame.count + size)
    bytes.append(model)
    bytes.append(contentsOf: frame)
    bytes.append(structure)
    for (index, entry) in draft.tensors.enumerated() {
      bytes.append(contentsOf: heads[index])
      unsafe entry.tensor.scalars.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
    }
    for (index, entry) in draft.lists.enumerated() {
      bytes.append(contentsOf: heads[draft.tensors.count + index])
      let words = entry.integers.map { Int64($0).littleEndian }
      unsafe words.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
    }
    return bytes
  }

  /// All of an initialiser's field but its elements: dims, data_type, name, and the head of raw_data.
  private static func head(of name: String, _ dimensions: [Int], type: Int, bytes: Int) -> [UInt8] {
    var message: [UInt8] = []
    for extent in dimensions { message += [1 << 3] + WireFormat.encoded(extent) }
    message += [2 << 3] + WireFormat.encoded(type)
    message += WireFormat.head(of: 8, length: name.utf8.count) + Array(name.utf8)
    message += WireFormat.head(of: 9, length: bytes)
    return WireFormat.head(of: 5, length: message.count + bytes) + message
  }
}

/// Which extents of a network's values grow with the batch.
private struct BatchGrowth {
  enum Extent {
    case fixed(Int)
    case batch
    case other
  }

  private let usual: [Shape]
  private let small: [Shape]?
  private let large: [Shape]?

  init(_ network: Network, _ shapes: [Shape]) {
    let isFree = network.inputs.contains { ($0.operation as? Input)?.isBatched ?? false }
    usual = shapes
    small = isFree ? try? network.shapes(batch: 2) : nil
    large = isFree ? try? network.shapes(batch: 3) : nil
  }

  func extents(of id: Node.ID) -> [Extent] {
    let shape = usual[id.position]
    guard let small, let large else { return shape.dimensions.map { .fixed($0) } }
    let (two, three) = (small[id.position], large[id.position])
    return shape.dimensions.indices.map { axis in
      if two[axis] == three[axis] { return .fixed(shape[axis]) }
      return two[axis] == 2 && three[axis] == 3 ? .batch : .other
    }
  }
}

public import Foundation
public import FoveaTensor
import ONNXProto
import SwiftProtobuf

/// What an ONNX file holds: a graph of the standard's operations, before it is made a network for given input shapes.
///
/// https://onnx.ai/onnx/repo-docs/IR.html. Read are operator sets 7 to 23, older and newer ones as far as their operations are those of 23; weights stay in the mapped file.
public struct ONNXModel {
  /// The operator sets that are read.
  public static let operatorSets = 1...23

  /// An input of the graph, as the file declares it.
  public struct Input: Hashable, Sendable {
    /// Its name in the file.
    public let name: String
    /// Its extents, `nil` for one that is free, such as the batch; no list where the file does not say the rank.
    public let dimensions: [Int?]?

    /// What it is called in the network.
    public var label: String { NodeNames.cleaned(name) }
  }

  /// The version of the standard's operator set.
  public let operatorSet: Int
  /// The program that wrote the file.
  public let producer: String
  /// The inputs that somebody must give: those without an initialiser.
  public let inputs: [Input]
  /// The names of the outputs.
  public let outputs: [String]
  /// Facts that travel with the model.
  public let metadata: [String: String]

  let graph: Onnx_GraphProto
  let initializers: [String: KnownTensor]
  let reader: TensorReader
  let notes: [String]
  private let kinds: [String: ElementKind]

  /// Reads a file.
  ///
  /// - Throws: `FoveaError` with the path and the reason.
  public init(contentsOf path: String) throws(FoveaError) {
    let bytes = try readFile(path)
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    do throws(FoveaError) {
      try self.init(bytes: bytes, folder: folder)
    } catch {
      throw FoveaError("cannot read '\(path)' as ONNX: \(error.message)")
    }
  }

  /// Reads the contents of a file.
  ///
  /// - Parameter folder: where files of external data may lie.
  /// - Throws: `FoveaError` with the reason.
  public init(bytes: Data, folder: String? = nil) throws(FoveaError) {
    let model = try Self.decode(bytes)
    let graph = try FunctionInlining.graph(of: model)
    guard !graph.output.isEmpty else {
      throw FoveaError("it holds no graph with an output, so that it is no model")
    }
    let operatorSet = try Self.operatorSet(of: model)
    var reader = TensorReader(file: bytes, folder: folder)
    let initializers = try Self.initializers(of: graph, &reader)
    var inputs: [Input] = []
    var kinds: [String: ElementKind] = [:]
    for value in graph.input where initializers[value.name] == nil {
      let input = try Self.input(value)
      guard kinds[input.name] == nil else {
        throw FoveaError("two inputs are called '\(input.name)'")
      }
      inputs.append(input)
      kinds[input.name] = try ElementType.of(Int(value.type.tensorType.elemType)).kind
    }
    self.kinds = kinds
    self.operatorSet = operatorSet
    self.producer = [model.producerName, model.producerVersion].filter { !$0.isEmpty }
      .joined(separator: " ")
    self.inputs = inputs
    self.outputs = graph.output.map(\.name)
    self.metadata = Dictionary(
      model.metadataProps.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
    self.graph = graph
    self.initializers = initializers
    self.reader = reader
    self.notes = Self.conversionNotes(graph) + Self.newnessNotes(operatorSet)
  }

  func kind(ofInput name: String) -> ElementKind { kinds[name] ?? .float }

  private static func decode(_ bytes: Data) throws(FoveaError) -> Onnx_ModelProto {
    guard !bytes.isEmpty else { throw FoveaError("it is empty") }
    let slim = try SlimMessage(model: bytes)
    do {
      return try Onnx_ModelProto(serializedBytes: slim.bytes, partial: true)
    } catch {
      throw FoveaError("it is no protocol buffer of a model (\(error))")
    }
  }

  private static func operatorSet(of model: Onnx_ModelProto) throws(FoveaError) -> Int {
    let set = model.opsetImport.first { $0.domain.isEmpty || $0.domain == "ai.onnx" }
    guard let version = set.map({ Int($0.version) }) else {
      throw FoveaError("it does not say the version of its operator set")
    }
    guard version >= operatorSets.lowerBound else {
      throw FoveaError(
        "it uses operator set \(version); \(operatorSets.lowerBound) to \(operatorSets.upperBound) "
          + "are read")
    }
    return version
  }

  private static func initializers(
    of graph: Onnx_GraphProto, _ reader: inout TensorReader
  ) throws(FoveaError) -> [String: KnownTensor] {
    var result: [String: KnownTensor] = [:]
    for proto in graph.initializer {
      guard result[proto.name] == nil else {
        throw FoveaError("two initialisers are called '\(proto.name)'")
      }
      result[proto.name] = try reader.tensor(proto)
    }
    if let sparse = graph.sparseInitializer.first {
      throw FoveaError("sparse initialisers ('\(sparse.values.name)') are not read")
    }
    return result
  }

  private static func input(_ value: Onnx_ValueInfoProto) throws(FoveaError) -> Input {
    guard case .tensorType(let tensor)? = value.type.value else {
      throw FoveaError("input '\(value.name)' is not a tensor")
    }
    _ = try ElementType.of(Int(tensor.elemType))
    guard tensor.hasShape else { return Input(name: value.name, dimensions: nil) }
    var dimensions: [Int?] = []
    for dimension in tensor.shape.dim {
      guard case .dimValue(let extent)? = dimension.value else {
        dimensions.append(nil)
        continue
      }
      guard extent >= -1, extent < 1 << 32 else {
        throw FoveaError("input '\(value.name)' has the extent \(extent)")
      }
      dimensions.append(extent < 1 ? nil : Int(extent))
    }
    return Input(name: value.name, dimensions: dimensions)
  }

  private static func newnessNotes(_ version: Int) -> [String] {
    guard version > operatorSets.upperBound else { return [] }
    return ["operator set \(version) is newer than \(operatorSets.upperBound), and read as that"]
  }

  /// What is computed in other precision than the file's, said aloud.
  private static func conversionNotes(_ graph: Onnx_GraphProto) -> [String] {
    var counts: [Int: Int] = [:]
    for proto in graph.initializer { counts[Int(proto.dataType), default: 0] += 1 }
    return [10, 11, 16].compactMap { code in
      guard let count = counts[code], let type = try? ElementType.of(code) else { return nil }
      return "\(count) tensor\(count == 1 ? "" : "s") of \(type.name) became float32"
    }
  }
}

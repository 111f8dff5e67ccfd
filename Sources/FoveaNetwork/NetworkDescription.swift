import Foundation
public import FoveaTensor

/// A network without its weights, as it stands in a file: nodes, outputs, seed and facts.
///
/// In JSON: `{"fovea": 1, "seed": 7, "metadata": {…}, "nodes": [{"name": "conv1", "kind": "conv", "attributes": {…},
/// "inputs": [0]}, …], "outputs": [6]}`. Inputs and outputs are positions in the list of nodes; a node may only read
/// earlier ones. Nodes of one name are calls of one layer and share its parameters.
public struct NetworkDescription: Sendable, Codable {
  /// The version of this form that is written, and the newest that is read.
  public static let version = 1

  let fovea: Int
  let seed: UInt64
  let metadata: [String: String]
  let nodes: [NodeEntry]
  let outputs: [Int]

  /// One node of a described network.
  struct NodeEntry: Sendable, Codable {
    let name: String
    let operation: any Operation
    let inputs: [Int]

    private enum CodingKeys: String, CodingKey { case name, kind, attributes, inputs }

    init(name: String, operation: any Operation, inputs: [Int]) {
      self.name = name
      self.operation = operation
      self.inputs = inputs
    }

    init(_ node: Node) {
      name = node.name
      operation = node.operation
      inputs = node.inputs.map(\.position)
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      name = try container.decode(String.self, forKey: .name)
      inputs = try container.decode([Int].self, forKey: .inputs)
      let kind = try container.decode(String.self, forKey: .kind)
      guard let type = OperationTable.type(named: kind) else {
        throw FoveaError.unknown("operation", kind, known: OperationTable.all.map { $0.kind })
      }
      operation = try container.decode(type, forKey: .attributes)
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(name, forKey: .name)
      try container.encode(type(of: operation).kind, forKey: .kind)
      try container.encode(operation, forKey: .attributes)
      try container.encode(inputs, forKey: .inputs)
    }
  }

  /// Describes a network.
  public init(_ network: Network) {
    fovea = Self.version
    seed = network.seed
    metadata = network.metadata
    nodes = network.nodes.map { NodeEntry($0) }
    outputs = network.outputs.map(\.position)
  }

  /// Describes a network that is yet to be made: its nodes in order, with the positions of those that each reads.
  public init(
    nodes: [(name: String, operation: any Operation, inputs: [Int])], outputs: [Int],
    seed: UInt64 = 0, metadata: [String: String] = [:]
  ) {
    fovea = Self.version
    self.seed = seed
    self.metadata = metadata
    self.nodes = nodes.map {
      NodeEntry(name: $0.name, operation: $0.operation, inputs: $0.inputs)
    }
    self.outputs = outputs
  }

  /// The cells of recurrent layers by the layers' names.
  package var recurrentCells: [String: Recurrent.Cell] {
    var cells: [String: Recurrent.Cell] = [:]
    for node in nodes {
      if let layer = node.operation as? Recurrent { cells[node.name] = layer.cell }
    }
    return cells
  }

  /// Reads a description from JSON.
  ///
  /// - Throws: `FoveaError` that says where the text is not a description.
  public init(json: String) throws(FoveaError) {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    do {
      self = try decoder.decode(Self.self, from: Data(json.utf8))
    } catch let error as FoveaError {
      throw error
    } catch let error as DecodingError {
      throw FoveaError("this is not the description of a network: \(error.line)")
    } catch {
      throw FoveaError("this is not the description of a network: \(error)")
    }
    guard fovea == Self.version else {
      throw FoveaError(
        "the description has version \(fovea), this program reads version \(Self.version)")
    }
  }

  /// The description as JSON, the same text each time.
  ///
  /// - Throws: `FoveaError` where a number cannot be written.
  public func json() throws(FoveaError) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    do {
      return String(decoding: try encoder.encode(self), as: UTF8.self)
    } catch {
      throw FoveaError("the network cannot be described: \(error)")
    }
  }
}

extension DecodingError {
  /// What is wrong and where, in one line.
  var line: String {
    let (context, reason): (Context, String) =
      switch self {
      case .keyNotFound(let key, let context): (context, "'\(key.stringValue)' is missing")
      case .typeMismatch(let type, let context): (context, "not a value of type \(type)")
      case .valueNotFound(_, let context): (context, "there is no value")
      case .dataCorrupted(let context): (context, context.debugDescription)
      @unknown default: (Context(codingPath: [], debugDescription: ""), "\(self)")
      }
    let place = context.codingPath.map { key in
      key.intValue.map { "[\($0)]" } ?? ".\(key.stringValue)"
    }.joined()
    let path = place.hasPrefix(".") ? String(place.dropFirst()) : place
    return path.isEmpty ? reason : "\(path): \(reason)"
  }
}

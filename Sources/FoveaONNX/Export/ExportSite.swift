import Foundation
import FoveaNetwork
import FoveaTensor
import ONNXProto

/// A graph of the standard's operations that is being written: nodes, and tensors that become initialisers.
final class GraphDraft {
  private(set) var nodes: [Onnx_NodeProto] = []
  /// Tensors of floats, by name, in the order in which nodes asked for them.
  private(set) var tensors: [(name: String, tensor: Tensor)] = []
  /// Lists of whole numbers: shapes, axes, ends of slices.
  private(set) var lists: [(name: String, integers: [Int])] = []
  private var names: Set<String> = []

  func add(_ node: Onnx_NodeProto) { nodes.append(node) }

  func add(_ tensor: Tensor, named name: String) {
    if names.insert(name).inserted { tensors.append((name, tensor)) }
  }

  func add(_ integers: [Int], named name: String) {
    if names.insert(name).inserted { lists.append((name, integers)) }
  }
}

/// One node of a network as an exporter sees it: its inputs, its parameters and the nodes that it becomes.
struct ExportSite {
  let network: Network
  let node: Node
  /// The shapes of all nodes' outputs for the usual batch.
  let shapes: [Shape]
  let graph: GraphDraft

  /// The name of the node and of its value.
  var label: String { network.label(of: node.id) }

  /// The values that the node reads.
  var inputs: [String] { node.inputs.map { network.label(of: $0) } }

  /// The shape of an input for the usual batch.
  func shape(_ index: Int) -> Shape { shapes[node.inputs[index].position] }

  /// The values of a parameter, by role.
  ///
  /// - Precondition: the operation has it.
  func weights(_ role: String) -> Tensor {
    for position in node.parameters
    where network.parameters[position].name == "\(node.name).\(role)" {
      return network.weights[position]
    }
    preconditionFailure("'\(node.name)' has no parameter '\(role)'")
  }

  /// The initialiser that holds a parameter, under its own name.
  func parameter(_ role: String) -> String {
    let name = "\(node.name).\(role)"
    graph.add(weights(role), named: name)
    return name
  }

  /// An initialiser with numbers that are no parameter.
  func numbers(_ tensor: Tensor, _ part: String) -> String {
    graph.add(tensor, named: "\(label)/\(part)")
    return "\(label)/\(part)"
  }

  /// An initialiser with one number.
  func number(_ value: Float, _ part: String) -> String { numbers(Tensor(value), part) }

  /// An initialiser with whole numbers.
  func integers(_ list: [Int], _ part: String) -> String {
    graph.add(list, named: "\(label)/\(part)")
    return "\(label)/\(part)"
  }

  /// A value as whole numbers (7 in the standard), truth values (9) or floats (1).
  func cast(_ value: String, to type: Int, part: String?) -> String {
    emit("Cast", [value], [.int("to", type)], part: part)
  }

  /// Adds a node of the standard and returns the name of its value.
  ///
  /// - Parameter part: what it is of the network's node, where it is not the last of it.
  @discardableResult
  func emit(
    _ operation: String, _ inputs: [String], _ attributes: [Onnx_AttributeProto] = [],
    part: String? = nil, outputs: [String]? = nil
  ) -> String {
    let name = part.map { "\(label)/\($0)" } ?? label
    var proto = Onnx_NodeProto()
    proto.name = name
    proto.opType = operation
    proto.input = inputs
    proto.output = outputs ?? [name]
    proto.attribute = attributes
    graph.add(proto)
    return name
  }
}

extension Onnx_AttributeProto {
  /// A whole number.
  static func int(_ name: String, _ value: Int) -> Onnx_AttributeProto {
    var proto = Onnx_AttributeProto()
    (proto.name, proto.type, proto.i) = (name, .int, Int64(value))
    return proto
  }

  /// Whole numbers.
  static func ints(_ name: String, _ values: [Int]) -> Onnx_AttributeProto {
    var proto = Onnx_AttributeProto()
    (proto.name, proto.type, proto.ints) = (name, .ints, values.map { Int64($0) })
    return proto
  }

  /// A number.
  static func float(_ name: String, _ value: Float) -> Onnx_AttributeProto {
    var proto = Onnx_AttributeProto()
    (proto.name, proto.type, proto.f) = (name, .float, value)
    return proto
  }

  /// Numbers.
  static func floats(_ name: String, _ values: [Float]) -> Onnx_AttributeProto {
    var proto = Onnx_AttributeProto()
    (proto.name, proto.type, proto.floats) = (name, .floats, values)
    return proto
  }

  /// A word.
  static func string(_ name: String, _ value: String) -> Onnx_AttributeProto {
    var proto = Onnx_AttributeProto()
    (proto.name, proto.type, proto.s) = (name, .string, Data(value.utf8))
    return proto
  }

  /// Words.
  static func strings(_ name: String, _ values: [String]) -> Onnx_AttributeProto {
    var proto = Onnx_AttributeProto()
    (proto.name, proto.type, proto.strings) = (name, .strings, values.map { Data($0.utf8) })
    return proto
  }
}

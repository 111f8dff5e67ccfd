import FoveaTensor
import ONNXProto

/// Puts the bodies of a model's own functions where nodes call them.
///
/// https://onnx.ai/onnx/repo-docs/IR.html#functions. What a body writes is called after the node that calls it, so that two
/// calls do not meet; attributes that the body takes from its call are filled in.
struct FunctionInlining {
  /// How deep functions may call one another.
  private static let depthLimit = 32
  /// The most calls that a model may have.
  private static let callLimit = 10_000
  /// The most nodes that a model may have when its functions stand in place.
  private static let nodeLimit = 20_000

  /// The most bytes that the names in all calls may take.
  private static let nameLimit = 1 << 26

  /// How a function is called for.
  private struct Key: Hashable {
    let domain: String
    let name: String
    let overload: String
  }

  private var functions: [Key: Onnx_FunctionProto] = [:]
  private var nodes: [Onnx_NodeProto] = []
  private var callCount = 0
  private var nameBytes = 0

  /// The graph of a model with its functions in place.
  ///
  /// - Throws: `FoveaError` that names the function and the node where a call does not fit, calls do not end, or too many
  ///   nodes come of them.
  static func graph(of model: Onnx_ModelProto) throws(FoveaError) -> Onnx_GraphProto {
    guard !model.functions.isEmpty else { return model.graph }
    var inlining = FunctionInlining()
    for function in model.functions {
      let key = Key(
        domain: function.domain, name: function.name, overload: function.overload)
      inlining.functions[key] = function
    }
    for node in model.graph.node { try inlining.add(node, depth: 0) }
    var graph = model.graph
    graph.node = inlining.nodes
    return graph
  }

  private mutating func add(_ node: Onnx_NodeProto, depth: Int) throws(FoveaError) {
    let key = Key(domain: node.domain, name: node.opType, overload: node.overload)
    guard let function = functions[key] else {
      guard nodes.count < Self.nodeLimit else {
        throw FoveaError("its functions make more than \(Self.nodeLimit) nodes")
      }
      return nodes.append(node)
    }
    let title = GraphOrder.title(of: node)
    guard depth < Self.depthLimit, callCount < Self.callLimit else {
      throw FoveaError("'\(title)' calls the function '\(function.name)', and the calls do not end")
    }
    guard node.input.count <= function.input.count, node.output.count <= function.output.count
    else {
      throw FoveaError(
        "'\(title)' calls the function '\(function.name)' with more inputs or outputs than it has")
    }
    callCount += 1
    let call = try Call(of: function, by: node, title: title, number: callCount)
    for inner in function.node {
      let placed = try call.placed(inner)
      let names = placed.input + placed.output + [placed.name]
      nameBytes += names.reduce(0) { $0 + $1.utf8.count }
      guard nameBytes <= Self.nameLimit else {
        throw FoveaError(
          "the names of its functions' values take more than \(Self.nameLimit) bytes")
      }
      try add(placed, depth: depth + 1)
    }
  }

  /// One call of a function: what its body's names and attributes are there.
  private struct Call {
    private let function: String
    private let scope: String
    private let prefix: String
    private var values: [String: String] = ["": ""]
    private var attributes: [String: Onnx_AttributeProto] = [:]

    init(
      of function: Onnx_FunctionProto, by node: Onnx_NodeProto, title: String, number: Int
    ) throws(FoveaError) {
      self.function = function.name
      scope = node.name
      prefix = "\(title)/\(number)/"
      for (index, name) in function.input.enumerated() {
        values[name] = index < node.input.count ? node.input[index] : ""
      }
      let given = Set(function.input)
      for (index, name) in function.output.enumerated()
      where index < node.output.count && !node.output[index].isEmpty {
        guard !given.contains(name), values[name] == nil else {
          throw FoveaError(
            "the function '\(function.name)' returns '\(name)', which it does not make")
        }
        values[name] = node.output[index]
      }
      for entry in function.attributeProto { attributes[entry.name] = entry }
      for entry in node.attribute { attributes[entry.name] = entry }
    }

    /// A node of the body as it stands in the graph.
    func placed(_ node: Onnx_NodeProto) throws(FoveaError) -> Onnx_NodeProto {
      guard !node.attribute.contains(where: { $0.hasG || !$0.graphs.isEmpty }) else {
        throw FoveaError(
          "'\(GraphOrder.title(of: node))' in the function '\(function)' holds a graph of its own, "
            + "which is not read there")
      }
      var result = node
      result.name = [scope, node.name.isEmpty ? node.opType : node.name].filter { !$0.isEmpty }
        .joined(separator: "/")
      result.input = node.input.map(place)
      result.output = node.output.map(place)
      result.attribute = node.attribute.compactMap { entry in
        guard !entry.refAttrName.isEmpty else { return entry }
        // What neither the call nor the function says is left out: the operation's own default holds.
        guard var given = attributes[entry.refAttrName] else { return nil }
        given.name = entry.name
        return given
      }
      return result
    }

    private func place(_ name: String) -> String { values[name] ?? prefix + name }
  }
}

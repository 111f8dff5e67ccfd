import FoveaNetwork
import FoveaTensor
import ONNXProto

/// One node of a file as an importer sees it: attributes, inputs, and the place where its result goes.
struct OperatorSite {
  /// The most elements of a constant that stands in the network itself instead of among its weights.
  private static let constantLimit = 1024

  let node: Onnx_NodeProto
  let attributes: Attributes
  private let position: Int
  private let graph: GraphImport

  init(_ node: Onnx_NodeProto, at position: Int, in graph: GraphImport) {
    self.node = node
    self.attributes = Attributes(node)
    self.position = position
    self.graph = graph
  }

  var operatorSet: Int { graph.operatorSet }
  var inputCount: Int { node.input.count }

  // MARK: - Inputs

  /// Whether the node has an input at a position; optional ones may be left out.
  func has(_ index: Int) -> Bool { index < node.input.count && !node.input[index].isEmpty }

  /// Whether somebody may read the output at a position.
  func hasOutput(_ index: Int) -> Bool {
    index < node.output.count && graph.isWanted(node.output[index])
  }

  /// The input at a position.
  ///
  /// - Throws: `FoveaError` where there is none.
  func input(_ index: Int) throws(FoveaError) -> GraphValue {
    guard has(index) else { throw FoveaError("input \(index) is missing") }
    guard let value = graph.value(node.input[index]) else {
      throw FoveaError("it reads '\(node.input[index])', which is not computed")
    }
    return value
  }

  /// The shape of an input.
  func shape(_ index: Int) throws(FoveaError) -> Shape { try input(index).shape }

  /// An input as the output of a node; known numbers become one.
  func value(_ index: Int) throws(FoveaError) -> NodeValue {
    switch try input(index) {
    case .computed(let value): return value
    case .known(let tensor): return try held(tensor, part: "input\(index)")
    }
  }

  /// An input that must be known when the model is imported.
  ///
  /// - Throws: `FoveaError` where it is computed.
  func known(_ index: Int, _ role: String) throws(FoveaError) -> KnownTensor {
    switch try input(index) {
    case .known(let tensor): return tensor
    case .computed(let value):
      if let name = graph.wantValue(of: value) {
        throw FoveaError(
          "input '\(name)' is its \(role), which must be known when the model is read")
      }
      throw FoveaError("its \(role) is computed while the model runs; it must be known before")
    }
  }

  /// An optional input that must be known where it is there.
  func optional(_ index: Int, _ role: String) throws(FoveaError) -> KnownTensor? {
    has(index) ? try known(index, role) : nil
  }

  /// Whole numbers that older operator sets have as an attribute and newer ones as an input.
  func integers(_ attribute: String, orInput index: Int) throws(FoveaError) -> [Int]? {
    if let list = attributes.ints(attribute) { return list }
    return try optional(index, attribute)?.integers.map { max(-(1 << 62), min(1 << 62, $0)) }
  }

  /// A tensor that stands in an attribute.
  func tensor(_ attribute: String) throws(FoveaError) -> KnownTensor? {
    guard let proto = attributes.tensor(attribute) else { return nil }
    return try graph.reader.tensor(proto)
  }

  // MARK: - Results

  /// Adds a node that reads others.
  ///
  /// - Parameters:
  ///   - parameters: values by role, such as `weight`.
  ///   - part: what it is of the file's node, where it is not the whole.
  func add(
    _ operation: some Operation, to inputs: [NodeValue], parameters: [String: KnownTensor] = [:],
    kind: ElementKind? = nil, part: String? = nil
  ) throws(FoveaError) -> NodeValue {
    try graph.add(
      operation, to: inputs, parameters: parameters, kind: kind ?? inputs.first?.kind ?? .float,
      source: position, part: part)
  }

  /// A node whose value are known numbers: weights that training may change, or a constant.
  func held(_ tensor: KnownTensor, part: String) throws(FoveaError) -> NodeValue {
    guard tensor.shape.count <= KnownTensor.madeLimit else {
      throw FoveaError("the known tensor \(tensor.shape) has more than 2^28 elements")
    }
    return try graph.holder(of: tensor) { () throws(FoveaError) -> NodeValue in
      let isWeight = tensor.kind == .float && tensor.name != nil
      guard isWeight || tensor.shape.count > Self.constantLimit else {
        return try graph.add(
          Constant(tensor.tensor), to: [], parameters: [:], kind: tensor.kind, source: position,
          part: part, name: tensor.name)
      }
      return try graph.add(
        ParameterValue(shape: tensor.shape, isTrainable: isWeight), to: [],
        parameters: ["value": tensor], kind: tensor.kind, source: position, part: part,
        name: tensor.name)
    }
  }

  /// Adds a node and makes its value the file's node's first output.
  func put(
    _ operation: some Operation, to inputs: [NodeValue], parameters: [String: KnownTensor] = [:],
    kind: ElementKind? = nil
  ) throws(FoveaError) {
    set(0, try add(operation, to: inputs, parameters: parameters, kind: kind))
  }

  /// Makes a value one of the file's node's outputs.
  func set(_ output: Int, _ value: NodeValue) {
    guard hasOutput(output) else { return }
    graph.set(node.output[output], .computed(value))
  }

  /// Lets an output be what an input is.
  func pass(_ input: Int, to output: Int = 0) throws(FoveaError) {
    graph.set(node.output[output], try self.input(input))
  }

  /// Makes known numbers one of the outputs.
  func set(_ output: Int, known tensor: KnownTensor) {
    guard hasOutput(output) else { return }
    graph.set(node.output[output], .known(tensor))
  }

  /// Adds the nodes of a graph inside of the node, and tells what it gives.
  func values(ofBranch branch: Onnx_GraphProto) throws(FoveaError) -> [GraphValue] {
    try graph.importBranch(branch)
  }

  /// Says something about how the file was read.
  func note(_ text: String) { graph.note(text) }

  // MARK: - Axes

  /// An axis counted from the start.
  func axis(_ axis: Int, of rank: Int) throws(FoveaError) -> Int {
    guard axis >= -rank, axis < rank else {
      throw FoveaError("axis \(axis) is not one of \(rank)")
    }
    return axis < 0 ? axis + rank : axis
  }

  /// Axes counted from the start, each once and in order.
  func axes(_ list: [Int], of rank: Int) throws(FoveaError) -> [Int] {
    var result: [Int] = []
    for entry in list { result.append(try axis(entry, of: rank)) }
    guard Set(result).count == result.count else { throw FoveaError("the axes \(list) repeat one") }
    return result.sorted()
  }
}

import FoveaNetwork
import FoveaTensor
import ONNXProto

/// What a name of the graph stands for while a model is imported.
enum GraphValue {
  /// Numbers that are known now.
  case known(KnownTensor)
  /// What a node will compute.
  case computed(NodeValue)

  var shape: Shape {
    switch self {
    case .known(let tensor): tensor.shape
    case .computed(let value): value.shape
    }
  }

  var kind: ElementKind {
    switch self {
    case .known(let tensor): tensor.kind
    case .computed(let value): value.kind
    }
  }
}

/// The output of a node that is being drafted.
struct NodeValue {
  /// The node's position among the drafts.
  let position: Int
  /// The extents for the inputs' shapes of this import.
  let shape: Shape
  /// What its numbers mean.
  var kind: ElementKind
}

/// A node of the network to be, with the file's node that asked for it.
struct NodeDraft {
  let operation: any Operation
  let inputs: [Int]
  /// The parameters by role, such as `weight`.
  let parameters: [String: KnownTensor]
  let shape: Shape
  /// The file's node, by its place in the order; `nil` for an input.
  let source: Int?
  /// What this draft is of the file's node where it is not the whole: `pad`, `bias`.
  let part: String?
  /// The name where it is settled: an input's.
  let name: String?
}

/// One walk over a file's graph for given input shapes: known values are computed, others become drafts of nodes.
final class GraphImport {
  /// The most elements that a node's output may have for the shapes of an import: 4 GiB.
  static let countLimit = 1 << 30

  let operatorSet: Int
  var reader: TensorReader
  private(set) var values: [String: GraphValue] = [:]
  private(set) var drafts: [NodeDraft] = []
  private(set) var nodes: [Onnx_NodeProto] = []
  private(set) var notes: [String] = []
  /// Inputs whose values were asked for: they must be known when the model is imported.
  private(set) var wantedValues: Set<String> = []
  /// Drafts of initialisers that several nodes read, by name.
  private var shared: [String: NodeValue] = [:]
  private var inputNames: [Int: String] = [:]

  private let model: ONNXModel
  /// The names that nodes read or that are outputs: values that somebody wants.
  private var wantedNames: Set<String> = []

  /// Begins a walk over a model's graph.
  ///
  /// - Parameters:
  ///   - shapes: the shapes of the inputs, by name.
  ///   - given: inputs whose values are known.
  init(_ model: ONNXModel, shapes: [(name: String, shape: Shape)], given: [String: KnownTensor]) {
    self.model = model
    operatorSet = model.operatorSet
    reader = model.reader
    for (name, tensor) in model.initializers { values[name] = .known(tensor) }
    for (name, tensor) in given { values[name] = .known(tensor) }
    for (name, shape) in shapes {
      let kind = model.kind(ofInput: name)
      guard shape.count > 0 else {
        // No plan holds nothing; but what is made of nothing is known.
        values[name] = .known(KnownTensor(shape, kind, .floats([])))
        continue
      }
      values[name] = .computed(
        NodeValue(position: drafts.count, shape: shape, kind: kind))
      inputNames[drafts.count] = name
      drafts.append(
        NodeDraft(
          operation: Input(shape: shape, isBatched: shape.rank > 0), inputs: [], parameters: [:],
          shape: shape, source: nil, part: nil, name: name))
    }
  }

  /// Imports all nodes.
  ///
  /// - Throws: `FoveaError` that names the node; for operations that are not read, one that lists them all.
  func run() throws(FoveaError) {
    nodes = try GraphOrder.sorted(model.graph, given: Set(values.keys))
    try OperatorTable.requireAll(nodes)
    wantedNames = Set(nodes.flatMap { GraphOrder.reads(of: $0) }).union(model.outputs)
    for position in nodes.indices { try importNode(position) }
  }

  /// Imports the nodes of a graph inside of a node, whose values have names that nothing around it has.
  ///
  /// - Throws: `FoveaError` that names the node; for operations that are not read, one that lists them all.
  func importBranch(_ graph: Onnx_GraphProto) throws(FoveaError) -> [GraphValue] {
    for proto in graph.initializer { values[proto.name] = .known(try reader.tensor(proto)) }
    let inner = try GraphOrder.sorted(graph, given: Set(values.keys))
    try OperatorTable.requireAll(inner)
    wantedNames.formUnion(inner.flatMap { GraphOrder.reads(of: $0) } + graph.output.map(\.name))
    for node in inner {
      nodes.append(node)
      try importNode(nodes.count - 1)
    }
    var results: [GraphValue] = []
    for output in graph.output {
      guard let value = values[output.name] else {
        throw FoveaError("the output '\(output.name)' of its branch is not computed")
      }
      results.append(value)
    }
    return results
  }

  private func importNode(_ position: Int) throws(FoveaError) {
    let node = nodes[position]
    let site = OperatorSite(node, at: position, in: self)
    do throws(FoveaError) {
      if let folded = try site.folded() {
        for (name, tensor) in zip(node.output, folded) where !name.isEmpty {
          values[name] = .known(tensor)
        }
      } else {
        try OperatorTable.importer(of: node)(site)
      }
      for name in node.output where isWanted(name) && values[name] == nil {
        throw FoveaError("its output '\(name)' is not computed; the first one is")
      }
    } catch {
      throw FoveaError("\(GraphOrder.title(of: node)) (\(node.opType)): \(error.message)")
    }
  }

  /// Whether a node reads the value of a name, or it is an output.
  func isWanted(_ name: String) -> Bool { !name.isEmpty && wantedNames.contains(name) }

  /// The value of a name; `nil` for an output that was left out.
  func value(_ name: String) -> GraphValue? { values[name] }

  func set(_ name: String, _ value: GraphValue) { values[name] = value }

  func note(_ text: String) { if !notes.contains(text) { notes.append(text) } }

  /// Adds a draft, and tells its value.
  func add(
    _ operation: some Operation, to inputs: [NodeValue], parameters: [String: KnownTensor],
    kind: ElementKind, source: Int?, part: String?, name: String? = nil
  ) throws(FoveaError) -> NodeValue {
    let shape: Shape
    do throws(ShapeError) {
      guard operation.arity.contains(inputs.count) else {
        throw ShapeError("\(type(of: operation).kind) does not take \(inputs.count) inputs")
      }
      try operation.checkAttributes()
      shape = try operation.outputShape(for: inputs.map(\.shape))
      for wanted in try operation.parameters(for: inputs.map(\.shape)) {
        guard let tensor = parameters[wanted.role], tensor.shape == wanted.shape else {
          let found = parameters[wanted.role].map { "\($0.shape)" } ?? "nothing"
          throw ShapeError("\(wanted.role) must have the shape \(wanted.shape), got \(found)")
        }
      }
    } catch {
      throw FoveaError(error.message)
    }
    guard shape.count <= Self.countLimit else {
      throw FoveaError("its output \(shape) would have more than 2^30 elements")
    }
    drafts.append(
      NodeDraft(
        operation: operation, inputs: inputs.map(\.position), parameters: parameters, shape: shape,
        source: source, part: part, name: name))
    return NodeValue(position: drafts.count - 1, shape: shape, kind: kind)
  }

  /// The node that holds an initialiser, the same one for all that read it.
  func holder(
    of tensor: KnownTensor, _ make: () throws(FoveaError) -> NodeValue
  ) throws(FoveaError) -> NodeValue {
    guard let name = tensor.name else { return try make() }
    if let value = shared[name] { return value }
    let value = try make()
    shared[name] = value
    return value
  }

  /// Remembers that an input must be known, and returns its name; `nil` for other values.
  func wantValue(of value: NodeValue) -> String? {
    guard let name = inputNames[value.position] else { return nil }
    wantedValues.insert(name)
    return name
  }
}

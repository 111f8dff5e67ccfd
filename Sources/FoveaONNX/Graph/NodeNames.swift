import FoveaNetwork
import FoveaTensor
import ONNXProto

/// Names for the nodes of a network that came from a file: the file's own where they say something.
///
/// PyTorch's exporter calls the node of a module `/layer1/0/conv1/Conv`: that is `layer1.0.conv1`. Where a module is
/// several nodes, the last one has its name; what a module does beside the modules in it keeps the operation,
/// `layer1.0.Add`. A node without a telling name is called after its
/// weights, after the output that it makes, or by its operation and its place.
struct NodeNames {
  /// The characters that names cannot have.
  private static let forbidden: Set<Character> = [
    "/", "[", "]", "*", "?", "{", "}", " ", "\n", "\t",
  ]

  /// The name of each draft.
  private(set) var labels: [String] = []
  /// What came of each node of the file that came to something.
  private(set) var mapping: [(file: String, label: String)] = []

  /// What a draft is, as far as one layer may be called several times.
  private struct Layer: Hashable {
    let operation: AnyHashable
    let parameters: [String]?
    /// The module, where the file says it: equal weights of two modules may stand in it once.
    var module: [String]?
  }
  private var layers: [String: Layer] = [:]
  private var layerNames: [Layer: String] = [:]

  /// Names all drafts of an import.
  init(_ drafts: [NodeDraft], of nodes: [Onnx_NodeProto], outputs: [String]) {
    let bases = Self.bases(nodes, drafts, outputs: outputs)
    let wholes = Self.wholes(drafts)
    for (position, draft) in drafts.enumerated() {
      var name: String
      if let own = draft.name {
        name = Self.cleaned(own)
      } else if let source = draft.source {
        let isWhole = wholes[source] == position
        name = isWhole ? bases[source] : "\(bases[source]).\(draft.part ?? "part")"
      } else {
        name = "value"
      }
      let layer = Self.layer(of: draft, in: draft.source.flatMap { Self.scopes(of: nodes[$0]) })
      if let layer, let first = layerNames[layer] { name = first }
      labels.append(take(name, for: draft, layer))
    }
    for (source, position) in wholes.sorted(by: { $0.value < $1.value }) {
      mapping.append((GraphOrder.title(of: nodes[source]), labels[position]))
    }
  }

  /// Takes a name; one that is in use for something else gets a number.
  private mutating func take(_ wanted: String, for draft: NodeDraft, _ layer: Layer?) -> String {
    // An operation without parameters that a file calls twice by one name is one layer called twice.
    let own = layer ?? Layer(operation: AnyHashable(draft.operation), parameters: nil)
    let mayRepeat = layer != nil || (draft.parameters.isEmpty && !draft.inputs.isEmpty)
    var name = wanted
    var number = 2
    while let taken = layers[name], !(mayRepeat && taken == own) {
      name = "\(wanted)_\(number)"
      number += 1
    }
    layers[name] = own
    if let layer, layerNames[layer] == nil { layerNames[layer] = name }
    return name
  }

  /// What makes drafts calls of one layer: the same operation with the same initialisers.
  private static func layer(of draft: NodeDraft, in scopes: [String]?) -> Layer? {
    guard !draft.parameters.isEmpty else { return nil }
    var names: [String] = []
    for (role, tensor) in draft.parameters.sorted(by: { $0.key < $1.key }) {
      guard let name = tensor.name else { return nil }
      names.append("\(role)=\(name)")
    }
    return Layer(
      operation: AnyHashable(draft.operation), parameters: names, module: scopes?.dropLast())
  }

  /// The draft that stands for each node of the file: the one that is no part, else its last.
  private static func wholes(_ drafts: [NodeDraft]) -> [Int: Int] {
    var result: [Int: Int] = [:]
    for (position, draft) in drafts.enumerated() where draft.name == nil {
      guard let source = draft.source else { continue }
      if draft.part == nil || result[source].map({ drafts[$0].part != nil }) ?? true {
        result[source] = position
      }
    }
    return result
  }

  // MARK: - Names of the file's nodes

  private static func bases(
    _ nodes: [Onnx_NodeProto], _ drafts: [NodeDraft], outputs: [String]
  ) -> [String] {
    let paths = nodes.map { path(of: $0) }
    let made = Set(drafts.compactMap { $0.name == nil ? $0.source : nil })
    let owners = moduleOwners(paths, nodes, made)
    var weights: [Int: String] = [:]
    for draft in drafts {
      guard let source = draft.source, weights[source] == nil else { continue }
      let names = draft.parameters.sorted { $0.key > $1.key }.compactMap { $0.value.name }
      weights[source] = names.lazy.compactMap { owner(ofWeight: $0) }.first
    }
    return nodes.indices.map { position in
      let (node, path) = (nodes[position], paths[position])
      let module = path.module.joined(separator: ".")
      if !module.isEmpty {
        let isModule = owners[module]?.contains(position) ?? false
        return cleaned(isModule ? module : "\(module).\(path.operation)")
      }
      if isTelling(node) { return cleaned(node.name) }
      if let owner = weights[position] { return cleaned(owner) }
      if let output = node.output.first, outputs.contains(output) { return cleaned(output) }
      return cleaned(node.name.isEmpty ? "\(node.opType)_\(position)" : node.name)
    }
  }

  /// The nodes that stand for a module: those of one in which nothing else lies, where all are calls of one operation,
  /// or the last of several, whose value is the module's.
  private static func moduleOwners(
    _ paths: [(module: [String], operation: String)], _ nodes: [Onnx_NodeProto], _ made: Set<Int>
  ) -> [String: [Int]] {
    var members: [String: [Int]] = [:]
    var outer: Set<String> = []
    for position in nodes.indices where made.contains(position) && !paths[position].module.isEmpty {
      let module = paths[position].module
      members[module.joined(separator: "."), default: []].append(position)
      for length in module.indices.dropFirst() {
        outer.insert(module.prefix(length).joined(separator: "."))
      }
    }
    return members.filter { !outer.contains($0.key) }.mapValues { positions in
      let isOneOperation = Set(positions.map { nodes[$0].opType }).count == 1
      return isOneOperation ? positions : Array(positions.suffix(1))
    }
  }

  /// The path of modules in a name like `/layer1/0/conv1/Conv`, and the operation behind it.
  private static func path(of node: Onnx_NodeProto) -> (module: [String], operation: String) {
    if let list = scopes(of: node), list.count >= 2 {
      return (list[list.count - 2].split(separator: ".").map(String.init), list[list.count - 1])
    }
    guard node.name.hasPrefix("/") else { return ([], "") }
    let parts = node.name.split(separator: "/").map(String.init)
    guard let last = parts.last, isOperation(last, node.opType) else { return ([], "") }
    return (Array(parts.dropLast()), last)
  }

  /// The modules' paths around a node, each holding the one before, and the node's own name, where the file says them.
  private static func scopes(of node: Onnx_NodeProto) -> [String]? {
    let entry = node.metadataProps.first { $0.key == "pkg.torch.onnx.name_scopes" }
    return entry?.value.split(whereSeparator: { "[]', ".contains($0) }).map(String.init)
  }

  private static func isOperation(_ word: String, _ operation: String) -> Bool {
    guard word.hasPrefix(operation) else { return false }
    return word.dropFirst(operation.count).allSatisfy { $0 == "_" || $0.isNumber }
  }

  /// Whether a name says more than the operation and a number.
  private static func isTelling(_ node: Onnx_NodeProto) -> Bool {
    !node.name.isEmpty && !isOperation(node.name, node.opType)
      && !node.name.allSatisfy { $0.isNumber }
  }

  /// The layer that a weight like `layer1.0.conv1.weight` belongs to.
  private static func owner(ofWeight name: String) -> String? {
    let ends = [
      ".weight", ".bias", ".gamma", ".beta", "_weight", "_w", "_W", ".W", "/kernel", "_kernel",
    ]
    let name = name.hasSuffix(".T") ? String(name.dropLast(2)) : name
    guard let end = ends.first(where: { name.hasSuffix($0) }) else { return nil }
    let owner = name.dropLast(end.count)
    return owner.isEmpty ? nil : String(owner)
  }

  /// A name without what names cannot have.
  static func cleaned(_ name: String) -> String {
    var result = ""
    for character in name {
      if character == "/" || character == ":" || character == "|" {
        if !result.isEmpty, !result.hasSuffix(".") { result.append(".") }
      } else {
        result.append(forbidden.contains(character) ? "_" : character)
      }
    }
    while result.hasSuffix(".") { result.removeLast() }
    return result.isEmpty ? "value" : result
  }
}

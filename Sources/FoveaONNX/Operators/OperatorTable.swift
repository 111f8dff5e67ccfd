import FoveaTensor
import ONNXProto

/// The standard's operations that can be read, by name, a file for each family.
enum OperatorTable {
  typealias Importer = @Sendable (OperatorSite) throws(FoveaError) -> Void

  static let importers: [String: Importer] = {
    let families = [
      convolutions, pools, normalizations, activations, functions, matrices, sums,
      arithmetic, comparisons, reductions, shapes, slices, indices, rankings,
      resizing, recurrence, branches, classical,
    ]
    return families.reduce(into: [:]) { all, family in
      all.merge(family) { first, _ in first }
    }
  }()

  /// How an operation is imported.
  static func importer(of node: Onnx_NodeProto) -> Importer {
    importers[qualified(node)] ?? foldedOnly
  }

  /// Operations that exist only while a model is read: all they read must be known then.
  private static let foldedOnly: Importer = { (site) throws(FoveaError) in
    for index in 0..<site.inputCount where site.has(index) {
      _ = try site.known(index, "input \(index)")
    }
  }

  /// Operations that are read in some form: imported, or computed where their inputs are known.
  static let names: Set<String> =
    Set(importers.keys).union(FoldingTable.folders.keys).union(["Shape", "Size"])

  /// Throws one error that lists all nodes whose operations are not read.
  static func requireAll(_ nodes: [Onnx_NodeProto]) throws(FoveaError) {
    var missing: [(operation: String, nodes: [String])] = []
    for node in nodes where !isRead(node) {
      let operation = qualified(node)
      let title = node.name.isEmpty ? node.output.first ?? "" : node.name
      if let place = missing.firstIndex(where: { $0.operation == operation }) {
        missing[place].nodes.append(title)
      } else {
        missing.append((operation, [title]))
      }
    }
    guard !missing.isEmpty else { return }
    let list = missing.map { "\($0.operation) (\($0.nodes.joined(separator: ", ")))" }
    throw FoveaError("operations that are not read: " + list.joined(separator: "; "))
  }

  private static func isRead(_ node: Onnx_NodeProto) -> Bool { names.contains(qualified(node)) }

  /// An operation's name, with its domain where that is not the standard's own.
  private static func qualified(_ node: Onnx_NodeProto) -> String {
    let isStandard = node.domain.isEmpty || node.domain == "ai.onnx"
    return isStandard ? node.opType : "\(node.domain).\(node.opType)"
  }
}

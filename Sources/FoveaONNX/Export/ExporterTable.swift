import FoveaNetwork
import FoveaTensor

/// How each of Fovea's operations is written with the standard's, by kind, a file for each family.
enum ExporterTable {
  typealias Exporter = @Sendable (ExportSite, any Operation) throws(FoveaError) -> Void

  static let exporters: [String: Exporter] = {
    let families = [
      windows, layers, elements, functions, shapes, places, resizing, recurrence, sequences,
    ]
    return families.reduce(into: [:]) { all, family in
      all.merge(family) { first, _ in first }
    }
  }()

  /// An entry of the table: an exporter that knows its operation's type.
  static func entry<O: Operation>(
    _ type: O.Type, _ write: @escaping @Sendable (ExportSite, O) throws(FoveaError) -> Void
  ) -> (String, Exporter) {
    (
      type.kind,
      { (site, operation) throws(FoveaError) in
        if let operation = operation as? O { try write(site, operation) }
      }
    )
  }

  /// Writes all nodes of a network but its inputs.
  ///
  /// - Throws: `FoveaError` that lists all nodes for which the standard has no operation.
  static func write(_ network: Network, shapes: [Shape], to graph: GraphDraft) throws(FoveaError) {
    let missing = network.nodes.filter {
      !($0.operation is Input) && exporters[type(of: $0.operation).kind] == nil
    }
    guard missing.isEmpty else {
      let list = missing.map { "\(network.label(of: $0.id)) (\(type(of: $0.operation).kind))" }
      throw FoveaError("ONNX has no operation for " + list.joined(separator: ", "))
    }
    for node in network.nodes {
      guard let exporter = exporters[type(of: node.operation).kind] else { continue }
      let site = ExportSite(network: network, node: node, shapes: shapes, graph: graph)
      do throws(FoveaError) {
        try exporter(site, node.operation)
      } catch {
        throw FoveaError("\(site.label): \(error.message)")
      }
    }
  }
}

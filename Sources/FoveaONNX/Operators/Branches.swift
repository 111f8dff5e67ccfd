import FoveaTensor
import ONNXProto

extension OperatorTable {
  /// Graphs inside of nodes, where it is known when the model is read which of them is meant.
  static let branches: [String: Importer] = [
    "If": { (site) throws(FoveaError) in
      guard let number = try site.known(0, "condition").scalar else {
        throw FoveaError("its condition must be one truth value")
      }
      let name = number != 0 ? "then_branch" : "else_branch"
      guard let branch = site.attributes.graph(name) else {
        throw FoveaError("its \(name) is missing")
      }
      guard branch.output.count == site.node.output.count else {
        throw FoveaError(
          "its \(name) has \(branch.output.count) outputs, it has \(site.node.output.count)")
      }
      for (index, value) in try site.values(ofBranch: branch).enumerated() {
        switch value {
        case .known(let tensor): site.set(index, known: tensor)
        case .computed(let computed): site.set(index, computed)
        }
      }
    }
  ]
}

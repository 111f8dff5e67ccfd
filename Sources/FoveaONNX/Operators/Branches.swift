import FoveaTensor
import ONNXProto

extension OperatorTable {
  /// Graphs inside of nodes, where it is known when the model is read which of them is meant.
  static let branches: [String: Importer] = [
    "If": { (site) throws(FoveaError) in
      guard case .known(let condition) = try site.input(0), let number = condition.scalar else {
        throw FoveaError(
          "which branch is taken depends on values that the model computes; such models are not read"
        )
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

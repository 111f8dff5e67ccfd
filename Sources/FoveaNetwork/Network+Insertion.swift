public import FoveaTensor

extension Network {
  /// Puts nodes between a node and everything that reads it: a transform before a network, a normalisation behind a layer.
  ///
  /// - Parameters:
  ///   - label: the node whose readers change.
  ///   - build: adds nodes that read the given one (and new inputs), and returns the node to be read instead of it.
  /// - Throws: `FoveaError` for an unknown label, with the nearest ones, and where shapes no longer fit.
  public func inserting(
    after label: String,
    _ build: (inout Network, Node.ID) throws(FoveaError) -> Node.ID
  ) throws(FoveaError) -> Network {
    let target = try node(label).id
    var network = self
    network.outputs = outputs
    let count = nodes.count
    let replacement = try build(&network, target)
    network.redirect(target, to: replacement, before: count)
    // What was added depends on the target alone (and on new inputs), so that it may stand right behind it.
    let added = Array(count..<network.nodes.count)
    network.reorder(
      Array(0...target.position) + added + Array(target.position + 1..<count))
    _ = try network.shapes(for: [:])
    return network
  }
}

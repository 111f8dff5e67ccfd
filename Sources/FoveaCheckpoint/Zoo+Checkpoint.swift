public import FoveaNetwork
public import FoveaTensor

extension Zoo {
  /// Creates a network of the zoo with weights from a file.
  ///
  /// The pixels are scaled by a first node `normalize` as the network's published weights want it, so that the network
  /// reads pixels from 0 to 1; ImageNet's networks know their classes' names.
  ///
  /// - Parameters:
  ///   - classes: how many it tells apart; without a number, as many as it is known for.
  ///   - isNormalized: whether there is a node `normalize`.
  ///   - isPartial: whether parameters that the file lacks, or has in another shape, may keep values drawn from the seed.
  /// - Throws: `FoveaError` that names all that is missing, unexpected or of another shape.
  public static func network(
    named name: String, from checkpoint: Checkpoint, classes: Int? = nil,
    isNormalized: Bool = true, isPartial: Bool = false, seed: UInt64 = 0
  ) throws(FoveaError) -> (network: Network, match: WeightMatch) {
    let entry = try entry(named: name)
    let match = WeightMatch(
      checkpoint, with: try parameters(ofNetworkNamed: name, classes: classes),
      unused: entry.unusedPrefixes, rename: entry.rename)
    guard !match.tensors.isEmpty || !match.misshapen.isEmpty else {
      throw FoveaError(
        "none of the \(checkpoint.entries.count) tensors fits \(name): they are called "
          + checkpoint.names.prefix(3).joined(separator: ", ") + ", …; the network's are "
          + match.missing.prefix(3).map(\.name).joined(separator: ", ") + ", …")
    }
    guard match.isComplete || (isPartial && !match.tensors.isEmpty) else {
      throw FoveaError("the weights do not fit \(name): \(match.problems.joined(separator: "; "))")
    }
    let scale = isNormalized ? entry.normalization.map { ($0.mean, $0.deviation) } : nil
    let isWhole = match.missing.isEmpty && match.misshapen.isEmpty
    var network = try network(
      named: name, classes: classes, seed: seed, normalization: scale,
      weights: isWhole ? match.tensors : nil)
    if !isWhole {
      for (position, parameter) in network.parameters.enumerated() {
        if let tensor = match.tensors[parameter.name] { network.setWeights(tensor, at: position) }
      }
    }
    if (classes ?? entry.classes) == ImageNetClasses.names.count {
      network.classNames = ImageNetClasses.names
    }
    return (network, match)
  }
}

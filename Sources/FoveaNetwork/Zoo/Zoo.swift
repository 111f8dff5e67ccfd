public import FoveaTensor

/// Well-known networks by name, with fresh weights.
public enum Zoo {
  /// A network that can be asked for by name.
  public struct Entry: Sendable {
    /// The name.
    public let name: String
    /// What it is, in one line.
    public let summary: String
    /// What it reads unless told otherwise.
    public let input: NetworkInput
    /// How many classes it tells apart unless told otherwise.
    public let classes: Int
    let layers: @Sendable (_ classes: Int) -> Sequential
  }

  /// All networks, small to large.
  public static let entries: [Entry] = [linear, mlp, shallowCNN, deepCNN, leNet5, resNet18]

  /// The names of all networks.
  public static var names: [String] { entries.map(\.name) }

  /// Creates a network by its name.
  ///
  /// - Parameters:
  ///   - input: what it reads; without one, what it is known for.
  ///   - classes: how many it tells apart; without a number, what it is known for.
  ///   - normalization: mean and deviation of the pixels for each channel (or one for all), to be taken off by a first node
  ///     called `normalize`.
  /// - Throws: `FoveaError` that lists the nearest names, or says which layer does not fit the input.
  public static func network(
    named name: String, input: NetworkInput? = nil, classes: Int? = nil, seed: UInt64 = 0,
    normalization: (mean: [Float], deviation: [Float])? = nil
  ) throws(FoveaError) -> Network {
    guard let entry = entries.first(where: { $0.name == name }) else {
      throw FoveaError.unknown("network", name, known: names)
    }
    let classes = classes ?? entry.classes
    guard classes > 0 else { throw FoveaError("a network needs a class, got \(classes)") }
    var network = try Network(input: input ?? entry.input, seed: seed) {
      if let normalization {
        Normalize("normalize", mean: normalization.mean, deviation: normalization.deviation)
      }
      entry.layers(classes)
    }
    network.metadata["model"] = name
    return network
  }
}

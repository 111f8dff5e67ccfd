public import FoveaTensor

/// Well-known networks by name, with fresh weights or with given ones.
public enum Zoo {
  /// A network that can be asked for by name.
  public struct Entry: Sendable {
    /// The name.
    public let name: String
    /// What it is, in one line.
    public let summary: String
    /// What it reads unless told otherwise.
    public let input: NetworkInput
    /// How many classes it tells apart unless told otherwise; `nil` for a network without a classifier.
    public let classes: Int?
    /// How the pixels are scaled that its published weights were trained with, where there are any.
    public let normalization: PixelScale?
    /// How names of tensors begin that published files hold and the network has no use for.
    public let unusedPrefixes: [String]
    /// What a tensor of a published file is called here.
    public let rename: @Sendable (_ name: String) -> String
    let layers: @Sendable (_ classes: Int) -> Sequential

    init(
      name: String, summary: String, input: NetworkInput, classes: Int?,
      normalization: PixelScale? = nil, unusedPrefixes: [String] = [],
      rename: @escaping @Sendable (_ name: String) -> String = { $0 },
      layers: @escaping @Sendable (_ classes: Int) -> Sequential
    ) {
      self.name = name
      self.summary = summary
      self.input = input
      self.classes = classes
      self.normalization = normalization
      self.unusedPrefixes = unusedPrefixes
      self.rename = rename
      self.layers = layers
    }
  }

  /// All networks, those of the lectures first.
  public static let entries: [Entry] =
    [
      linear, mlp, shallowCNN, deepCNN, leNet5, squeezeNet, mobileNetV2, efficientNetLite0,
      googLeNet, denseNet121, resNet18, resNet34, resNet50, alexNet, alexNetGroups,
      alexNetConvolutions,
    ] + vggs + [vgg16Convolutions]

  /// The names of all networks.
  public static var names: [String] { entries.map(\.name) }

  /// The network of a name.
  ///
  /// - Throws: `FoveaError` that lists the nearest names.
  public static func entry(named name: String) throws(FoveaError) -> Entry {
    guard let entry = entries.first(where: { $0.name == name }) else {
      throw FoveaError.unknown("network", name, known: names)
    }
    return entry
  }

  /// Creates a network by its name.
  ///
  /// - Parameters:
  ///   - input: what it reads; without one, what it is known for.
  ///   - classes: how many it tells apart; without a number, what it is known for.
  ///   - normalization: mean and deviation of the pixels for each channel (or one for all), to be taken off by a first node
  ///     called `normalize`.
  ///   - weights: the values of all parameters by name; without them, they are drawn from the seed.
  /// - Throws: `FoveaError` that lists the nearest names, says which layer does not fit the input, or lists all
  ///   parameters that are missing, not wanted or of the wrong shape.
  public static func network(
    named name: String, input: NetworkInput? = nil, classes: Int? = nil, seed: UInt64 = 0,
    normalization: (mean: [Float], deviation: [Float])? = nil, weights: [String: Tensor]? = nil
  ) throws(FoveaError) -> Network {
    let entry = try entry(named: name)
    var network = Network(seed: seed)
    network.stored = weights.map { StoredWeights($0) }
    try network.add(entry, input: input, classes: classes, normalization: normalization)
    try network.stored?.requireComplete()
    network.stored = nil
    return network
  }

  /// The parameters of a network, which is not made.
  ///
  /// - Throws: `FoveaError` that lists the nearest names, or says which layer does not fit the input.
  public static func parameters(
    ofNetworkNamed name: String, input: NetworkInput? = nil, classes: Int? = nil
  ) throws(FoveaError) -> [Parameter] {
    var network = Network()
    network.stored = StoredWeights([:])
    try network.add(try entry(named: name), input: input, classes: classes, normalization: nil)
    return network.parameters
  }
}

extension Network {
  fileprivate mutating func add(
    _ entry: Zoo.Entry, input: NetworkInput?, classes: Int?,
    normalization: (mean: [Float], deviation: [Float])?
  ) throws(FoveaError) {
    if let classes {
      guard entry.classes != nil else {
        throw FoveaError("'\(entry.name)' tells no classes apart, and \(classes) are asked for")
      }
      guard classes > 0 else { throw FoveaError("a network needs a class, got \(classes)") }
    }
    let first = try self.input(input ?? entry.input)
    let last = try apply(to: first) {
      if let normalization {
        Normalize("normalize", mean: normalization.mean, deviation: normalization.deviation)
      }
      entry.layers(classes ?? entry.classes ?? 1)
    }
    output(last)
    metadata["model"] = entry.name
  }
}

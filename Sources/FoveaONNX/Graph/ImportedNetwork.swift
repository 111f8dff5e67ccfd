public import FoveaNetwork
public import FoveaTensor

/// A network that came from a file, and what is to be said about that.
public struct ImportedNetwork: Sendable {
  /// The network, with the file's weights.
  public let network: Network
  /// How the file was read where that is not plain: converted weights, extents that were chosen.
  public let notes: [String]
  /// The file's names of nodes and what they are called in the network.
  public let names: [(file: String, label: String)]
  /// Inputs of the file that became part of the network, because their values decide what is computed.
  public let boundInputs: [String]

  /// A network about which nothing is to be said.
  public init(_ network: Network) {
    self.init(network: network, notes: [], names: [], boundInputs: [])
  }

  init(
    network: Network, notes: [String], names: [(file: String, label: String)],
    boundInputs: [String]
  ) {
    self.network = network
    self.notes = notes
    self.names = names
    self.boundInputs = boundInputs
  }
}

extension ONNXModel {
  /// Makes a network of the model for inputs of the given shapes, by name.
  ///
  /// Extents that the file leaves free and nobody gives are chosen: a batch of 1, images of 224 × 224. Where the graph
  /// allows it the network takes any batch, whatever it was made with.
  ///
  /// - Throws: `FoveaError` that names the node; for operations that are not read, one that lists them all.
  public func network(shapes: [String: Shape] = [:]) throws(FoveaError) -> ImportedNetwork {
    try network(shapes: shapes, values: [:])
  }

  /// Makes a network of the model for inputs of the given values: of their shapes, and with those values built in that
  /// must be known beforehand, such as a convolution's weight that is an input.
  ///
  /// - Throws: `FoveaError` that names the node; for operations that are not read, one that lists them all.
  public func network(for inputs: [String: Tensor]) throws(FoveaError) -> ImportedNetwork {
    try network(shapes: inputs.mapValues(\.shape), values: inputs)
  }

  private func network(
    shapes: [String: Shape], values: [String: Tensor]
  ) throws(FoveaError) -> ImportedNetwork {
    let known = inputs.map(\.name)
    for name in shapes.keys.sorted() where !known.contains(name) {
      throw FoveaError.unknown("input", name, known: known)
    }
    if let own = try OwnFile.network(self) {
      return ImportedNetwork(network: own, notes: notes, names: [], boundInputs: [])
    }
    var bound: [String: KnownTensor] = [:]
    while true {
      let choice = try InputShapes(self, given: shapes, bound: Set(bound.keys))
      let assembly = BatchedImport(self, choice, bound: bound)
      do throws(FoveaError) {
        return try assembly.network()
      } catch {
        let wanted = assembly.wantedValues.filter { bound[$0] == nil && values[$0] != nil }
        guard !wanted.isEmpty else { throw error }
        for name in wanted {
          guard let tensor = values[name] else { continue }
          bound[name] = bind(tensor, name)
        }
      }
    }
  }

  /// An input's value as a known tensor of the input's kind.
  private func bind(_ tensor: Tensor, _ name: String) -> KnownTensor {
    let kind = kind(ofInput: name)
    guard kind != .float else {
      return KnownTensor(tensor.shape, .float, .floats(tensor.scalars), name: name)
    }
    let integers = tensor.scalars.map { KnownTensor.integer(Double($0)) }
    return KnownTensor(tensor.shape, kind, .integers(integers), name: name)
  }
}

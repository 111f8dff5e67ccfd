public import FoveaTensor

extension Network {
  /// The key of a safetensors file's metadata under which a network's description stands.
  public static let fileKey = "fovea.network"

  /// The network as a file's contents: its weights by parameter name, its description in the metadata.
  ///
  /// A caller may add tensors of its own, such as an optimizer's state.
  ///
  /// - Throws: `FoveaError` where the network cannot be described, or has edits, which no file holds.
  public func file() throws(FoveaError) -> SafetensorsFile {
    guard edits.isEmpty else {
      let points = edits.keys.map { name(of: $0) }.sorted().joined(separator: ", ")
      throw FoveaError(
        "a file has no place for interventions, and the network has some at \(points)")
    }
    return SafetensorsFile(
      zip(parameters, weights).map { (name: $0.name, tensor: $1) },
      metadata: [Self.fileKey: try NetworkDescription(self).json()])
  }

  /// Writes the network to a safetensors file, whole or not at all.
  ///
  /// - Throws: `FoveaError` with the path and the reason.
  public func save(to path: String) throws(FoveaError) {
    let contents: SafetensorsFile
    do throws(FoveaError) {
      contents = try file()
    } catch {
      throw FoveaError("cannot write '\(path)': \(error.message)")
    }
    try contents.write(to: path)
  }

  /// Reads a network from a safetensors file that `save(to:)` wrote.
  ///
  /// - Throws: `FoveaError` with the path and all that does not fit.
  public init(contentsOf path: String) throws(FoveaError) {
    let file = try SafetensorsFile.read(path)
    do throws(FoveaError) {
      try self.init(file)
    } catch {
      throw FoveaError("cannot read a network from '\(path)': \(error.message)")
    }
  }

  /// Creates a network from a file's contents.
  ///
  /// - Parameter isForeign: whether a tensor of that name belongs to somebody else; others must be the network's.
  /// - Throws: `FoveaError` with all that does not fit.
  public init(
    _ file: SafetensorsFile, ignoring isForeign: (_ name: String) -> Bool = { _ in false }
  ) throws(FoveaError) {
    guard let json = file.metadata[Self.fileKey] else {
      throw FoveaError(
        "it holds no network: there is no '\(Self.fileKey)' in its metadata, weights alone are not "
          + "enough")
    }
    var weights: [String: Tensor] = [:]
    for entry in file.entries where !isForeign(entry.name) { weights[entry.name] = entry.tensor }
    try self.init(NetworkDescription(json: json), weights: weights)
  }

  /// Replaces the values of all parameters by name, all or none.
  ///
  /// - Throws: `FoveaError` that lists all names that are missing, not wanted or of the wrong shape.
  public mutating func setWeights(named tensors: [String: Tensor]) throws(FoveaError) {
    var stored = StoredWeights(tensors)
    let taken = parameters.map { stored.take($0) }
    try stored.requireComplete()
    for (position, tensor) in taken.enumerated() {
      if let tensor { setWeights(tensor, at: position) }
    }
  }
}

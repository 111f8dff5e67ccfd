public import FoveaNetwork
public import FoveaTensor

extension Trainer {
  /// Saves everything that training depends on, whole or not at all.
  ///
  /// The file is safetensors: the weights by their names and the network's description as in a model file, and what the
  /// optimizer remembers, the best weights, the log and the position beside them.
  ///
  /// - Throws: `FoveaError` with the path and the reason.
  public func save(checkpoint path: String) throws(FoveaError) {
    try session.file().write(to: path)
  }

  /// Creates a trainer that stands where a checkpoint's stood: network, settings, weights and position are the file's.
  ///
  /// The next `fit`, with the same samples, goes on bit for bit as if it had never stopped, given as many threads.
  ///
  /// - Throws: `FoveaError` with the path and what is missing, or does not fit.
  public init(resuming path: String) throws(FoveaError) {
    session = try Self.reading(path) { file throws(FoveaError) in try TrainingSession.read(file) }
  }

  /// Goes back to where a checkpoint of the same network stood.
  ///
  /// The kind of optimizer, the loss, the batch size and the seed must be those of the checkpoint; the learning rate,
  /// schedule and clipping are this trainer's and may differ.
  ///
  /// - Throws: `FoveaError` with the path and what does not fit; the trainer is unchanged then.
  public mutating func resume(from path: String) throws(FoveaError) {
    makeUnique()
    let session = session
    try Self.reading(path) { file throws(FoveaError) in
      try session.settings.requireSame(as: TrainingSession.settings(file))
      try session.restore(file)
    }
  }

  /// The network in a checkpoint, with its best weights where there are some.
  ///
  /// - Throws: `FoveaError` with the path and what is missing, or does not fit.
  public static func network(inCheckpoint path: String, best: Bool) throws(FoveaError) -> Network {
    let session = try reading(path) { file throws(FoveaError) in try TrainingSession.read(file) }
    return best ? session.bestNetwork : session.network
  }

  private static func reading<R>(
    _ path: String, _ use: (SafetensorsFile) throws(FoveaError) -> R
  ) throws(FoveaError) -> R {
    let file = try SafetensorsFile.read(path)
    do throws(FoveaError) {
      return try use(file)
    } catch {
      throw FoveaError("cannot continue from '\(path)': \(error.message)")
    }
  }
}

extension TrainingSettings {
  /// Requires what a checkpoint's states and position only make sense with.
  fileprivate func requireSame(as saved: TrainingSettings) throws(FoveaError) {
    let pairs = [
      ("optimizer", type(of: saved.optimizer).kind, type(of: optimizer).kind),
      ("loss", saved.loss.name, loss.name),
      ("batch size", "\(saved.batchSize)", "\(batchSize)"), ("seed", "\(saved.seed)", "\(seed)"),
    ]
    for (what, theirs, own) in pairs where theirs != own {
      throw FoveaError("it was made with the \(what) \(theirs), this trainer has \(own)")
    }
  }
}

public import FoveaData
public import FoveaNetwork
public import FoveaTensor

/// Trains a network: a value that holds the weights, what the optimizer remembers, and how far training has come.
///
///     var trainer = try Trainer(network, optimizer: Adam(learningRate: 1e-3), loss: .crossEntropy)
///     let run = try trainer.fit(train, validating: test, epochs: 10)
///     let trained = trainer.network
///
/// The same seed, settings, samples and number of threads give the same weights, bit for bit.
public struct Trainer {
  var session: TrainingSession

  /// Creates a trainer for a network with one input.
  ///
  /// - Parameters:
  ///   - optimizer: the rule that changes weights.
  ///   - schedule: how the optimizer's learning rate changes over steps.
  ///   - loss: what is made small, of the network's first output.
  ///   - batchSize: how many samples make one step.
  ///   - clipping: what bounds gradients; recurrent networks need it.
  ///   - seed: what the order of samples and dropout are drawn from.
  /// - Throws: `FoveaError` where the network has several inputs, no trainable weights, or no output for the loss.
  /// - Precondition: the batch size is positive.
  public init(
    _ network: Network, optimizer: any Optimizer = Adam(), schedule: Schedule = .constant,
    loss: Loss = .crossEntropy, batchSize: Int = 128, clipping: GradientClipping? = nil,
    seed: UInt64 = 0
  ) throws(FoveaError) {
    precondition(batchSize > 0, "a batch has an example, got \(batchSize)")
    precondition(clipping?.isSound ?? true, "gradients are clipped at a positive limit")
    let settings = TrainingSettings(
      optimizer: optimizer, schedule: schedule, loss: loss, batchSize: batchSize,
      clipping: clipping, seed: seed)
    session = try Self.session(network, settings)
  }

  static func session(
    _ network: Network, _ settings: TrainingSettings
  ) throws(FoveaError) -> TrainingSession {
    guard network.parameterCount > 0 else {
      throw FoveaError("there is nothing to train: the network has no trainable weights")
    }
    return TrainingSession(try LossGraph.make(network, loss: settings.loss), settings: settings)
  }

  /// The network with the present weights.
  public var network: Network { session.network }

  /// The network with the weights that were best by the watched number; the present ones before the first epoch's end.
  public var bestNetwork: Network { session.bestNetwork }

  /// What training does.
  public var settings: TrainingSettings { session.settings }

  /// What was measured so far.
  public var log: RunLog { session.log }

  /// Epochs done.
  public var epoch: Int { session.state.epoch }

  /// Steps done, over all epochs.
  public var step: Int { session.state.totalSteps }

  /// The optimizer's learning rate, which may be changed between fits.
  public var learningRate: Double {
    get { session.settings.optimizer.learningRate }
    set {
      makeUnique()
      session.settings.optimizer.learningRate = newValue
    }
  }

  /// The number of steps of an epoch: what the lengths of schedules are counted in.
  public func stepsPerEpoch(_ samples: some SampleSource) -> Int {
    (samples.count + session.settings.batchSize - 1) / session.settings.batchSize
  }

  /// Trains for a number of epochs.
  ///
  /// A fit that was interrupted by an error, or resumed from a checkpoint, is continued where it was: `epochs` then counts
  /// from that fit's beginning. After each epoch the validation samples are gone through once.
  ///
  /// - Parameters:
  ///   - train: the samples to learn from, in a new order for each epoch.
  ///   - validation: samples that are only looked at.
  ///   - epochs: how many times the samples are gone through.
  ///   - earlyStopping: when to stop before that.
  ///   - log: a folder, such as `runs/a`, where what is measured is kept as JSON lines and for TensorBoard.
  ///   - checkpoints: where and how often training is saved, so that it can be continued.
  ///   - progress: called after each step and epoch; what it throws ends training, which the next fit continues.
  /// - Returns: what was measured, earlier fits of this trainer included.
  /// - Throws: `FoveaError` where samples do not fit the network, where the loss is not finite, or where a
  ///   file cannot be written; what `progress` throws.
  @discardableResult
  public mutating func fit(
    _ train: some SampleSource, validating validation: (any SampleSource)? = nil, epochs: Int,
    earlyStopping: EarlyStopping? = nil, log: String? = nil, checkpoints: Checkpoints? = nil,
    progress: ((TrainingProgress) throws -> Void)? = nil
  ) throws -> RunLog {
    precondition(epochs >= 0, "a number of epochs is not negative, got \(epochs)")
    makeUnique()
    let request = FitRequest(
      train: train, validation: validation, epochs: epochs, earlyStopping: earlyStopping,
      log: log, checkpoints: checkpoints, progress: progress)
    let fit = try Fit.begin(request, session)
    try fit.run()
    return session.log
  }

  /// Copies of a trainer share nothing that either changes.
  mutating func makeUnique() {
    if !isKnownUniquelyReferenced(&session) { session = session.copy() }
  }
}

/// How far training has come.
public struct TrainingProgress: Hashable, Sendable {
  /// What has just happened.
  public enum Moment: Hashable, Sendable {
    /// A training step.
    case step
    /// An epoch with its validation.
    case epoch
    /// All of it.
    case finished(TrainingEnd)
  }

  /// What has just happened.
  public var moment: Moment
  /// The epoch under way or just done, from 1.
  public var epoch: Int
  /// The epoch to be reached.
  public var epochs: Int
  /// Steps done in the epoch.
  public var step: Int
  /// Steps of an epoch.
  public var steps: Int
  /// The mean training loss of the epoch so far.
  public var loss: Double
  /// The share of right answers in the epoch so far; `nil` for losses that know none.
  public var accuracy: Double?
  /// Validation loss after an epoch, where there are validation samples.
  public var validationLoss: Double?
  /// Validation accuracy after an epoch, where there are validation samples.
  public var validationAccuracy: Double?
  /// Training samples per second, in this epoch and this process.
  public var samplesPerSecond: Double
  /// Seconds to the last epoch's end at this rate.
  public var secondsLeft: Double
}

/// Why training ended.
public enum TrainingEnd: Hashable, Sendable {
  /// All epochs are done.
  case completed
  /// The watched number no longer got better.
  case stoppedEarly(bestEpoch: Int)
}

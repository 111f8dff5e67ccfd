/// Where and how often training is saved so that it can be continued.
public struct Checkpoints: Hashable, Sendable {
  /// How often a checkpoint is written, besides each epoch's end.
  public enum Interval: Hashable, Sendable {
    /// At epochs' ends alone.
    case epoch
    /// After so many steps.
    case steps(Int)
    /// After so many seconds.
    case seconds(Double)
  }

  /// The file; each checkpoint takes the place of the one before when it is complete.
  public var path: String
  /// How often.
  public var interval: Interval

  /// Creates a rule.
  ///
  /// - Precondition: the interval is positive.
  public init(to path: String, every interval: Interval = .seconds(30)) {
    switch interval {
    case .epoch: break
    case .steps(let steps): precondition(steps > 0, "got an interval of \(steps) steps")
    case .seconds(let seconds): precondition(seconds > 0, "got an interval of \(seconds) s")
    }
    self.path = path
    self.interval = interval
  }

  /// Whether it is time, so many steps over all and seconds after the last one.
  func isDue(step: Int, secondsSinceLast seconds: Double) -> Bool {
    switch interval {
    case .epoch: false
    case .steps(let steps): step % steps == 0
    case .seconds(let limit): seconds >= limit
    }
  }
}

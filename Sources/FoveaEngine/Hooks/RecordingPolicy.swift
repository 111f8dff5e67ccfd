/// What a recorder keeps of a hook point over many runs, and of which runs.
public struct RecordingPolicy: Hashable, Sendable {
  enum Kept: Hashable, Sendable {
    case last
    case latest(Int)
    case all
    case statistics(axis: Int?)
  }

  let kept: Kept
  /// Runs whose number is a multiple of this are looked at.
  let interval: Int

  /// The last run's tensor.
  public static let last = RecordingPolicy(kept: .last, interval: 1)

  /// The tensors of all runs, one behind the other along a first axis `run`.
  public static let all = RecordingPolicy(kept: .all, interval: 1)

  /// The tensors of the last `count` runs, oldest first, along a first axis `run`.
  ///
  /// - Precondition: the count is positive.
  public static func latest(_ count: Int) -> RecordingPolicy {
    precondition(count > 0, "at least one run is kept, got \(count)")
    return RecordingPolicy(kept: .latest(count), interval: 1)
  }

  /// The tensors of every `interval`-th run, the first included, along a first axis `run`.
  ///
  /// - Precondition: the interval is positive.
  public static func every(_ interval: Int) -> RecordingPolicy { all.every(interval) }

  /// `RunningStatistics` of all elements of all runs: memory does not grow with them.
  public static let statistics = RecordingPolicy(kept: .statistics(axis: nil), interval: 1)

  /// `RunningStatistics` for each position along an axis, such as 1 for the channels of images.
  public static func statistics(along axis: Int) -> RecordingPolicy {
    RecordingPolicy(kept: .statistics(axis: axis), interval: 1)
  }

  /// The same, but only of the runs whose number is a multiple of `interval`.
  ///
  /// - Precondition: the interval is positive.
  public func every(_ interval: Int) -> RecordingPolicy {
    precondition(interval > 0, "the interval between runs is positive, got \(interval)")
    return RecordingPolicy(kept: kept, interval: interval)
  }

  /// Whether a run of this number, counted from 0, is looked at.
  func isDue(_ run: Int) -> Bool { run.isMultiple(of: interval) }

  /// How many tensors are kept after `runs` runs; `nil` for statistics.
  func copies(after runs: Int) -> Int? {
    let due = (runs + interval - 1) / interval
    return switch kept {
    case .last: min(1, due)
    case .latest(let count): min(count, due)
    case .all: due
    case .statistics: nil
    }
  }

  var keepsTensors: Bool { copies(after: 0) != nil }

  /// In words, for a table.
  var text: String {
    let what =
      switch kept {
      case .last: "last"
      case .latest(let count): "latest \(count)"
      case .all: interval == 1 ? "all" : ""
      case .statistics(nil): "statistics"
      case .statistics(let axis?): "statistics along \(axis)"
      }
    return [what, interval == 1 ? "" : "every \(interval)"].filter { !$0.isEmpty }
      .joined(separator: ", ")
  }
}

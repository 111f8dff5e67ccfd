/// When to stop before the last epoch: once a watched number has not become better for some epochs.
public struct EarlyStopping: Hashable, Sendable, Codable {
  /// A number that is measured after each epoch, on the validation samples where there are some.
  public enum Metric: String, Hashable, Sendable, Codable, CaseIterable {
    /// The mean loss; smaller is better.
    case loss
    /// The share of right answers; larger is better.
    case accuracy
  }

  /// How many epochs without an improvement are borne.
  public var patience: Int
  /// How much better than the best a number must be to count.
  public var minDelta: Double
  /// The number that is watched.
  public var metric: Metric
  /// Whether the trainer's network goes back to the best weights when training stops early.
  public var restoresBest: Bool

  /// Creates a rule.
  ///
  /// - Precondition: the patience is positive, and the difference not negative.
  public init(
    patience: Int, minDelta: Double = 0, metric: Metric = .loss, restoresBest: Bool = true
  ) {
    precondition(patience > 0 && minDelta >= 0, "got patience \(patience), minDelta \(minDelta)")
    self.patience = patience
    self.minDelta = minDelta
    self.metric = metric
    self.restoresBest = restoresBest
  }
}

public import FoveaNetwork

/// Everything that decides what training does to a network, besides the samples.
public struct TrainingSettings: Sendable {
  /// The rule that changes weights.
  public var optimizer: any Optimizer
  /// How its learning rate changes over steps.
  public var schedule: Schedule
  /// What is made small.
  public let loss: Loss
  /// How many samples make one step; the last step of an epoch may have fewer.
  public let batchSize: Int
  /// What bounds gradients.
  public var clipping: GradientClipping?
  /// What the order of samples and dropout are drawn from.
  public let seed: UInt64
}

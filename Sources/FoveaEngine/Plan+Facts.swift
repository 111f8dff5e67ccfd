import FoveaNetwork

extension Plan {
  /// The parts that the batch is cut into; each runs on a thread of its own.
  public var partCount: Int { shards.count }

  /// The number of steps of one run, for each part.
  public var stepCount: Int { shards[0].builder.steps.count }

  /// The names of the steps in order, for a look at what was compiled.
  public var stepNames: [String] { shards[0].builder.steps.map(\.name) }

  /// The memory of inputs, activations, gradients and scratch, in bytes; the network's weights are not in it, but other forms of
  /// them that kernels read are.
  public var memoryBytes: Int {
    var count = 0
    for shard in shards { count += shard.layout.arena.count + shard.layout.gradients.count }
    for arena in inputs.values { count += arena.count }
    return count * MemoryLayout<Float>.stride + prepared.byteCount
      + (kept?.byteCount ?? 0)
  }

  /// The time of each step of the first part in milliseconds, the best of `repetitions` runs.
  public func profile(
    repetitions: Int = 20, seed: UInt64 = 0
  ) -> [(step: String, milliseconds: Double)] {
    shards[0].profile(repetitions: repetitions, seed: seed)
  }
}

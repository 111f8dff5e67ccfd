import FoveaTensor

/// Where training stands between two steps: everything besides weights, optimizer states and log that the next step
/// depends on.
struct TrainingState: Hashable, Sendable, Codable {
  /// Epochs done.
  var epoch = 0
  /// Steps done in the epoch under way.
  var step = 0
  /// Steps done over all epochs.
  var totalSteps = 0
  /// The sums of the epoch under way.
  var sums = BatchSums()
  /// Seconds of training in the epoch under way, and in all.
  var epochSeconds = 0.0
  var seconds = 0.0
  /// The epoch at which the fit under way began; `nil` between fits.
  var fitStart: Int?
  /// The number of samples of the epoch under way.
  var sampleCount = 0
  /// The best value of the watched number, when it was reached, and for how many epochs nothing better came.
  var best: Best?
  var epochsWithoutImprovement = 0

  struct Best: Hashable, Sendable, Codable {
    var value: Double
    var epoch: Int
  }

  /// Whether the numbers can be those of a training run.
  var isSound: Bool {
    epoch >= 0 && step >= 0 && totalSteps >= step && sums.samples >= 0 && sampleCount >= 0
      && (0...epoch).contains(fitStart ?? 0) && epochsWithoutImprovement >= 0
  }

  /// Takes note of an epoch's number and says whether it is the best so far.
  mutating func isBest(_ value: Double, metric: EarlyStopping.Metric, minDelta: Double) -> Bool {
    let isBetter: Bool
    switch (best, metric) {
    case (nil, _): isBetter = true
    case (let best?, .loss): isBetter = value < best.value - minDelta
    case (let best?, .accuracy): isBetter = value > best.value + minDelta
    }
    epochsWithoutImprovement = isBetter ? 0 : epochsWithoutImprovement + 1
    if isBetter { best = Best(value: value, epoch: epoch) }
    return isBetter
  }
}

public import FoveaData
public import FoveaNetwork

extension Trainer {
  /// Trains on to given numbers of steps and keeps the network at each: training seen as a film.
  ///
  /// Nothing is disturbed by looking: the weights are those of a `fit` that was never interrupted. The last stage ends in the
  /// middle of a fit, which the next `fit` continues.
  ///
  /// - Parameter steps: numbers of steps since the trainer was made, not falling; the present one gives the network as it
  ///   is, 0 the network before training.
  /// - Returns: the network at each.
  /// - Throws: what `fit` throws.
  /// - Precondition: no number is smaller than the one before, or than the steps done already.
  public mutating func stages(
    _ train: some SampleSource, at steps: [Int]
  ) throws -> [Network] {
    precondition(
      zip([step] + steps, steps).allSatisfy { $0 <= $1 },
      "stages lie one behind the other and not before step \(step), got \(steps)")
    let perEpoch = stepsPerEpoch(train)
    let last = ((steps.last ?? step) + perEpoch - 1) / max(1, perEpoch)
    let epochs = last - (session.state.fitStart ?? epoch)
    return try steps.map { target in
      guard target > step else { return network }
      do {
        try fit(train, epochs: epochs) { progress in
          guard progress.moment == .step else { return }
          if (progress.epoch - 1) * progress.steps + progress.step >= target { throw Pause() }
        }
      } catch is Pause {}
      return network
    }
  }
}

/// Ends a fit at a stage; the next one continues it.
private struct Pause: Error {}

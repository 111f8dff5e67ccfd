public import FoveaTensor

/// Delayed recall: symbols are shown, a long blank follows, and at a cue they must be said again.
///
/// Known as the copy memory problem (Hochreiter & Schmidhuber 1997, experiment 2 in spirit; in this form Arjovsky, Shah &
/// Bengio 2016). A sequence is `length` steps with a symbol each, `delay` blank steps, one cue, and `length − 1` blank
/// steps. Features are one-hot: the symbols, then blank, then cue. Targets are class ids, −1 before the cue (these steps
/// do not count) and from the cue on the symbols in their order. Guessing has the accuracy 1 / `symbols`.
public struct DelayedRecall: SequenceTask {
  /// The number of different symbols.
  public let symbols: Int
  /// The number of blank steps between the last symbol and the cue.
  public let delay: Int
  /// The number of symbols to recall.
  public let length: Int
  /// Which samples are drawn.
  public let draws: SampleDraws

  /// Creates the task.
  ///
  /// - Precondition: there are 2 symbols or more and 1 to recall, and no number is negative.
  public init(
    symbols: Int, delay: Int, length: Int = 1, count: Int, seed: UInt64,
    renewsEachEpoch: Bool = false
  ) {
    precondition(
      symbols >= 2 && delay >= 0 && length >= 1,
      "no task has \(symbols) symbols, \(length) to recall after \(delay) steps")
    self.symbols = symbols
    self.delay = delay
    self.length = length
    draws = SampleDraws(count: count, seed: seed, renewsEachEpoch: renewsEachEpoch)
  }

  /// The number of steps of a sequence.
  public var time: Int { 2 * length + delay }
  /// The step that shows the cue, and from which on the loss counts.
  public var cue: Int { length + delay }
  /// Each step shows a symbol, blank or the cue.
  public var inputShape: Shape { [time, symbols + 2] }
  /// A class, or −1, for each step.
  public var targetShape: Shape { [time] }
  /// The number of symbols.
  public var classCount: Int? { symbols }

  /// Draws a sequence and what is to be recalled.
  public func draw(
    from source: inout RandomSource, inputs: inout [Float], targets: inout [Float]
  ) {
    let features = symbols + 2
    for step in 0..<time {
      inputs[step * features + (step == cue ? symbols + 1 : symbols)] = 1
    }
    for step in 0..<length {
      let symbol = source.index(below: symbols)
      inputs[step * features + symbols] = 0
      inputs[step * features + symbol] = 1
      targets[cue + step] = Float(symbol)
    }
  }
}

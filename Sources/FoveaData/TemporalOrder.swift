public import FoveaTensor

/// The temporal order problem (Hochreiter & Schmidhuber 1997, experiment 6a): which of two symbols came when.
///
/// Each step shows one of eight symbols, one-hot: features 0 and 1 are X and Y, 2 to 5 the distractors, 6 begins and 7
/// ends the sequence. X or Y stands at one step of the second tenth of the sequence and at one of its sixth tenth. The
/// class, asked for at the end, is 0 for X,X, 1 for X,Y, 2 for Y,X and 3 for Y,Y. Unlike there, all sequences have one
/// length.
public struct TemporalOrder: SequenceTask {
  /// The number of steps.
  public let length: Int
  /// Which samples are drawn.
  public let draws: SampleDraws

  /// Creates the task.
  ///
  /// - Precondition: a sequence has 10 steps or more, and `count` is not negative.
  public init(length: Int, count: Int, seed: UInt64, renewsEachEpoch: Bool = false) {
    precondition(length >= 10, "a sequence has 10 steps or more, got \(length)")
    self.length = length
    draws = SampleDraws(count: count, seed: seed, renewsEachEpoch: renewsEachEpoch)
  }

  /// Each step shows one of eight symbols.
  public var inputShape: Shape { [length, 8] }
  /// One class for each sequence.
  public var targetShape: Shape { .scalar }
  /// The four orders.
  public var classCount: Int? { 4 }

  /// Draws a sequence and its class.
  public func draw(
    from source: inout RandomSource, inputs: inout [Float], targets: inout [Float]
  ) {
    let tenth = length / 10
    let early = tenth + source.index(below: tenth)
    let late = 5 * tenth + source.index(below: tenth)
    let first = source.index(below: 2)
    let second = source.index(below: 2)
    for step in 0..<length {
      let symbol =
        switch step {
        case 0: 6
        case length - 1: 7
        case early: first
        case late: second
        default: 2 + source.index(below: 4)
        }
      inputs[8 * step + symbol] = 1
    }
    targets[0] = Float(2 * first + second)
  }
}

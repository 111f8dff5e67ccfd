public import FoveaTensor

/// A fact is told, other words follow, and a question at the end asks for the fact: "I grew up in France … I speak fluent".
///
/// A sequence is one of `symbols` facts, then words drawn from `fillers` others, and the question `distance` steps behind the
/// fact. Features are one-hot: facts, fillers, question. The target at the question is the fact, −1 before. Unlike
/// `DelayedRecall` something is said in between, so that the state must keep the fact against what it reads. Guessing has the
/// accuracy 1 / `symbols`.
public struct DistantFact: SequenceTask {
  /// The number of different facts.
  public let symbols: Int
  /// The number of different words between fact and question.
  public let fillers: Int
  /// How many steps the question lies behind the fact.
  public let distance: Int
  /// Which samples are drawn.
  public let draws: SampleDraws

  /// Creates the task.
  ///
  /// - Precondition: there are 2 facts or more, a filler, and a step from fact to question.
  public init(
    symbols: Int = 4, fillers: Int = 8, distance: Int, count: Int, seed: UInt64,
    renewsEachEpoch: Bool = false
  ) {
    precondition(
      symbols >= 2 && fillers >= 1 && distance >= 1,
      "no task has \(symbols) facts, \(fillers) fillers, distance \(distance)")
    self.symbols = symbols
    self.fillers = fillers
    self.distance = distance
    draws = SampleDraws(count: count, seed: seed, renewsEachEpoch: renewsEachEpoch)
  }

  /// Each step shows a fact, a filler or the question.
  public var inputShape: Shape { [distance + 1, symbols + fillers + 1] }
  /// A class, or −1, for each step.
  public var targetShape: Shape { [distance + 1] }
  /// The number of facts.
  public var classCount: Int? { symbols }

  /// Draws a sequence and the fact.
  public func draw(
    from source: inout RandomSource, inputs: inout [Float], targets: inout [Float]
  ) {
    let features = symbols + fillers + 1
    let fact = source.index(below: symbols)
    inputs[fact] = 1
    for step in stride(from: 1, to: distance, by: 1) {
      inputs[step * features + symbols + source.index(below: fillers)] = 1
    }
    inputs[distance * features + symbols + fillers] = 1
    targets[distance] = Float(fact)
  }
}

public import FoveaDrawing
public import FoveaTensor
public import FoveaTraining

/// How often each class was taken for each: a row for the true class, a column for the answer.
///
/// Colours are logarithmic, so that single mistakes are seen beside a thousand right answers; zeros are grey.
public struct ConfusionMatrix: ComposedFigure {
  /// Two classes, how often one was taken for the other, and which samples.
  public struct Pair: Hashable, Sendable {
    /// The true class.
    public let truth: Int
    /// The answer.
    public let answer: Int
    /// The samples, in their own order.
    public let samples: [Int]
  }

  /// How often a class (row) was taken for another (column).
  public let counts: [[Int]]
  /// The kinds of mistake, the commonest first; of equal ones the earlier true class.
  public let mistakes: [Pair]
  /// The classes' names.
  public let names: [String]

  private let map: HeatMap

  /// What is drawn.
  public var figure: any Figure { map }

  /// The number of wrong answers.
  public var mistakeCount: Int { mistakes.reduce(0) { $0 + $1.samples.count } }

  /// Draws what an evaluation found.
  ///
  /// - Throws: `FoveaError` where the evaluation tells no classes apart, or there are not as many names.
  public init(
    of evaluation: Evaluation, names: [String], title: String = "", caption: String = ""
  ) throws(FoveaError) {
    let counts = evaluation.confusion
    guard !counts.isEmpty, counts.count == names.count else {
      throw FoveaError(
        "\(names.count) names do not fit an evaluation of \(counts.count) classes")
    }
    var samples: [[Int]: [Int]] = [:]
    for (sample, (truth, answer)) in zip(evaluation.targets, evaluation.predictions).enumerated()
    where truth >= 0 && truth != answer {
      samples[[truth, answer], default: []].append(sample)
    }
    self.counts = counts
    self.names = names
    mistakes = samples.map { Pair(truth: $0[0], answer: $0[1], samples: $1) }.sorted {
      ($1.samples.count, $0.truth, $0.answer) < ($0.samples.count, $1.truth, $1.answer)
    }
    let scalars = counts.flatMap { $0.map(Float.init) }
    map = HeatMap(
      values: Tensor(shape: [names.count, names.count], scalars: scalars), title: title,
      xLabel: "answer", yLabel: "true class", columns: .names(names), rows: .names(names),
      kind: .logarithmic, colorMap: .blues, unit: "pictures", digits: 5, caption: caption)
  }
}

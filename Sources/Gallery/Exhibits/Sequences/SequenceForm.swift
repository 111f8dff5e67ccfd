import Fovea

/// One of the forms: how it is learnt, and what came of it.
protocol SequenceForm {
  /// The lecture's name of it.
  var title: String { get }
  /// The end of its picture's name.
  var file: String { get }
  /// The share of right answers that the whole work must reach.
  var wanted: Double { get }

  /// Trains a network and lets it answer.
  func learn(in studio: Studio) throws -> FormOutcome
}

/// A form that each of the three cells can learn.
protocol CellForm: SequenceForm {
  /// The cell whose answers its picture shows.
  var cell: FadeExperiment.Cell { get }

  /// The share of right answers of a network of one of the cells, trained alike.
  func score(of cell: FadeExperiment.Cell, in studio: Studio) throws -> Double
}

/// What a network of a form answers.
struct FormOutcome {
  /// The share of answers that are right.
  let score: Double
  /// The share that the best answer without looking gives.
  let chance: Double
  /// Answers to samples held out.
  let figure: any Figure
  /// How many of the sentences held out training had; `nil` for pictures.
  var known: Int?
}

extension FadeExperiment.Cell {
  /// A layer of this cell, an LSTM's forget gates biased by 1.
  func layer(_ name: String, hidden: Int, returnsSequence: Bool = true) -> any Layer {
    switch self {
    case .elman: return ElmanRNN(name, hidden: hidden, returnsSequence: returnsSequence)
    case .lstm:
      return LSTM(name, hidden: hidden, returnsSequence: returnsSequence, forgetBias: 1)
    case .gru: return GRU(name, hidden: hidden, returnsSequence: returnsSequence)
    }
  }
}

extension SequenceForm {
  /// The share of the commonest class.
  static func chance(_ set: ImageSet) -> Double {
    Double(set.classCounts.max() ?? 0) / Double(max(1, set.count))
  }

  /// Rows of words, in turn what was read and what was answered; wrong answers stand on orange ground.
  func answers(
    _ title: String, _ rows: [[ColouredText.Cell]], _ labels: [String], _ caption: String
  ) -> ColouredText {
    var text = ColouredText(
      title: title, rows: rows,
      rowLabels: rows.indices.map { labels[$0 % labels.count] }, caption: caption)
    text.cellSize = Size(56, 14)
    return text
  }

  /// The first five samples and the first wrong one, or six where the first five have an error or none is wrong.
  func shown(wrong: Set<Int>, of count: Int) -> [Int] {
    let first = Array(0..<min(6, count))
    guard first.count == 6, wrong.isDisjoint(with: first), let other = wrong.min() else {
      return first
    }
    return first.dropLast() + [other]
  }

  /// How often all was right, for a caption.
  func right(_ score: Double, of count: Int, _ what: String) -> String {
    "Right: \((100 * score).short) % of \(count) \(what)."
  }

  /// An answer, on orange ground where it is wrong.
  func answer(_ word: String, isRight: Bool) -> ColouredText.Cell {
    ColouredText.Cell(word, ground: isRight ? Color(0xEAF3F8) : Color(0xF2A65A))
  }
}

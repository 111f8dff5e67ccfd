import Fovea
import Foundation

/// Single cells of a character model that keep count of something in the text (after Karpathy, Johnson & Fei-Fei 2016).
struct CellsThatFollowText: Exhibit {
  let name = "character-cells"
  let title = "Cells that follow the text"
  let lectures: [Lecture] = [.ramakrishnan]
  let explanation = """
    A piece of a play that the LSTM has never read, coloured by tanh c of single cells, each the one of all that goes along best \
    with a property of the text, such as the place in the line or capital letters. Cells were picked on one \
    stretch of text and their correlation measured on another, given above each panel: red and blue that change where the \
    property does show a cell that nobody told what to count.
    """

  func obstacle(in studio: Studio) -> String? { LearntPlays.obstacle }

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let plays = try LearntPlays.learn(in: studio)
    let count = studio.effort.part(of: 8000, least: 2000)
    let chosen = try reading(plays, 0..<count)
    let checked = try reading(plays, count..<2 * count)
    let text = try plays.excerpt(300, after: 2 * count)
    let shown = try TextReading(
      text, by: plays.network, corpus: plays.corpus, records: ["c"])
    var found: [(feature: TextFeature, cell: Int, correlation: Double)] = []
    for feature in TextFeature.allCases {
      let search = try CellSearch(chosen.cells, feature: feature.values(of: chosen.text))
      let check = try CellSearch(checked.cells, feature: feature.values(of: checked.text))
      found.append((feature, search.best, check.correlations[search.best]))
    }
    let best = found.sorted { abs($0.correlation) > abs($1.correlation) }.prefix(4)
    let panels = best.map { feature, cell, correlation in
      // A cell may count downwards: then its colours are exchanged, so that red always means more.
      let sign: Float = correlation < 0 ? -1 : 1
      return ColouredText(
        title: "cell \(cell): \(feature.rawValue), r = \(correlation.short)",
        text: Array(shown.text.dropFirst(LearntPlays.before)),
        values: shown.course("c", unit: cell).dropFirst(LearntPlays.before)
          .map { sign * tanh($0) },
        columns: 48, scale: ColorScale(.symmetric, range: -1...1),
        unit: sign < 0 ? "−tanh c" : "tanh c")
    }
    return [
      ExhibitFigure(
        name,
        FigureGrid(
          title: title, panels: panels, columns: 2,
          caption:
            "Cells were picked by their correlation over \(count) characters held back, r is "
            + "measured over the \(count) behind them, the excerpt lies behind both "
            + "and has more text before it. The sign is turned "
            + "where a cell falls while the property grows."),
        facts: found.map { Fact("\($0.feature.rawValue): correlation of its cell", $0.correlation) }
          + [.count("characters that cells were picked on", count)])
    ]
  }

  private func reading(
    _ plays: LearntPlays, _ range: Range<Int>
  ) throws -> (text: [Unicode.Scalar], cells: Tensor) {
    let reading = try TextReading(
      plays.heldText(range), by: plays.network, corpus: plays.corpus, records: ["c"])
    let cells = reading.records["c"] ?? Tensor.zeros([1, 1])
    return (reading.text, cells.map { tanh($0) })
  }
}

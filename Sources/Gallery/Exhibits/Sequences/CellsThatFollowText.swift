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
    let first = LearntPlays.front
    let chosen = try reading(plays, first..<first + count)
    let checked = try reading(plays, first + count..<first + 2 * count)
    let text = try plays.excerpt(300, after: first + 2 * count)
    let shown = try TextReading(
      text, by: plays.network, corpus: plays.corpus, records: ["c"])
    var found: [(feature: TextFeature, cell: Int, sign: Float, correlation: Double)] = []
    for feature in TextFeature.allCases {
      let (own, other) = (feature.values(of: chosen.text), feature.values(of: checked.text))
      // What a text has nowhere or everywhere, such as quotation marks in plays, no cell can follow.
      guard Set(own).count > 1, Set(other).count > 1 else { continue }
      let search = try CellSearch(chosen.cells, feature: own)
      let check = try CellSearch(checked.cells, feature: other)
      // A cell may fall while the property grows: then its sign is turned, so that red always means more.
      let sign: Float = search.correlations[search.best] < 0 ? -1 : 1
      found.append(
        (feature, search.best, sign, Double(sign) * check.correlations[search.best]))
    }
    let best = found.sorted { $0.correlation > $1.correlation }.prefix(4)
    let panels = best.map { feature, cell, sign, correlation in
      ColouredText(
        title: "cell \(cell): \(feature.rawValue), r = \(correlation.short)",
        text: Array(shown.text.dropFirst(LearntText.before)),
        values: shown.course("c", unit: cell).dropFirst(LearntText.before)
          .map { sign * tanh($0) },
        columns: 72, scale: ColorScale(.symmetric, range: -1...1),
        unit: sign < 0 ? "−tanh c" : "tanh c")
    }
    return [
      ExhibitFigure(
        name,
        FigureGrid(
          title: title, panels: panels, columns: 1,
          caption:
            "Cells were picked by their correlation over \(count) characters held back, r is "
            + "measured over the next \(count), the excerpt comes after both "
            + "and has more text before it. The sign of cell and r is turned "
            + "where the cell fell while the property grew. Drawn are the \(panels.count) of "
            + "\(found.count) properties with the largest r."),
        facts: found.map { Fact("\($0.feature.rawValue): correlation of its cell", $0.correlation) }
          + [.count("characters that cells were picked on", count)])
    ]
  }

  private func reading(
    _ plays: LearntText, _ range: Range<Int>
  ) throws -> (text: [Unicode.Scalar], cells: Tensor) {
    let reading = try TextReading(
      plays.heldText(range), by: plays.network, corpus: plays.corpus, records: ["c"])
    let cells = reading.records["c"] ?? Tensor.zeros([1, 1])
    return (reading.text, cells.map { tanh($0) })
  }
}

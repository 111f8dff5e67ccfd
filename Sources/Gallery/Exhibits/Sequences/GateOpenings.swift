import Fovea
import Foundation

/// The gates of an LSTM that reads a play: when they open, and how often they stand open or shut.
struct GateOpenings: Exhibit {
  let name = "gate-openings"
  let title = "Gates that open and shut while an LSTM reads"
  let lectures: [Lecture] = [.gavankar, .ramakrishnan]
  let explanation = """
    The forget, input and output gates, the candidate, the cell and the hidden state of two cells of the character model over a \
    text that it has not learnt, letter by letter; then how often each unit's gates stand open (above 0.9) or shut (below \
    0.1), and the hidden states as curves. Where the forget gate is red and the input gate pale (b) the state changes little \
    from letter to letter, until a line's end shuts the one and opens the other, whereas cell a keeps its colour because its \
    candidate stays near 1, until capitals shut its forget gate; points near the lower right of the \
    second picture are units whose gate is almost always open, and none can lie beyond the dashed line.
    """

  func obstacle(in studio: Studio) -> String? { LearntPlays.obstacle }

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let plays = try LearntPlays.learn(in: studio)
    let count = studio.effort.part(of: 4000, least: 1500)
    let start = LearntPlays.front
    let long = try TextReading(
      plays.heldText(start..<start + count), by: plays.network, corpus: plays.corpus,
      records: ["c", "h", "i", "f", "g", "o"])
    let other = try TextReading(
      plays.heldText(start + count..<start + 2 * count), by: plays.network, corpus: plays.corpus,
      records: ["c"])
    let cells = try [TextFeature.capital, .linePosition].map { feature in
      let best = try search(long, feature).best
      return (feature, best, try search(other, feature).correlations[best])
    }
    let text = try plays.excerpt(150, after: 60_000)
    let first = LearntText.before
    let shown = try TextReading(
      text, by: plays.network, corpus: plays.corpus, records: ["c", "h", "i", "f", "g", "o"])
    let panels = cells.map { feature, cell, correlation in
      ColouredText(
        title: "cell \(cell), picked for: \(feature.rawValue), r = \(correlation.short)",
        rows: rows(shown, cell, first..<first + 75) + rows(shown, cell, first + 75..<first + 150),
        rowLabels: Self.labels + Self.labels, scale: ColorScale(.symmetric, range: -1...1),
        unit: "gate, or state")
    }
    return [
      ExhibitFigure(
        "\(name)-letters",
        FigureGrid(
          title: title, panels: panels, columns: 1,
          caption: "Gates lie in 0 … 1, candidate and states in −1 … 1; the same letters in all "
            + "rows, and the same network as in 'An LSTM learns Shakespeare letter by letter'. Each "
            + "cell goes along best with its property over \(count) characters held back; r is "
            + "measured over the next \(count)."),
        facts: cells.map { Fact("\($0.0.rawValue): correlation of its cell", $0.2) }),
      try saturation(long, count),
      curves(shown, cells.map(\.1)),
    ]
  }

  private static let labels = ["", "forget f", "input i", "candidate g", "output o", "tanh c", "h"]

  private func search(
    _ reading: TextReading, _ feature: TextFeature
  ) throws(FoveaError) -> CellSearch {
    let states = reading.records["c"]?.map { tanh($0) } ?? Tensor.zeros([1, 1])
    return try CellSearch(states, feature: feature.values(of: reading.text))
  }

  private func rows(
    _ reading: TextReading, _ cell: Int, _ range: Range<Int>
  ) -> [[ColouredText.Cell]] {
    let letters = range.map { ColouredText.Cell(String(Character(reading.text[$0]))) }
    let courses = ["f", "i", "g", "o", "c", "h"].map { record in
      let values = reading.course(record, unit: cell)
      return range.map { ColouredText.Cell(" ", record == "c" ? tanh(values[$0]) : values[$0]) }
    }
    return [letters] + courses
  }

  /// For each unit how often a gate is shut and how often open.
  private func saturation(_ reading: TextReading, _ count: Int) throws -> ExhibitFigure {
    var panels: [any Figure] = []
    var facts: [Fact] = []
    for (record, title) in [("f", "forget gate"), ("i", "input gate"), ("o", "output gate")] {
      guard let values = reading.records[record] else { continue }
      let units = values.shape[1]
      var open = [Double](repeating: 0, count: units)
      var shut = open
      for (index, value) in values.scalars.enumerated() {
        if value > 0.9 { open[index % units] += 1 / Double(count) }
        if value < 0.1 { shut[index % units] += 1 / Double(count) }
      }
      var plot = ScatterPlot(
        title: title, xLabel: "share of letters: open (> 0.9)",
        yLabel: "share of letters: shut (< 0.1)", xRange: -0.02...1.02, yRange: -0.02...1.02,
        series: [Series(name: "", points: zip(open, shut).map { Point($0, $1) })])
      plot.plotSize = Size(190, 190)
      plot.lines = [[Point(0, 1), Point(1, 0)]]
      panels.append(plot)
      facts.append(.share("\(title): open, on average", open.reduce(0, +) / Double(units)))
      facts.append(.share("\(title): shut, on average", shut.reduce(0, +) / Double(units)))
      facts.append(
        .count("\(title): units open at nine of ten letters", open.filter { $0 > 0.9 }.count))
    }
    return ExhibitFigure(
      "\(name)-saturation",
      FigureGrid(
        title: "How often gates stand open or shut", panels: panels,
        caption: "Each point is one unit; \(count) characters of text held back. Dashed: open or "
          + "shut at each letter, never in between."), facts: facts)
  }

  private func curves(_ reading: TextReading, _ cells: [Int]) -> ExhibitFigure {
    var panels: [any Figure] = []
    let letters = Array(reading.text.dropFirst(LearntText.before))
    let starts = letters.indices.filter { $0 == 0 || letters[$0 - 1] == "\n" }
    let marks = starts.compactMap { start -> MarkedLine? in
      let word = letters[start...].prefix { $0 != " " && $0 != "\n" }
      guard !word.isEmpty else { return nil }
      return .vertical(Double(start), String(String.UnicodeScalarView(word)))
    }
    func course(_ record: String, _ cell: Int) -> [Float] {
      Array(reading.course(record, unit: cell).dropFirst(LearntText.before))
    }
    for cell in cells {
      var chart = LineChart(
        title: "cell \(cell)", xLabel: "characters read", yLabel: "value", yRange: -1.05...1.05,
        series: [
          Series(name: "h", values: course("h", cell)),
          Series(name: "tanh c", values: course("c", cell).map { tanh($0) }),
          Series(name: "forget gate", values: course("f", cell)),
        ], marks: marks)
      chart.plotSize = Size(460, 130)
      panels.append(chart)
    }
    return ExhibitFigure(
      "\(name)-curves",
      FigureGrid(
        title: "Hidden states while reading", panels: panels, columns: 1,
        caption: "The same letters as in the picture of the gates and its two cells, of "
          + "\(reading.records["c"]?.shape[1] ?? 0). Dashed: where lines begin, with their first "
          + "words."))
  }
}

import Fovea
import Foundation

/// The one cell of a character model that keeps in mind whether a quotation is open (after Karpathy, Johnson & Fei-Fei 2016).
struct QuotesCell: Exhibit {
  let name = "quotes-cell"
  let title = "A cell that knows it is inside of quotation marks"
  let lectures: [Lecture] = [.ramakrishnan]
  let explanation = """
    A page of The Adventures of Sherlock Holmes that an LSTM has never read, coloured by tanh c of the one cell of all that goes \
    along best with being inside of quotation marks, above the same page coloured by the marks themselves. The cell was picked \
    on one stretch of text and its correlation measured on another: where its colour changes at a mark and then stays for \
    dozens of letters, until the next mark, it keeps in mind that someone speaks, which nobody told it to do.
    """

  func obstacle(in studio: Studio) -> String? { StoredText.stories.obstacle }

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let book = try LearntText.learn(.stories, in: studio)
    let text = book.corpus.decode(book.corpus.ids.map { Int($0) })
    // The whole text says what is inside; a piece of it alone would not say whether it begins in a quotation.
    let inside = Array(
      TextFeature.quotation.values(of: Array(text.unicodeScalars)).suffix(book.held.ids.count))
    // Picked where the story begins, measured where it ends: in its middle hardly anybody but one speaks.
    let count = min(studio.effort.part(of: 26_000, least: 8000), inside.count / 2)
    let ending = inside.count - count..<inside.count
    let chosen = try reading(book, 0..<count)
    let search = try CellSearch(tanhOfCells(chosen), feature: Array(inside[..<count]))
    let cell = search.best
    // A cell may fall where quotations begin: then its sign is turned, so that red always means inside.
    let sign: Float = search.correlations[cell] < 0 ? -1 : 1
    let told = chosen.course("c", unit: cell).map { sign * tanh($0) }
    let middle = (mean(told, inside, of: 1) + mean(told, inside, of: 0)) / 2

    let checked = try reading(book, ending)
    let marks = Array(inside[ending])
    let check = try CellSearch(tanhOfCells(checked), feature: marks)
    let correlation = Double(sign) * check.correlations[cell]
    let values = checked.course("c", unit: cell).map { sign * tanh($0) }
    let share = Double(marks.reduce(0, +)) / Double(count)
    func right(above threshold: Float) -> Double {
      let hits = zip(values, marks).filter { ($0 > threshold) == ($1 > 0.5) }
      return Double(hits.count) / Double(count)
    }
    return [
      ExhibitFigure(
        name, try page(book, inside, from: ending.lowerBound, cell, sign, correlation),
        facts: [
          Fact("correlation of the cell", correlation),
          Fact(
            "bits per character held back", book.heldBits[book.heldBits.count - 1].bits,
            .number(digits: 4)),
          Fact("bits per character, counting after two letters", book.countedBits[2]),
          .share("characters inside of quotation marks", share),
          .share("told right by the cell's sign", right(above: 0)),
          .share("told right by the cell, parted between its two means", right(above: middle)),
          .share("told right by always guessing the commoner", max(share, 1 - share)),
          .count("characters that it was measured on", count),
        ])
    ]
  }

  private func reading(_ book: LearntText, _ range: Range<Int>) throws -> TextReading {
    try TextReading(
      book.heldText(range), by: book.network, corpus: book.corpus, records: ["c"])
  }

  private func tanhOfCells(_ reading: TextReading) -> Tensor {
    reading.records["c"]?.map { tanh($0) } ?? Tensor.zeros([1, 1])
  }

  /// The mean of a cell's values over the characters with a mark of 0 or 1.
  private func mean(_ values: [Float], _ marks: [Float], of mark: Float) -> Float {
    let own = zip(values, marks).filter { $1 == mark }.map(\.0)
    return own.reduce(0, +) / Float(max(1, own.count))
  }

  /// A page with as much speech as narration, by the cell and by the marks.
  private func page(
    _ book: LearntText, _ inside: [Float], from place: Int, _ cell: Int, _ sign: Float,
    _ correlation: Double
  ) throws -> FigureGrid {
    let range = try pageRange(book, inside, from: place)
    let before = LearntText.before
    let shown = try reading(book, range.lowerBound - before..<range.upperBound)
    let letters = Array(shown.text.dropFirst(before))
    func panel(_ title: String, _ values: [Float], _ unit: String) -> ColouredText {
      ColouredText(
        title: title, text: letters, values: values, columns: 80,
        scale: ColorScale(.symmetric, range: -1...1), unit: unit)
    }
    return FigureGrid(
      title: title,
      panels: [
        panel(
          "cell \(cell), r = \(correlation.short)",
          shown.course("c", unit: cell).dropFirst(before).map { sign * tanh($0) },
          sign < 0 ? "−tanh c" : "tanh c"),
        panel("the marks", inside[range].map { 2 * $0 - 1 }, "1 inside, −1 outside"),
      ], columns: 1,
      caption: "One layer, \(book.network.parameterCount) parameters, "
        + "\(book.trainingBits.count) steps of \(book.stepCharacters) characters. r is measured on "
        + "other text than the cell was picked on, and the page comes after both. ↵ ends a "
        + "paragraph.")
  }

  /// The first page after a place that begins a paragraph and is neither mostly speech nor mostly narration.
  private func pageRange(
    _ book: LearntText, _ inside: [Float], from place: Int
  ) throws -> Range<Int> {
    let length = 800
    let all = Array(book.heldText(0..<inside.count).unicodeScalars)
    let first = place + LearntText.before
    for start in stride(from: first, to: all.count - length, by: 1) {
      guard all[start - 1] == "\n", all[start - 2] == "\n" else { continue }
      let share = inside[start..<start + length].reduce(0, +) / Float(length)
      if share > 0.35, share < 0.65 { return start..<start + length }
    }
    throw FoveaError("the text held back has no page with as much speech as narration")
  }
}

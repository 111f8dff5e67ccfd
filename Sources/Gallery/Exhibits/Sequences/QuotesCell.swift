import Fovea
import Foundation

/// Whether one cell of a character model, or all together, keep in mind that a quotation is open (after Karpathy, Johnson &
/// Fei-Fei 2016).
struct QuotesCell: Exhibit {
  let name = "quotes-cell"
  let title = "Who remembers that a quotation is open?"
  let lectures: [Lecture] = [.ramakrishnan]
  let explanation = """
    A page of The Adventures of Sherlock Holmes that an LSTM has never read, coloured by tanh c of the one cell that goes along \
    best with being inside of quotation marks (a), by the best linear reading of all cells (b) and by the marks themselves (c). \
    Large models that were trained for hours have a cell whose colour changes at a mark and stays until the next, but this small \
    one has none after a minute, and all its cells together tell little more than chance (0.5 of the letters inside and outside): \
    a mark comes once in a hundred letters, so that remembering it saves few bits and is learnt late.
    """

  func obstacle(in studio: Studio) -> String? { StoredText.stories.obstacle }

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let book = try LearntText.learn(.stories, in: studio)
    let text = Array(book.corpus.decode(book.corpus.ids.map { Int($0) }).unicodeScalars)
    // The whole text says what is inside; a piece of it alone would not say whether it begins in a quotation.
    let inside = Array(
      TextFeature.quotation.values(of: text).suffix(book.held.ids.count))
    // Fitted where the story begins, measured where it ends: in its middle hardly anybody but one speaks.
    let count = min(studio.effort.part(of: 26_000, least: 8000), inside.count / 2)
    let (beginning, ending) = (0..<count, inside.count - count..<inside.count)
    let readers = try Readers(cells(book, beginning), inside: Array(inside[beginning]))
    let marks = Array(inside[ending])
    let told = readers.tell(try cells(book, ending))
    let scores = zip(told, readers.middles).map { Score($0, marks, middle: $1) }
    let share = Double(marks.reduce(0, +)) / Double(count)
    let names = ["the cell", "all cells"]
    let facts = zip(names, scores).flatMap { name, score in
      [
        Fact("correlation of \(name)", score.correlation),
        .share("letters told right by \(name), mean of inside and outside", score.balanced),
      ]
    }
    return [
      ExhibitFigure(
        name, try page(book, inside, from: ending.lowerBound, readers, scores),
        facts: facts + [
          Fact(
            "bits per character held back", book.heldBits[book.heldBits.count - 1].bits,
            .number(digits: 4)),
          Fact("bits per character, counting after two letters", book.countedBits[2]),
          .share("characters inside of quotation marks", share),
          Fact(
            "characters from mark to mark",
            Double(text.count)
              / Double(max(1, text.count { $0 == "\"" }))),
          .count("characters that it was measured on", count),
        ])
    ]
  }

  /// tanh c of all cells, `[characters, cells]`.
  private func cells(_ book: LearntText, _ range: Range<Int>) throws -> Tensor {
    let reading = try TextReading(
      book.heldText(range), by: book.network, corpus: book.corpus, records: ["c"])
    return reading.records["c"]?.map { tanh($0) } ?? Tensor.zeros([1, 1])
  }

  /// A page with as much speech as narration, by the cell, by all cells and by the marks.
  private func page(
    _ book: LearntText, _ inside: [Float], from place: Int, _ readers: Readers, _ scores: [Score]
  ) throws -> FigureGrid {
    let range = try pageRange(book, inside, from: place)
    let before = LearntText.before
    let told = readers.tell(try cells(book, range.lowerBound - before..<range.upperBound))
    func panel(_ title: String, _ values: [Float], _ unit: String) -> ColouredText {
      ColouredText(
        title: title, text: Array(book.heldText(range).unicodeScalars), values: values, columns: 80,
        scale: ColorScale(.symmetric, range: -1...1), unit: unit)
    }
    return FigureGrid(
      title: title,
      panels: [
        panel(
          "cell \(readers.cell), r = \(scores[0].correlation.short)",
          Array(told[0].dropFirst(before)), readers.sign < 0 ? "−tanh c" : "tanh c"),
        panel(
          "all \(readers.count) cells, r = \(scores[1].correlation.short)",
          told[1].dropFirst(before).map { max(-1, min(1, $0)) }, "linear reading"),
        panel("the marks", inside[range].map { 2 * $0 - 1 }, "1 inside, −1 outside"),
      ], columns: 1,
      caption: "One layer, \(book.network.parameterCount) parameters, "
        + "\(book.trainingBits.count) steps of \(book.stepCharacters) characters. The cell was picked "
        + "and the reading fitted (least squares) at the beginning of the last story; r is measured "
        + "at its end, where the page is from. ↵ ends a paragraph.")
  }

  /// The first page after a place that begins a paragraph and is neither mostly speech nor mostly narration.
  private func pageRange(
    _ book: LearntText, _ inside: [Float], from place: Int
  ) throws -> Range<Int> {
    let length = 640
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

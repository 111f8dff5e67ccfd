import Fovea

/// What a character model expects after each letter that it reads.
struct NextCharacters: Exhibit {
  let name = "next-characters"
  let title = "The five likeliest next characters"
  let lectures: [Lecture] = [.chopra, .ramakrishnan]
  let explanation = """
    Below each character of a play held back stand the five that the LSTM thinks likeliest to come next, on the ground of their \
    probability. The dark cells show where it is sure, more often within words than where a word begins, which makes pale \
    columns; the ● row marks where the likeliest was right.
    """

  func obstacle(in studio: Studio) -> String? { LearntPlays.obstacle }

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let plays = try LearntPlays.learn(in: studio)
    let count = 180
    let text = try plays.excerpt(count + 1, after: 60_000)
    let reading = try TextReading(text, by: plays.network, corpus: plays.corpus, records: [])
    let scale = ColorScale(range: 0...1)
    let first = LearntText.before
    let panels = stride(from: first, to: first + count, by: 60).map { start in
      ColouredText(
        rows: rows(reading, start..<start + 60, plays.corpus),
        rowLabels: ["read", "1st", "2nd", "3rd", "4th", "5th", "right"], scale: scale,
        colorMap: .blues, unit: "probability")
    }
    var (hits, among, sure) = (0, 0, [Double]())
    for position in first..<first + count {
      let top = reading.top(5, behind: position).map(\.id)
      hits += top[0] == reading.ids[position + 1] ? 1 : 0
      among += top.contains(reading.ids[position + 1]) ? 1 : 0
      sure.append(Double(reading.expected[position, top[0]]))
    }
    let shown: [Fact] = [
      .share("the likeliest is right", Double(hits) / Double(count)),
      .share("one of the five is right", Double(among) / Double(count)),
      .share("mean probability of the likeliest", sure.reduce(0, +) / Double(count)),
    ]
    let places = try sureness(plays, studio.effort.part(of: 6000, least: 2000))
    return [
      ExhibitFigure(
        name,
        FigureGrid(
          title: title, panels: panels, columns: 1, hasLetters: false,
          caption: "The same network as in 'An LSTM learns Shakespeare letter by letter'. ␣ is a "
            + "space, ↵ a line's end. Of the \(count) characters shown the likeliest was right "
            + "\(hits) times, one of the five \(among) times."),
        facts: shown + places)
    ]
  }

  /// How sure the network is of what comes next, by what comes: over more text than is shown.
  private func sureness(_ plays: LearntText, _ count: Int) throws -> [Fact] {
    let reading = try TextReading(
      plays.heldText(20_000..<20_000 + count), by: plays.network, corpus: plays.corpus,
      records: [])
    var sure: [String: [Double]] = [:]
    for position in LearntText.before..<count - 1 {
      let (own, next) = (reading.text[position], reading.text[position + 1])
      let place =
        next == "\n"
        ? "at a line's end"
        : !next.properties.isAlphabetic
          ? "at marks and spaces"
          : own.properties.isAlphabetic ? "within words" : "where a word begins"
      let likeliest = reading.expected.element(position).scalars.max() ?? 0
      sure[place, default: []].append(Double(likeliest))
    }
    return sure.sorted { $0.key < $1.key }.map { place, values in
      .share(
        "mean probability of the likeliest \(place)",
        values.mean)
    }
  }

  private func rows(
    _ reading: TextReading, _ range: Range<Int>, _ corpus: TextCorpus
  ) -> [[ColouredText.Cell]] {
    func letter(_ id: Int) -> String {
      let text = corpus.decode([id])
      return text == " " ? "␣" : text
    }
    let tops = range.map { reading.top(5, behind: $0) }
    var rows = [range.map { ColouredText.Cell(letter(reading.ids[$0])) }]
    for rank in 0..<5 {
      rows.append(tops.map { ColouredText.Cell(letter($0[rank].id), $0[rank].probability) })
    }
    rows.append(
      zip(range, tops).map { position, top in
        ColouredText.Cell(top[0].id == reading.ids[position + 1] ? "●" : " ")
      })
    return rows
  }
}

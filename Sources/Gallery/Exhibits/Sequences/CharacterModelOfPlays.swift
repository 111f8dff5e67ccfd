import Fovea

/// What an LSTM learns of Shakespeare's plays, letter by letter, and what it writes.
struct CharacterModelOfPlays: Exhibit {
  let name = "character-model"
  let title = "An LSTM learns Shakespeare letter by letter"
  let lectures: [Lecture] = [.chopra, .ramakrishnan]
  let explanation = """
    The bits that each next character costs an LSTM that reads the plays, in training and on The Winter's Tale, which is held \
    back, beside what counting the characters before costs there, and then what the trained network writes at three \
    temperatures. Lower is better and knowing nothing would cost log₂ of the vocabulary; grounds are dark where the network \
    itself found its character likely, so a low temperature gives dark and tame text and a high one pale and wild, until at 1.2 \
    it falls into digits and signs that the plays hardly have and does not find back.
    """

  func obstacle(in studio: Studio) -> String? { LearntPlays.obstacle }

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let plays = try LearntPlays.learn(in: studio)
    let steps = Double(plays.stepCharacters) / 1e6
    let palette = Theme.standard.palette
    var chart = LineChart(
      title: title, xLabel: "characters read in millions", yLabel: "bits per character",
      series: [
        Series(
          name: "training",
          points: plays.trainingBits.enumerated().map {
            Point(Double($0.offset + 1) * steps, $0.element)
          }, color: palette[0], smoothing: 0.9),
        Series(
          name: "held back",
          points: plays.heldBits.map { Point(Double($0.characters) / 1e6, $0.bits) },
          color: palette[1], showsPoints: true),
      ],
      marks: zip(["counting letters", "after one letter", "after two"], plays.countedBits).map {
        .horizontal($1, $0)
      },
      caption: "One layer of \(hidden(plays)) units, "
        + "\(plays.network.parameterCount) parameters, \(plays.trainingBits.count) steps of "
        + "\(plays.stepCharacters) characters, states carried from step to step, seed \(studio.seed). "
        + "Held back: on pieces spread over the play, the last point on all \(plays.held.ids.count) "
        + "characters of it, as counting is."
    )
    chart.plotSize = Size(440, 230)
    let last = plays.heldBits[plays.heldBits.count - 1].bits
    let texts = try samples(plays, studio)
    return [
      ExhibitFigure(
        name, chart,
        facts: [
          Fact("bits per character held back, at last", last, .number(digits: 4)),
          Fact("bits per character held back, at first", plays.heldBits[0].bits),
          Fact("counting letters", plays.countedBits[0]),
          Fact("counting after one letter", plays.countedBits[1]),
          Fact("counting after two letters", plays.countedBits[2]),
          .count("characters held back", plays.held.ids.count),
          .count("characters read", plays.trainingBits.count * plays.stepCharacters),
          .count("parameters", plays.network.parameterCount),
        ]),
      texts,
    ]
  }

  private func hidden(_ plays: LearntText) -> Int {
    plays.network.nodes(of: Recurrent.self).first?.operation.hidden ?? 0
  }

  private static let columns = 64

  /// What it writes, each letter on the ground of its own probability.
  private func samples(_ plays: LearntText, _ studio: Studio) throws -> ExhibitFigure {
    let writer = TextWriter(plays.network, corpus: plays.corpus)
    let prompt = "\n\n"
    let words = plays.corpus.words
    var panels: [any Figure] = []
    var facts: [Fact] = []
    for (index, temperature) in [0.3, 0.8, 1.2].enumerated() {
      let text = try writer.write(
        420, after: prompt, temperature: temperature, seed: studio.seed &+ UInt64(index) &+ 1)
      let reading = try TextReading(
        prompt + text, by: plays.network, corpus: plays.corpus, records: [])
      let first = prompt.unicodeScalars.count
      let likely = (first..<reading.ids.count).map { position in
        reading.expected[position - 1, reading.ids[position]]
      }
      var panel = ColouredText(
        title: "temperature \(temperature.short)", text: Array(text.unicodeScalars),
        values: likely, columns: Self.columns, scale: ColorScale(range: 0...1), colorMap: .blues,
        unit: "probability")
      // All panels are as wide, and their bars stand below each other.
      panel.rows[0] += Array(
        repeating: ColouredText.Cell(" "), count: Self.columns - panel.rows[0].count)
      panels.append(panel)
      facts.append(
        Fact(
          "mean probability of its letters at temperature \(temperature.short)",
          likely.reduce(0.0) { $0 + Double($1) } / Double(likely.count)))
      // The last word may be cut off.
      let own = text.lettersOnly.dropLast()
      facts.append(
        Fact(
          "words that the plays have, in %, at temperature \(temperature.short)",
          (100 * Double(own.count { words.contains($0) }) / Double(max(1, own.count))).rounded()))
    }
    return ExhibitFigure(
      "\(name)-samples",
      FigureGrid(
        title: "What the network writes", panels: panels, columns: 1, hasLetters: false,
        caption: "Each begins after an empty line; ↵ ends a line, longer lines are broken."),
      facts: facts)
  }
}

extension String {
  /// The runs of English letters and apostrophes.
  var lettersOnly: [String] {
    utf8.split { !isOfWord(UInt32($0)) }.map { String(decoding: $0, as: UTF8.self) }
  }
}

extension TextCorpus {
  /// The different runs of English letters and apostrophes; only these are decoded, not the whole text.
  fileprivate var words: Set<String> {
    let isLetter = vocabulary.map { isOfWord($0.value) }
    let runs = Set(ids.split { !isLetter[Int($0)] })
    return Set(runs.map { run in decode(run.map { Int($0) }) })
  }
}

/// Whether a character belongs to a word: an English letter or an apostrophe.
private func isOfWord(_ code: UInt32) -> Bool {
  (65...90).contains(code) || (97...122).contains(code) || code == 39
}

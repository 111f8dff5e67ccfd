import Fovea
import Foundation

/// e to a number.
func exponential(_ value: Double) -> Double { exp(value) }

/// Words tagged as they are read: as many answers as words, each at its own step.
struct AlignedTags: SequenceForm {
  let title = "many to many, aligned"
  let file = "aligned"

  func learn(in studio: Studio) throws -> FormOutcome {
    let count = studio.effort.part(of: 8000, least: 4000)
    let task = AmbiguousTagging(count: count, seed: studio.seed)
    let held = AmbiguousTagging(count: 500, seed: studio.seed &+ 1)
    var trainer = try Trainer(
      try Self.network(studio.seed), optimizer: Adam(learningRate: 1e-2), batchSize: 32,
      clipping: .norm(1), seed: studio.seed)
    try trainer.fit(task, epochs: 1)
    let result = try Evaluation(of: trainer.network, on: held, keepsProbabilities: false)
    let (inputs, targets) = held.batch(Array(0..<6))
    let plan = try Plan(trainer.network, batch: 6)
    try plan.setInput(trainer.network.inputs[0].name, to: inputs)
    try plan.run()
    let tags = AmbiguousTagging.tags
    let best = plan.value(of: trainer.network.outputs[0])
      .reshaped(to: [6 * AmbiguousTagging.length, tags.count]).argmaxOfRows()
    var rows: [[ColouredText.Cell]] = []
    for sample in 0..<6 {
      let steps = (0..<AmbiguousTagging.length).filter { targets[sample, $0] >= 0 }
      rows.append(
        steps.map { ColouredText.Cell(AmbiguousTagging.words[Int(inputs[sample, $0])]) })
      rows.append(
        steps.map { step in
          let answer = best[sample * AmbiguousTagging.length + step]
          return self.answer(tags[answer], isRight: answer == Int(targets[sample, step]))
        })
    }
    return FormOutcome(
      score: result.accuracy ?? .nan, chance: Self.commonest(task, held),
      figure: answers(
        "many to many, aligned: a tag for each word", rows, ["read", "tags"],
        "An Elman network of 32 units on 12-dimensional embeddings, reading from left to right; orange "
          + "tags are wrong. Most words have several parts of speech: the best tag for each word by "
          + "itself is 'guessing'."))
  }

  /// An embedding, an Elman layer and scores of tags: also what the random field stands on.
  static func network(_ seed: UInt64) throws(FoveaError) -> Network {
    try Network(input: .indices(length: AmbiguousTagging.length), seed: seed) {
      Embedding("words", vocabulary: AmbiguousTagging.words.count, size: 12)
      ElmanRNN("reader", hidden: 32)
      Dense("tags", AmbiguousTagging.tags.count, initializer: .glorotUniform)
    }
  }

  /// The accuracy of each word's commonest tag.
  static func commonest(_ task: AmbiguousTagging, _ held: AmbiguousTagging) -> Double {
    let tags = AmbiguousTagging.tags.count
    var counts = Array(
      repeating: [Int](repeating: 0, count: tags), count: AmbiguousTagging.words.count)
    let (inputs, targets) = task.batch(Array(0..<min(task.count, 1000)))
    for (word, tag) in zip(inputs.scalars, targets.scalars) where tag >= 0 {
      counts[Int(word)][Int(tag)] += 1
    }
    let best = counts.map { row in row.indices.max { row[$0] < row[$1] } ?? 0 }
    let (words, wanted) = held.batch(Array(0..<held.count))
    let pairs = zip(words.scalars, wanted.scalars).filter { $0.1 >= 0 }
    return Double(pairs.filter { best[Int($0.0)] == Int($0.1) }.count) / Double(pairs.count)
  }
}

/// French to English: a GRU reads the sentence, another writes its translation from the first one's last state.
struct Translation: SequenceForm {
  let title = "many to many, shifted"
  let file = "shifted"

  func learn(in studio: Studio) throws -> FormOutcome {
    let count = studio.effort.part(of: 24_000, least: 8000)
    let task = ToyTranslation(count: count, seed: studio.seed)
    var trainer = try Trainer(
      try network(studio.seed), optimizer: Adam(learningRate: 1e-2),
      schedule: .cosine(steps: (count + 31) / 32), batchSize: 32, clipping: .norm(1),
      seed: studio.seed)
    try trainer.fit(task, epochs: 1)
    let held = ToyTranslation(count: 400, seed: studio.seed &+ 1)
    let (inputs, targets) = held.batch(Array(0..<400))
    let written = try write(inputs, trainer.network)
    let steps = ToyTranslation.lengths.target
    let hits = (0..<400).filter { sample in
      (0..<steps).allSatisfy { step in
        let wanted = targets[sample, step]
        return wanted < 0 || written[sample][step] == Int(wanted)
      }
    }
    var rows: [[ColouredText.Cell]] = []
    for sample in 0..<6 {
      let french = (0..<ToyTranslation.lengths.source).map { Int(inputs[sample, $0]) }
        .filter { $0 > 0 }
      rows.append(french.map { ColouredText.Cell(ToyTranslation.words[$0]) })
      let english = written[sample].prefix { $0 != 2 }
      rows.append(
        english.enumerated().map { step, id in
          answer(ToyTranslation.words[id], isRight: id == Int(targets[sample, step]))
        })
    }
    return FormOutcome(
      score: Double(hits.count) / 400, chance: 1.0 / (16 * 5 * 5 * 24 * 5),
      figure: answers(
        "many to many, shifted: French to English", rows, ["read", "written"],
        "Encoder and decoder are GRUs of 96 units; the decoder reads its own words when it is tested. "
          + "Adjectives change their place, articles lose their gender. Sentences held out; orange "
          + "words are wrong."))
  }

  private func network(_ seed: UInt64) throws(FoveaError) -> Network {
    let (source, target) = ToyTranslation.lengths
    return try Network(seed: seed) { (graph: inout Network) throws(FoveaError) in
      let sentence = try graph.input("sentence", .indices(length: source + target))
      let words = try graph.apply(
        Embedding("words", vocabulary: ToyTranslation.words.count, size: 32), to: sentence)
      let french = try graph.add(Slicing(axis: 1, start: 0, count: source), to: [words])
      let read = try graph.apply(
        GRU("encoder", hidden: 96, returnsSequence: false), to: french)
      let english = try graph.add(Slicing(axis: 1, start: source, count: target), to: [words])
      let written = try graph.apply(
        GRU("decoder", hidden: 96, initialStates: [read]), to: english)
      graph.output(
        try graph.apply(
          Dense("next", ToyTranslation.words.count, initializer: .glorotUniform), to: written))
    }
  }

  /// The likeliest words one after another, each read back by the decoder.
  private func write(_ inputs: Tensor, _ network: Network) throws(FoveaError) -> [[Int]] {
    let (source, target) = ToyTranslation.lengths
    let count = inputs.shape[0]
    var inputs = inputs
    for sample in 0..<count {
      for step in 1..<target { inputs[sample, source + step] = 0 }
    }
    let plan = try Plan(network, batch: count)
    var answers = [[Int]](repeating: [], count: count)
    for step in 0..<target {
      try plan.setInput("sentence", to: inputs)
      try plan.run()
      let scores = plan.value(of: network.outputs[0])
      let best = scores.reshaped(to: [count * target, scores.shape[2]]).argmaxOfRows()
      for sample in 0..<count {
        answers[sample].append(best[sample * target + step])
        if step + 1 < target {
          inputs[sample, source + step + 1] = Float(best[sample * target + step])
        }
      }
    }
    return answers
  }
}

extension SequenceForm {
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

  /// An answer, on orange ground where it is wrong.
  func answer(_ word: String, isRight: Bool) -> ColouredText.Cell {
    ColouredText.Cell(word, ground: isRight ? Color(0xEAF3F8) : Color(0xF2A65A))
  }
}

import Fovea

/// Words tagged as they are read: as many answers as words, each at its own step.
struct AlignedTags: CellForm {
  let title = "many to many, aligned"
  let file = "aligned"
  let wanted = 0.95
  let cell = FadeExperiment.Cell.elman

  func learn(in studio: Studio) throws -> FormOutcome {
    let told = try answers(of: cell, in: studio)
    let score = Double(told.hits.joined().count { $0 }) / Double(told.hits.joined().count)
    let wrong = Set(told.hits.indices.filter { told.hits[$0].contains(false) })
    let (inputs, _) = told.held
    var rows: [[ColouredText.Cell]] = []
    for sample in shown(wrong: wrong, of: told.hits.count) {
      let steps = told.hits[sample].indices
      rows.append(
        steps.map { ColouredText.Cell(AmbiguousTagging.words[Int(inputs[sample, $0])]) })
      rows.append(
        steps.map {
          answer(AmbiguousTagging.tags[told.tags[sample][$0]], isRight: told.hits[sample][$0])
        })
    }
    var outcome = FormOutcome(
      score: score, chance: Self.commonest(told.task, told.held),
      figure: answers(
        "many to many, aligned: a tag for each word", rows, ["read", "tags"],
        "An Elman network of 32 units on 12-dimensional embeddings, reading from left to right; orange "
          + "tags are wrong. " + right(score, of: told.hits.joined().count, "tags")
          + " None of these sentences was learnt; most words have several parts of speech, and the "
          + "best tag for each word by itself is 'guessing'."))
    outcome.known = told.known
    return outcome
  }

  func score(of cell: FadeExperiment.Cell, in studio: Studio) throws -> Double {
    let hits = try answers(of: cell, in: studio).hits.joined()
    return Double(hits.count { $0 }) / Double(hits.count)
  }

  /// What a network answers to sentences that it never read.
  private struct Told {
    let task: AmbiguousTagging
    let held: (inputs: Tensor, targets: Tensor)
    /// By sentence and word.
    let tags: [[Int]]
    let hits: [[Bool]]
    /// How many of the sentences training had.
    let known: Int
  }

  private func answers(of cell: FadeExperiment.Cell, in studio: Studio) throws -> Told {
    let task = Self.lessons(studio)
    var trainer = try Trainer(
      try Self.network(cell, studio.seed), optimizer: Adam(learningRate: 1e-2), batchSize: 32,
      clipping: .norm(1), seed: studio.seed)
    try trainer.fit(task, epochs: 1)
    let (held, known) = Self.unread(studio, task, drawn: 800)
    let count = held.inputs.shape[0]
    let plan = try Plan(trainer.network, batch: count)
    try plan.setInput(trainer.network.inputs[0].name, to: held.inputs)
    try plan.run()
    let length = AmbiguousTagging.length
    let best = plan.value(of: trainer.network.outputs[0])
      .reshaped(to: [count * length, AmbiguousTagging.tags.count]).argmaxOfRows()
    let paths = Self.paths(held.targets)
    let tags = paths.indices.map { sample in
      Array(best[sample * length..<sample * length + paths[sample].count])
    }
    let hits = zip(tags, paths).map { own, path in zip(own, path).map { $0 == $1 } }
    return Told(task: task, held: held, tags: tags, hits: hits, known: known)
  }

  /// The sentences that are learnt, also with the random field.
  static func lessons(_ studio: Studio) -> AmbiguousTagging {
    AmbiguousTagging(count: studio.effort.part(of: 8000, least: 4000), seed: studio.seed)
  }

  /// Of so many sentences of another seed those that are not among the learnt ones, and how many of them are: none.
  static func unread(
    _ studio: Studio, _ task: AmbiguousTagging, drawn: Int
  ) -> (held: (inputs: Tensor, targets: Tensor), known: Int) {
    let other = AmbiguousTagging(count: drawn, seed: studio.seed &+ 1)
    let held = other.batch(other.samples(unlike: task))
    let learnt = task.batch(Array(0..<task.count)).inputs
    let rows = Set((0..<task.count).map { learnt.element($0).scalars })
    let known = (0..<held.inputs.shape[0]).count { rows.contains(held.inputs.element($0).scalars) }
    return (held, known)
  }

  /// The right tags of each sentence.
  static func paths(_ targets: Tensor) -> [[Int]] {
    (0..<targets.shape[0]).map { sample in
      targets.element(sample).scalars.prefix { $0 >= 0 }.map { Int($0) }
    }
  }

  /// An embedding, a recurrent layer and scores of tags: also what the random field stands on.
  static func network(
    _ cell: FadeExperiment.Cell, _ seed: UInt64
  ) throws(FoveaError) -> Network {
    try Network(input: .indices(length: AmbiguousTagging.length), seed: seed) {
      Embedding("words", vocabulary: AmbiguousTagging.words.count, size: 12)
      Sequential([cell.layer("reader", hidden: 32)])
      Dense("tags", AmbiguousTagging.tags.count, initializer: .glorotUniform)
    }
  }

  /// The accuracy of each word's commonest tag.
  static func commonest(
    _ task: AmbiguousTagging, _ held: (inputs: Tensor, targets: Tensor)
  ) -> Double {
    let tags = AmbiguousTagging.tags.count
    var counts = Array(
      repeating: [Int](repeating: 0, count: tags), count: AmbiguousTagging.words.count)
    let (inputs, targets) = task.batch(Array(0..<min(task.count, 1000)))
    for (word, tag) in zip(inputs.scalars, targets.scalars) where tag >= 0 {
      counts[Int(word)][Int(tag)] += 1
    }
    let best = counts.map { row in row.indices.max { row[$0] < row[$1] } ?? 0 }
    let pairs = zip(held.inputs.scalars, held.targets.scalars).filter { $0.1 >= 0 }
    return Double(pairs.filter { best[Int($0.0)] == Int($0.1) }.count) / Double(pairs.count)
  }
}

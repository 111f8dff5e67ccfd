import Fovea

/// French to English: a GRU reads the sentence, another writes its translation from the first one's last state.
struct Translation: SequenceForm {
  let title = "many to many, shifted"
  let file = "shifted"
  let wanted = 0.95

  func learn(in studio: Studio) throws -> FormOutcome {
    let lessons = studio.effort.part(of: 24_000, least: 8000)
    let task = ToyTranslation(count: lessons, seed: studio.seed)
    var trainer = try Trainer(
      try network(studio.seed), optimizer: Adam(learningRate: 1e-2),
      schedule: .cosine(steps: (lessons + 31) / 32), batchSize: 32, clipping: .norm(1),
      seed: studio.seed)
    try trainer.fit(task, epochs: 1)
    // Half of another seed's sentences are among those learnt.
    let other = ToyTranslation(count: 1000, seed: studio.seed &+ 1)
    let (inputs, targets) = other.batch(Array(other.samples(unlike: task).prefix(400)))
    let count = inputs.shape[0]
    let written = try write(inputs, trainer.network)
    let steps = ToyTranslation.lengths.target
    let wrong = (0..<count).filter { sample in
      !(0..<steps).allSatisfy { step in
        let wanted = targets[sample, step]
        return wanted < 0 || written[sample][step] == Int(wanted)
      }
    }
    let score = 1 - Double(wrong.count) / Double(count)
    var rows: [[ColouredText.Cell]] = []
    for sample in shown(wrong: Set(wrong), of: count) {
      let french = (0..<ToyTranslation.lengths.source).map { Int(inputs[sample, $0]) }
        .filter { $0 > 0 }
      rows.append(french.map { ColouredText.Cell(ToyTranslation.words[$0]) })
      let english = written[sample].prefix { $0 != 2 }
      rows.append(
        english.enumerated().map { step, id in
          answer(ToyTranslation.words[id], isRight: id == Int(targets[sample, step]))
        })
    }
    var outcome = FormOutcome(
      score: score, chance: ToyTranslation.likeliestShare,
      figure: answers(
        "many to many, shifted: French to English", rows, ["read", "written"],
        "Encoder and decoder are GRUs of 96 units; the decoder reads its own words when it is tested. "
          + "Adjectives change their place, articles lose their gender. "
          + (wrong.isEmpty ? "" : "Orange words are wrong. ")
          + right(score, of: count, "sentences") + " None of them was learnt."))
    outcome.known = known(inputs, task)
    return outcome
  }

  /// How many sentences are among those learnt.
  private func known(_ inputs: Tensor, _ task: ToyTranslation) -> Int {
    let learnt = task.batch(Array(0..<task.count)).inputs
    let rows = Set((0..<task.count).map { learnt.element($0).scalars })
    return (0..<inputs.shape[0]).count { rows.contains(inputs.element($0).scalars) }
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

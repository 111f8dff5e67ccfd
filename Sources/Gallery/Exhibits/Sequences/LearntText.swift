import Fovea

/// A character model of a text: what several exhibits look into.
struct LearntText: Sendable {
  /// The text with its vocabulary.
  let corpus: TextCorpus
  /// The last play or story, which was not learnt.
  let held: TextCorpus
  /// The trained network.
  let network: Network
  /// Bits per character of each step in training.
  let trainingBits: [Double]
  /// Bits per character on the text held back, by characters read: on pieces spread over it, at last on all of it.
  let heldBits: [(characters: Int, bits: Double)]
  /// The characters of a training step.
  let stepCharacters: Int
  /// Bits per character on all of the text held back by counting the 0, 1, 2 characters before.
  let countedBits: [Double]

  /// The model with the studio's seed and effort, trained at the first call.
  ///
  /// - Throws: `FoveaError` where the text is missing; what training throws.
  static func learn(_ text: StoredText, in studio: Studio) throws -> LearntText {
    try studio.once("characters of \(text.name)") { try train(text, studio) }
  }

  private static func train(_ text: StoredText, _ studio: Studio) throws -> LearntText {
    if let obstacle = text.obstacle { throw FoveaError(obstacle) }
    let corpus = try TextCorpus.read(text.path)
    let (training, held) = try corpus.split(from: text.heldFrom)
    // Little work is spent on a little network, which learns more in the time.
    let isSmall = studio.effort.scale < 0.2
    let model = CharacterModel(
      vocabulary: corpus.vocabulary.count, embedding: isSmall ? 32 : 64,
      hidden: isSmall ? 96 : 256)
    let streams = try TextStreams(training, rows: 32, length: isSmall ? 32 : text.length)
    let steps = isSmall ? 120 : studio.effort.part(of: text.steps)
    let trainer = try StreamTrainer(
      try model.network(seed: studio.seed).scaling("characters.weight", by: 0.1),
      streams: streams,
      optimizer: Adam(learningRate: isSmall ? 1e-2 : 5e-3))
    let check = try pieces(of: held, rows: 32, length: 64, batches: isSmall ? 2 : 12)
    let schedule = Schedule.cosine(steps: steps)
    var heldBits = [(0, try trainer.bits(of: check))]
    for step in 0..<steps {
      try trainer.run(slowedBy: schedule.factor(step: step))
      guard step + 1 == steps || (step + 1).isMultiple(of: max(1, steps / 10)) else { continue }
      // What counting needs is measured on all of it, and so is what it is compared to.
      let bits = try trainer.bits(
        of: step + 1 < steps ? check : TextStreams(held, rows: 32, length: 64))
      heldBits.append(((step + 1) * streams.batchCharacters, bits))
      studio.report("step \(step + 1) of \(steps): \(bits.short(4)) bits per character held back")
    }
    return LearntText(
      corpus: corpus, held: held, network: trainer.network, trainingBits: trainer.bits,
      heldBits: heldBits, stepCharacters: streams.batchCharacters,
      countedBits: try (0...2).map { try NGramModel(training, order: $0).bits(of: held) })
  }

  /// Pieces of the text held back, at equal distances, as streams so many batches long.
  private static func pieces(
    of held: TextCorpus, rows: Int, length: Int, batches: Int
  ) throws(FoveaError) -> TextStreams {
    let distance = held.ids.count / rows
    let size = min(distance, length * batches + 1)
    let ids = (0..<rows).flatMap { held.ids[$0 * distance..<$0 * distance + size] }
    let part = try TextCorpus(held.decode(ids.map { Int($0) }), vocabulary: held.vocabulary)
    return try TextStreams(part, rows: rows, length: length)
  }

  /// Characters of the text held back, from a place on.
  func heldText(_ range: Range<Int>) -> String {
    held.decode(held.ids[range].map { Int($0) })
  }

  /// How many characters are read before an excerpt: a network that has just begun knows nothing of where it is.
  static let before = 200
}

extension Network {
  /// A copy with a parameter's values multiplied: small first vectors end as what was learnt, not as the noise they began as.
  func scaling(_ parameter: String, by factor: Float) throws(FoveaError) -> Network {
    let position = try parameterPosition(parameter)
    var network = self
    network.setWeights(weights[position].map { factor * $0 }, at: position)
    return network
  }
}

import Fovea
import Foundation

/// A character model of Shakespeare's plays: what several exhibits look into.
struct LearntPlays: Sendable {
  /// The vocabulary.
  let corpus: TextCorpus
  /// The end of the text, which was not learnt.
  let held: TextCorpus
  /// The trained network.
  let network: Network
  /// Bits per character of each step in training.
  let trainingBits: [Double]
  /// Bits per character on the text held back, by characters read.
  let heldBits: [(characters: Int, bits: Double)]
  /// The characters of a training step.
  let stepCharacters: Int
  /// Bits per character by counting the 0, 1, 2 characters before.
  let countedBits: [Double]

  /// Where `scripts/fetch-text.sh` puts the text.
  static var path: String {
    let environment = ProcessInfo.processInfo.environment
    let cache = environment["XDG_CACHE_HOME"] ?? (environment["HOME"] ?? ".") + "/.cache"
    return "\(cache)/fovea/text/shakespeare.txt"
  }

  /// How to get the text where it is not there.
  static var obstacle: String? {
    FileManager.default.fileExists(atPath: path)
      ? nil : "Shakespeare's plays are not there, scripts/fetch-text.sh fetches them"
  }

  /// The model with the studio's seed and effort, trained at the first call.
  ///
  /// - Throws: `FoveaError` where the text is missing; what training throws.
  static func learn(in studio: Studio) throws -> LearntPlays {
    try studio.once("characters of Shakespeare's plays") { try train(studio) }
  }

  private static func train(_ studio: Studio) throws -> LearntPlays {
    if let obstacle { throw FoveaError(obstacle) }
    let corpus = try TextCorpus.read(path)
    let (training, held) = corpus.split(validationShare: 0.05)
    // Little work is spent on a little network, which learns more in the time.
    let isSmall = studio.effort.scale < 0.2
    let model = CharacterModel(
      vocabulary: corpus.vocabulary.count, embedding: isSmall ? 32 : 64,
      hidden: isSmall ? 96 : 256)
    let streams = try TextStreams(training, rows: 32, length: isSmall ? 32 : 64)
    let steps = isSmall ? 120 : studio.effort.part(of: 1500)
    let trainer = try StreamTrainer(
      try model.network(seed: studio.seed).scaling("characters.weight", by: 0.1),
      streams: streams,
      optimizer: Adam(learningRate: isSmall ? 1e-2 : 5e-3))
    let check = try part(of: held, rows: 32, length: 64, batches: isSmall ? 2 : 12)
    let schedule = Schedule.cosine(steps: steps)
    var heldBits = [(0, try trainer.bits(of: check))]
    for step in 0..<steps {
      try trainer.run(slowedBy: schedule.factor(step: step))
      guard (step + 1).isMultiple(of: max(1, steps / 10)) else { continue }
      let bits = try trainer.bits(of: check)
      heldBits.append(((step + 1) * streams.batchCharacters, bits))
      studio.report("step \(step + 1) of \(steps): \(bits.short(4)) bits per character held back")
    }
    return LearntPlays(
      corpus: corpus, held: held, network: trainer.network, trainingBits: trainer.bits,
      heldBits: heldBits, stepCharacters: streams.batchCharacters,
      countedBits: try (0...2).map { try NGramModel(training, order: $0).bits(of: held) })
  }

  /// Streams of the text held back, so many batches long.
  private static func part(
    of held: TextCorpus, rows: Int, length: Int, batches: Int
  ) throws(FoveaError) -> TextStreams {
    let share = Double(rows * (length * batches + 1)) / Double(held.ids.count)
    let part = held.split(validationShare: max(0, 1 - share)).training
    return try TextStreams(part, rows: rows, length: length)
  }

  /// Characters of the text held back, from a place on.
  func heldText(_ range: Range<Int>) -> String {
    held.decode(held.ids[range].map { Int($0) })
  }

  /// How many characters are read before an excerpt: a network that has just begun knows nothing of where it is.
  static let before = 200

  /// A piece of the text held back that begins with a speaker and has a stage direction in it, behind `before` characters.
  ///
  /// - Throws: `FoveaError` where there is none.
  func excerpt(_ length: Int, after place: Int) throws(FoveaError) -> String {
    let all = Array(heldText(place..<held.ids.count).unicodeScalars)
    for start in all.indices.dropFirst(Self.before) where start + length < all.count {
      guard all[start - 1] == "\n", all[start - 2] == "\n" else { continue }
      let piece = all[start..<start + length]
      let bracket = piece.firstIndex(of: "[").map { $0 - start } ?? 0
      if bracket > length / 4, bracket < length / 2, piece.first?.properties.isUppercase == true {
        return String(String.UnicodeScalarView(all[start - Self.before..<start + length]))
      }
    }
    throw FoveaError("there is no speech with a stage direction in the text held back")
  }
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

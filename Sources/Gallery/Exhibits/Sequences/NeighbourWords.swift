import Fovea

/// Vectors of words, learnt by telling a word from the two before and the two after.
struct NeighbourWords {
  let words: [String]
  let vectors: Tensor
  let samples: Int

  /// Learns the commonest words of a text's first part; all others are one word.
  static func learn(
    _ text: String, limit: Int, vocabulary: Int, seed: UInt64
  ) throws -> NeighbourWords {
    let all = text.lowercased().lettersOnly.prefix(limit)
    var counts: [String: Int] = [:]
    for word in all { counts[word, default: 0] += 1 }
    let common = counts.sorted { ($0.value, $1.key) > ($1.value, $0.key) }
      .prefix(vocabulary - 1).map(\.key)
    let ids = Dictionary(uniqueKeysWithValues: common.enumerated().map { ($1, $0 + 1) })
    let sequence = all.map { ids[$0] ?? 0 }
    var (inputs, targets): ([Float], [Float]) = ([], [])
    for place in stride(from: 2, to: sequence.count - 2, by: 1) where sequence[place] > 0 {
      for offset in [-2, -1, 1, 2] { inputs.append(Float(sequence[place + offset])) }
      targets.append(Float(sequence[place]))
    }
    let samples = try TensorSamples(
      inputs: Tensor(shape: [targets.count, 4], scalars: inputs), targets: Tensor(targets),
      classCount: vocabulary)
    // Each place around the word has weights of its own: "the …" is not "… the".
    let network = try Network(input: .indices(length: 4), seed: seed) {
      Embedding("words", vocabulary: vocabulary, size: 24)
      Flatten()
      Dense("word", vocabulary, initializer: .glorotUniform)
    }.scaling("words.weight", by: 0.1)
    let epochs = 2
    var trainer = try Trainer(
      network, optimizer: Adam(learningRate: 3e-3),
      schedule: .cosine(steps: epochs * ((targets.count + 255) / 256)), batchSize: 256, seed: seed)
    try trainer.fit(samples, epochs: epochs)
    return NeighbourWords(
      words: ["…"] + common,
      vectors: try trainer.network.weights(of: "words.weight"), samples: targets.count)
  }
}

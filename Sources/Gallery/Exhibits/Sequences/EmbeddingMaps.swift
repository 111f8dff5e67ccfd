import Fovea

/// Vectors of letters and words that networks learnt while reading, in the plane.
struct EmbeddingMaps: Exhibit {
  let name = "embedding-maps"
  let title = "What embeddings learn of letters and words"
  let lectures: [Lecture] = [.ramakrishnan]
  let explanation = """
    The vectors of letters in the character model of Shakespeare's plays and of words in a model that tells a word from its \
    four neighbours there, projected onto their first two principal components and laid out by t-SNE. Nobody told the \
    networks what a vowel or a pronoun is: what stands near each other is used alike, so vowels, consonants and marks part \
    with each capital beside its small letter, and words gather by their part of speech.
    """

  func obstacle(in studio: Studio) -> String? { LearntPlays.obstacle }

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    [try letters(studio), try words(studio)]
  }

  // MARK: - Letters

  private func letters(_ studio: Studio) throws -> ExhibitFigure {
    let plays = try LearntPlays.learn(in: studio)
    let table = try plays.network.weights(of: "characters.weight")
    // Digits and other marks that hardly occur have learnt nothing.
    let kept = plays.corpus.vocabulary.indices.filter { id in
      let scalar = plays.corpus.vocabulary[id]
      return scalar.properties.isAlphabetic || " \n,.;:!?'-[]".unicodeScalars.contains(scalar)
    }
    let points = table.gathering(kept)
    let names = kept.map { plays.corpus.vocabulary[$0] }
    let groups = names.map { scalar -> Int in
      let isVowel = "aeiouAEIOU".unicodeScalars.contains(scalar)
      if scalar.properties.isLowercase { return isVowel ? 0 : 1 }
      if scalar.properties.isUppercase { return isVowel ? 3 : 2 }
      return 4
    }
    let labels = names.map { $0 == " " ? "␣" : $0 == "\n" ? "↵" : String(Character($0)) }
    let titles = ["vowels", "consonants", "capital consonants", "capital vowels", "marks"]
    let (panels, places) = try maps(
      points, labels, groups, titles, perplexity: 8, steps: studio.effort.part(of: 500, least: 250))
    return ExhibitFigure(
      "\(name)-letters",
      FigureGrid(
        title: "Letters", panels: panels,
        caption: "Embedding of \(table.shape[1]) numbers for each character. ␣ is a space, ↵ a "
          + "line's end; digits and rare marks are left out."),
      facts: facts(places, groups.map { [0, 1, 1, 0, 2][$0] }, "letters"))
  }

  // MARK: - Words

  private static let groups: [(String, String)] = [
    ("pronouns", "i you he she it we they me him her us them thou thee"),
    ("possessives", "my your his our their thy mine thine"),
    ("prepositions", "of in to for with from by on upon at"),
    ("verbs of being and may", "is are was be am were art will shall would should may can must"),
    ("nouns of people", "king lord man sir lady father son brother queen duke master prince"),
    ("verbs", "come go speak know think see make give take tell say hear"),
  ]

  private func words(_ studio: Studio) throws -> ExhibitFigure {
    let plays = try LearntPlays.learn(in: studio)
    let count = studio.effort.part(of: 300_000, least: 40_000)
    // A word and what parts it from the next are seven characters at most, on average.
    let text = plays.corpus.decode(plays.corpus.ids.prefix(7 * count).map { Int($0) })
    let vocabulary = studio.effort.scale < 0.2 ? 150 : 400
    let learnt = try studio.training {
      try NeighbourWords.learn(text, limit: count, vocabulary: vocabulary, seed: studio.seed)
    }
    var (labels, groups, rows): ([String], [Int], [Int]) = ([], [], [])
    for (group, entry) in Self.groups.enumerated() {
      for word in entry.1.split(separator: " ") {
        guard let id = learnt.words.firstIndex(of: String(word)) else { continue }
        labels.append(String(word))
        groups.append(group)
        rows.append(id)
      }
    }
    let points = learnt.vectors.gathering(rows)
    let (panels, kept) = try maps(
      points, labels, groups, Self.groups.map(\.0), perplexity: 8,
      steps: studio.effort.part(of: 500, least: 250))
    return ExhibitFigure(
      "\(name)-words",
      FigureGrid(
        title: "Words", panels: panels,
        caption:
          "Vectors of \(learnt.vectors.shape[1]) numbers of the \(vocabulary) commonest words, "
          + "learnt from \(learnt.samples) places in the plays; shown are those of six kinds."),
      facts: facts(kept, groups, "words"))
  }

  // MARK: - Both

  private func maps(
    _ points: Tensor, _ labels: [String], _ groups: [Int], _ titles: [String], perplexity: Double,
    steps: Int
  ) throws -> (panels: [any Figure], places: (points: Tensor, map: Tensor)) {
    let components = try PrincipalComponents(of: points)
    let flat = components.project(points)
    var settings = TSNE.Settings()
    settings.perplexity = min(perplexity, Double(labels.count - 1) / 3)
    settings.steps = steps
    let map = try TSNE(of: points, settings)
    func figure(_ places: Tensor, _ title: String, _ x: String, _ y: String) -> LabelledPoints {
      LabelledPoints(
        title: title, xLabel: x, yLabel: y,
        groups: titles.indices.map { group in
          let own = labels.indices.filter { groups[$0] == group }
          return LabelledPoints.Group(
            name: titles[group], labels: own.map { labels[$0] },
            points: own.map { Point(Double(places[$0, 0]), Double(places[$0, 1])) })
        })
    }
    var first = figure(
      flat, "principal components",
      "first component, \((100 * components.shares[0]).short) % of the variance",
      "second component, \((100 * components.shares[1]).short) %")
    var second = figure(
      map.places, "t-SNE, KL divergence \((map.divergences.last ?? .nan).short) nats", "", "")
    // One legend serves both.
    for group in first.groups.indices { first.groups[group].name = "" }
    first.plotSize = Size(330, 300)
    second.plotSize = Size(330, 300)
    return ([first, second], (points, map.places))
  }

  /// How often the nearest neighbour is of the same group.
  private func facts(
    _ places: (points: Tensor, map: Tensor), _ groups: [Int], _ what: String
  ) -> [Fact] {
    func kept(_ points: Tensor) -> Double {
      let rows = (0..<points.shape[0]).map { points.element($0).scalars }
      let hits = rows.indices.filter { own in
        let nearest = rows.indices.filter { $0 != own }.min {
          distance(rows[own], rows[$0]) < distance(rows[own], rows[$1])
        }
        return nearest.map { groups[$0] == groups[own] } ?? false
      }
      return Double(hits.count) / Double(rows.count)
    }
    let total = Double(groups.count)
    let chance = Set(groups).reduce(0.0) { sum, group in
      let own = Double(groups.filter { $0 == group }.count)
      return sum + own / total * (own - 1) / (total - 1)
    }
    return [
      .share("\(what): nearest vector is of the same kind", kept(places.points)),
      .share("\(what): nearest in the t-SNE map is of the same kind", kept(places.map)),
      .share("\(what): of the same kind by chance", chance),
    ]
  }

  private func distance(_ a: [Float], _ b: [Float]) -> Float {
    zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  }
}

/// Vectors of words, learnt by telling a word from the two before and the two behind.
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

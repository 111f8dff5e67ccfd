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
    with many capitals beside their small letters, and words gather by their part of speech.
    """

  func obstacle(in studio: Studio) -> String? { LearntPlays.obstacle }

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    [try letters(studio), try words(studio)]
  }

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
        title: "Words", panels: panels, columns: 1,
        caption:
          "Vectors of \(learnt.vectors.shape[1]) numbers of the \(vocabulary) commonest words, "
          + "learnt from \(learnt.samples) places in the plays; shown are those of six kinds."),
      facts: facts(kept, groups, "words"))
  }

  // MARK: - Letters and words

  /// Points by their first two principal components and by t-SNE, and the places of both for measuring.
  func maps(
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
    for group in second.groups.indices { second.groups[group].name = "" }
    first.plotSize = Size(430, 400)
    second.plotSize = Size(430, 400)
    // Only who is whose neighbour means something there.
    second.showsNumbers = false
    return ([first, second], (points, map.places))
  }

  /// How often the nearest neighbour is of the same group.
  func facts(
    _ places: (points: Tensor, map: Tensor), _ groups: [Int], _ what: String
  ) -> [Fact] {
    let vectors = NeighbourAgreement(of: places.points, groups: groups)
    let map = NeighbourAgreement(of: places.map, groups: groups)
    return [
      .share("\(what): nearest vector is of the same kind", vectors.share),
      .share("\(what): nearest in the t-SNE map is of the same kind", map.share),
      .share("\(what): of the same kind by chance", vectors.chance),
    ]
  }
}

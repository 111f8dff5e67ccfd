public import FoveaTensor

/// French sentences and their English: articles and adjectives follow the noun's gender there, and adjectives stand behind it.
///
/// A sentence is a noun phrase, a verb and a noun phrase, such as "le chat noir porte une pomme" for "the black cat carries an
/// apple". An input is the French sentence, filled up in front, and behind it what a decoder reads: the mark "start" and the
/// English words; the target is the English sentence, then "end", −1 behind it. Ids of both languages share one vocabulary.
public struct ToyTranslation: SentenceTask {
  private static let nouns: [(french: String, english: String, isFeminine: Bool)] = [
    ("chat", "cat", false), ("chien", "dog", false), ("cheval", "horse", false),
    ("lapin", "rabbit", false), ("vache", "cow", true), ("poule", "hen", true),
    ("souris", "mouse", true), ("chèvre", "goat", true), ("panier", "basket", false),
    ("bâton", "stick", false), ("pomme", "apple", true), ("chaise", "chair", true),
  ]
  private static let adjectives: [(masculine: String, feminine: String, english: String)] = [
    ("noir", "noire", "black"), ("blanc", "blanche", "white"), ("brun", "brune", "brown"),
    ("gris", "grise", "grey"),
  ]
  private static let verbs: [(french: String, english: String)] = [
    ("voit", "sees"), ("aime", "likes"), ("porte", "carries"), ("cherche", "seeks"),
    ("trouve", "finds"),
  ]
  /// Only so many nouns, the first, act; all can be acted on.
  private static let actors = 8

  /// The probability of the likeliest sentence: how often the best answer without looking is right.
  ///
  /// Phrases without adjectives are likeliest: all nouns and articles come equally often, and half the phrases have one of
  /// the adjectives.
  public static var likeliestShare: Double {
    func phrase(_ nouns: Int) -> Double {
      max(0.5, 0.5 / Double(adjectives.count)) / 2 / Double(nouns)
    }
    return phrase(actors) / Double(verbs.count) * phrase(nouns.count)
  }

  /// The marks of both languages: nothing, the beginning and the end of an answer.
  public static let marks = ["·", "start", "end"]

  /// The words of both languages in the order of their ids, marks first.
  public static let words: [String] =
    marks + ["le", "la", "un", "une", "the", "a", "an"] + nouns.flatMap { [$0.french, $0.english] }
    + adjectives.flatMap { [$0.masculine, $0.feminine, $0.english] }
    + verbs.flatMap { [$0.french, $0.english] }

  private static let ids: [String: Int] = Dictionary(
    uniqueKeysWithValues: words.enumerated().map { ($0.element, $0.offset) })

  /// The steps of a French sentence, and of an English one with its end.
  public static let lengths = (source: 7, target: 8)

  /// Which sentences are drawn.
  public let draws: SampleDraws

  /// Creates the task.
  public init(_ draws: SampleDraws) { self.draws = draws }

  /// The French sentence, then what the decoder reads.
  public var inputShape: Shape { [Self.lengths.source + Self.lengths.target] }
  /// An English word, or −1, for each of the decoder's steps.
  public var targetShape: Shape { [Self.lengths.target] }
  /// The number of words of both languages.
  public var classCount: Int? { Self.words.count }

  /// Draws a sentence and its translation.
  public func draw(
    from source: inout RandomSource, inputs: inout [Float], targets: inout [Float]
  ) {
    var (french, english): ([String], [String]) = ([], [])
    func phrase(_ nouns: Int, _ source: inout RandomSource) {
      let noun = Self.nouns[source.index(below: nouns)]
      let isDefinite = source.uniform() < 0.5
      french += [
        isDefinite ? (noun.isFeminine ? "la" : "le") : (noun.isFeminine ? "une" : "un"),
        noun.french,
      ]
      var words = [noun.english]
      if source.uniform() < 0.5 {
        let adjective = Self.adjectives[source.index(below: Self.adjectives.count)]
        french.append(noun.isFeminine ? adjective.feminine : adjective.masculine)
        words.insert(adjective.english, at: 0)
      }
      let hasVowel = words[0].first.map { "aeiou".contains($0) } ?? false
      english += [isDefinite ? "the" : hasVowel ? "an" : "a"] + words
    }
    phrase(Self.actors, &source)
    let verb = Self.verbs[source.index(below: Self.verbs.count)]
    french.append(verb.french)
    english.append(verb.english)
    phrase(Self.nouns.count, &source)
    write(french, english + ["end"], &inputs, &targets)
  }

  private func write(
    _ french: [String], _ english: [String], _ inputs: inout [Float], _ targets: inout [Float]
  ) {
    let first = Self.lengths.source - french.count
    for (step, word) in french.enumerated() { inputs[first + step] = Float(Self.ids[word] ?? 0) }
    let decoder = Self.lengths.source
    inputs[decoder] = 1
    for (step, word) in english.enumerated() {
      targets[step] = Float(Self.ids[word] ?? 0)
      if step + 1 < Self.lengths.target { inputs[decoder + step + 1] = targets[step] }
    }
  }
}

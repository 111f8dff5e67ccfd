public import FoveaTensor

/// French sentences and their English: articles and adjectives follow the noun's gender there, and adjectives stand behind it.
///
/// A sentence is a noun phrase, a verb and a noun phrase, such as "le chat noir boit une eau" for "the black cat drinks a
/// water". An input is the French sentence, filled up in front, and behind it what a decoder reads: the mark "start" and the
/// English words; the target is the English sentence, then "end", −1 behind it. Ids of both languages share one vocabulary.
public struct ToyTranslation: SequenceTask {
  private static let nouns: [(french: String, english: String, isFeminine: Bool)] = [
    ("chat", "cat", false), ("chien", "dog", false), ("garçon", "boy", false),
    ("oiseau", "bird", false), ("vache", "cow", true), ("fille", "girl", true),
    ("souris", "mouse", true), ("reine", "queen", true), ("lait", "milk", false),
    ("pain", "bread", false), ("pomme", "apple", true), ("eau", "water", true),
  ]
  private static let adjectives: [(masculine: String, feminine: String, english: String)] = [
    ("noir", "noire", "black"), ("blanc", "blanche", "white"), ("grand", "grande", "tall"),
    ("petit", "petite", "small"),
  ]
  private static let verbs: [(french: String, english: String)] = [
    ("voit", "sees"), ("aime", "likes"), ("porte", "carries"), ("cherche", "seeks"),
    ("trouve", "finds"),
  ]
  /// The marks of both languages: nothing, the beginning and the end of an answer.
  public static let marks = ["·", "start", "end"]

  /// The words of both languages in the order of their ids, marks first.
  public static let words: [String] =
    marks + ["le", "la", "un", "une", "the", "a"] + nouns.flatMap { [$0.french, $0.english] }
    + adjectives.flatMap { [$0.masculine, $0.feminine, $0.english] }
    + verbs.flatMap { [$0.french, $0.english] }

  private static let ids: [String: Int] = Dictionary(
    uniqueKeysWithValues: words.enumerated().map { ($0.element, $0.offset) })

  /// The steps of a French sentence, and of an English one with its end.
  public static let lengths = (source: 7, target: 8)

  /// The number of sentences of an epoch.
  public let count: Int
  /// Decides the sentences.
  public let seed: UInt64
  /// Whether each epoch draws new sentences.
  public let renewsEachEpoch: Bool

  /// Creates the task.
  ///
  /// - Precondition: the number of sentences is not negative.
  public init(count: Int, seed: UInt64, renewsEachEpoch: Bool = false) {
    precondition(count >= 0, "a number of sentences is not negative, got \(count)")
    self.count = count
    self.seed = seed
    self.renewsEachEpoch = renewsEachEpoch
  }

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
      english.append(isDefinite ? "the" : "a")
      if source.uniform() < 0.5 {
        let adjective = Self.adjectives[source.index(below: Self.adjectives.count)]
        french.append(noun.isFeminine ? adjective.feminine : adjective.masculine)
        english.append(adjective.english)
      }
      english.append(noun.english)
    }
    // Only the first eight act, all can be acted on.
    phrase(8, &source)
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

public import FoveaTensor

/// Short sentences on who drinks, eats and chases what, drawn from a grammar with known probabilities.
///
/// "the cat drank the" is followed by "milk" in 70 of 100 cases, by "water" in 27, by "whiskey" in 3 and by "cow" never.
/// Inputs are `[length]` word ids that begin with "·", targets the words one step later, −1 behind the full stop.
public struct DrinkingTales: SentenceTask {
  /// Something to choose from, each with its weight.
  public typealias Weighted = [(word: String, weight: Double)]

  /// Who acts, how often.
  public static let subjects: Weighted = [
    ("cat", 3), ("dog", 3), ("man", 3), ("woman", 3), ("cow", 2), ("mouse", 2),
  ]

  /// What each does, how often, and to what.
  public static let verbs: [String: [(verb: String, weight: Double, objects: Weighted)]] = {
    let small: Weighted = [("water", 80), ("milk", 20)]
    let adult: Weighted = [("whiskey", 25), ("beer", 35), ("water", 20), ("milk", 20)]
    let bread: Weighted = [("bread", 60), ("cheese", 40)]
    return [
      "cat": [
        ("drank", 3, [("milk", 70), ("water", 27), ("whiskey", 3)]),
        ("chased", 3, [("mouse", 80), ("dog", 20)]), ("ate", 2, [("mouse", 50), ("cheese", 50)]),
      ],
      "dog": [
        ("drank", 2, small), ("chased", 3, [("cat", 85), ("cow", 15)]), ("ate", 2, bread),
      ],
      "man": [
        ("drank", 3, adult), ("milked", 2, [("cow", 100)]), ("ate", 2, bread),
        ("chased", 1, [("dog", 50), ("mouse", 50)]),
      ],
      "woman": [
        ("drank", 3, adult), ("milked", 2, [("cow", 100)]), ("ate", 2, bread),
        ("chased", 1, [("cow", 50), ("mouse", 50)]),
      ],
      "cow": [("drank", 3, [("water", 100)]), ("ate", 3, [("grass", 100)])],
      "mouse": [("drank", 1, small), ("ate", 3, [("cheese", 90), ("bread", 10)])],
    ]
  }()

  /// The words in the order of their ids; the first marks the beginning.
  public static let words = [
    "·", ".", "the", "cat", "dog", "man", "woman", "cow", "mouse", "drank", "chased", "ate",
    "milked", "milk", "water", "whiskey", "beer", "bread", "cheese", "grass",
  ]
  /// The steps of a sentence: its mark and six words.
  public static let length = 6

  /// Which sentences are drawn.
  public let draws: SampleDraws

  /// Creates the task.
  public init(_ draws: SampleDraws) { self.draws = draws }

  /// Word ids.
  public var inputShape: Shape { [Self.length] }
  /// The next words' ids.
  public var targetShape: Shape { [Self.length] }
  /// The number of words.
  public var classCount: Int? { Self.words.count }

  /// Draws a sentence.
  public func draw(
    from source: inout RandomSource, inputs: inout [Float], targets: inout [Float]
  ) {
    let subject = Self.choose(Self.subjects.map(\.weight), &source)
    let name = Self.subjects[subject].word
    let verbs = Self.verbs[name] ?? []
    let verb = verbs[Self.choose(verbs.map(\.weight), &source)]
    let object = verb.objects[Self.choose(verb.objects.map(\.weight), &source)].word
    let sentence = ["·", "the", name, verb.verb, "the", object, "."]
    let ids = sentence.map { word in Self.words.firstIndex(of: word) ?? 0 }
    for step in 0..<Self.length {
      inputs[step] = Float(ids[step])
      targets[step] = Float(ids[step + 1])
    }
  }

  /// The probability of each word behind "the SUBJECT VERB the"; empty for what nobody does.
  public static func objects(of subject: String, _ verb: String) -> [String: Double] {
    guard let found = verbs[subject]?.first(where: { $0.verb == verb }) else { return [:] }
    let total = found.objects.reduce(0) { $0 + $1.weight }
    return Dictionary(uniqueKeysWithValues: found.objects.map { ($0.word, $0.weight / total) })
  }

  private static func choose(_ weights: [Double], _ source: inout RandomSource) -> Int {
    var rest = Double(source.uniform()) * weights.reduce(0, +)
    for (index, weight) in weights.enumerated() {
      rest -= weight
      if rest < 0 { return index }
    }
    return weights.count - 1
  }
}

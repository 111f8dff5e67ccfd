public import FoveaTensor

/// Sentences whose words have no part of speech by themselves: in "the light can fish" each but the first has several.
///
/// A sentence is a noun phrase (determiner, perhaps an adjective, noun), perhaps a modal verb, a verb, perhaps a second noun
/// phrase, and a full stop. "light" after a determiner is an adjective or a noun by what follows, so whoever reads from left
/// to right cannot always know. Inputs are `[length]` word ids, filled up with full stops; targets are the tags, −1 where
/// filled up.
public struct AmbiguousTagging: SentenceTask {
  /// The parts of speech in the order of their class ids.
  public static let tags = ["DET", "ADJ", "NOUN", "MODAL", "VERB", "END"]
  /// The words in the order of their ids.
  public static let words = [
    "the", "a", "can", "will", "light", "clean", "cool", "fish", "water", "cook", "watch", "ship",
    "dog", "big", "sees", ".",
  ]
  /// The number of words of a sentence that has everything, the full stop among them.
  public static let length = 9

  private static let choices: [[Int]] = [
    ids("the a"), ids("light clean cool big"),
    ids("can will light fish water cook watch ship dog"), ids("can will"),
    ids("light clean cool fish water cook watch ship sees"), ids("."),
  ]

  private static func ids(_ text: String) -> [Int] {
    text.split(separator: " ").compactMap { words.firstIndex(of: String($0)) }
  }

  /// Which sentences are drawn.
  public let draws: SampleDraws

  /// Creates the task.
  public init(_ draws: SampleDraws) { self.draws = draws }

  /// Word ids.
  public var inputShape: Shape { [Self.length] }
  /// A tag, or −1, for each word.
  public var targetShape: Shape { [Self.length] }
  /// The number of tags.
  public var classCount: Int? { Self.tags.count }

  /// Draws a sentence and its tags.
  public func draw(
    from source: inout RandomSource, inputs: inout [Float], targets: inout [Float]
  ) {
    var tags: [Int] = []
    func phrase(_ source: inout RandomSource) {
      tags += source.uniform() < 0.5 ? [0, 1, 2] : [0, 2]
    }
    phrase(&source)
    if source.uniform() < 0.5 { tags.append(3) }
    tags.append(4)
    if source.uniform() < 0.6 { phrase(&source) }
    tags.append(5)
    for step in 0..<Self.length {
      let choice = Self.choices[step < tags.count ? tags[step] : 5]
      // "sees", the last verb, never follows a modal.
      let isInfinitive = step > 0 && step < tags.count && tags[step] == 4 && tags[step - 1] == 3
      let count = isInfinitive ? choice.count - 1 : choice.count
      inputs[step] = Float(choice[source.index(below: count)])
      if step < tags.count { targets[step] = Float(tags[step]) }
    }
  }
}

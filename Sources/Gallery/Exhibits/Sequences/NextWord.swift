import Fovea
import Foundation

/// "The cat drank the …": what a model of words expects, beside the grammar that wrote its sentences.
struct NextWord: Exhibit {
  let name = "next-word"
  let title = "The cat drank the …"
  let lectures: [Lecture] = [.chopra, .ramakrishnan]
  let explanation = """
    An LSTM that has read sentences of a small grammar says how likely each word is after four beginnings, beside the \
    probability that the grammar gives it. Where bars of both colours are alike the network has learnt more than neighbours: \
    "the" stands before each of these words, and only the subject and the verb tell that a cat drinks milk, seldom whiskey \
    and never a cow.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let words = try ToyWords.learn(in: studio)
    let beginnings = [("cat", "drank"), ("man", "drank"), ("cow", "drank"), ("man", "milked")]
    let shown = ["milk", "water", "whiskey", "beer", "cow", "mouse", "grass"]
    var panels: [any Figure] = []
    var facts: [Fact] = []
    var largest = 0.0
    for (subject, verb) in beginnings {
      let told = try words.expected(after: ["·", "the", subject, verb, "the"])
      let real = DrinkingTales.objects(of: subject, verb)
      for word in DrinkingTales.words {
        largest = max(largest, abs((told[word] ?? 0) - (real[word] ?? 0)))
      }
      if verb == "drank", subject == "cat" {
        for word in ["milk", "water", "whiskey", "cow"] {
          facts.append(.share("the cat drank the \(word), by the network", told[word] ?? .nan))
          facts.append(.share("the cat drank the \(word), by the grammar", real[word] ?? 0))
        }
      }
      var chart = BarChart(
        title: "the \(subject) \(verb) the …", categories: shown,
        groups: [
          // One legend, beside the second chart, serves all four.
          BarChart.Group(
            name: panels.count == 1 ? "network" : "", values: shown.map { Self.tenths(told[$0]) }),
          BarChart.Group(
            name: panels.count == 1 ? "grammar" : "", values: shown.map { Self.tenths(real[$0]) }),
        ], valueLabel: "probability in %", isHorizontal: true, range: 0...120)
      chart.length = 170
      panels.append(chart)
    }
    facts.append(Fact("largest difference of a probability after the four beginnings", largest))
    return [
      ExhibitFigure(
        name,
        FigureGrid(
          title: title, panels: panels, columns: 2, hasLetters: false,
          caption:
            "24 hidden units, \(words.sentences) sentences learnt once, seed \(studio.seed). "
            + "The lecture calls milk likely, whiskey kind of unlikely and the cow unlikely."),
        facts: facts)
    ]
  }

  /// A probability in percent with one digit after the point; 0 for what never happens.
  private static func tenths(_ probability: Double?) -> Double {
    (1000 * (probability ?? 0)).rounded() / 10
  }
}

/// A model of words, trained on sentences of `DrinkingTales`.
struct ToyWords: Sendable {
  let network: Network
  let sentences: Int

  /// The model with the studio's seed and effort, trained at the first call.
  static func learn(in studio: Studio) throws -> ToyWords {
    try studio.once("words of drinking tales") {
      let count = studio.effort.part(of: 24_000, least: 20_000)
      let network = try Network(
        input: .indices(length: DrinkingTales.length), seed: studio.seed
      ) {
        Embedding("words", vocabulary: DrinkingTales.words.count, size: 12)
        LSTM("memory", hidden: 24, forgetBias: 1)
        Dense("next", DrinkingTales.words.count, initializer: .glorotUniform)
      }
      var trainer = try Trainer(
        network, optimizer: Adam(learningRate: 1e-2),
        schedule: .cosine(steps: (count + 31) / 32), batchSize: 32, clipping: .norm(1),
        seed: studio.seed)
      try trainer.fit(DrinkingTales(count: count, seed: studio.seed), epochs: 1)
      return ToyWords(network: trainer.network, sentences: count)
    }
  }

  /// The probability of each next word.
  func expected(after words: [String]) throws(FoveaError) -> [String: Double] {
    var ids = [Float](repeating: 1, count: DrinkingTales.length)
    for (step, word) in words.enumerated() {
      ids[step] = Float(DrinkingTales.words.firstIndex(of: word) ?? 0)
    }
    let plan = try Plan(network, batch: 1)
    try plan.setInput(
      network.inputs[0].name, to: Tensor(shape: [1, DrinkingTales.length], scalars: ids))
    try plan.run()
    let scores = plan.value(of: network.outputs[0]).element(0).element(words.count - 1).scalars
    let powers = scores.map { exp(Double($0 - (scores.max() ?? 0))) }
    let sum = powers.reduce(0, +)
    return Dictionary(
      uniqueKeysWithValues: zip(DrinkingTales.words, powers.map { $0 / sum }))
  }
}

import Fovea
import Foundation
import Testing

@Suite("Reading and writing text")
struct TextTests {
  private let corpus: TextCorpus
  private let network: Network

  /// A network that has learnt one line by heart.
  init() throws {
    let line = "Hello, you [bow] there.\n"
    corpus = try TextCorpus(String(repeating: line, count: 40))
    let trainer = try StreamTrainer(
      try CharacterModel(
        vocabulary: corpus.vocabulary.count, embedding: 8, hidden: 24
      ).network(seed: 1),
      streams: try TextStreams(corpus, rows: 4, length: 24), optimizer: Adam(learningRate: 2e-2))
    for _ in 0..<150 { try trainer.run() }
    network = trainer.network
  }

  @Test("It writes what it has learnt, the same with the same seed, and wilder when it is hot")
  func writing() throws {
    let writer = TextWriter(network, corpus: corpus)
    #expect(
      try writer.write(48, after: "\n", temperature: 0)
        == "Hello, you [bow] there.\nHello, you [bow] there.\n")
    let hot = try (0..<2).map { _ in try writer.write(60, temperature: 5, seed: 3) }
    #expect(hot[0] == hot[1])
    #expect(try writer.write(60, temperature: 5, seed: 4) != hot[0])
    #expect(hot[0] != (try writer.write(60, temperature: 0)))
    #expect(throws: FoveaError.self) { try writer.write(3, after: "Z") }
    #expect(throws: FoveaError.self) { try writer.write(3, after: "") }
  }

  @Test("A reading says what comes next, and its pieces join without a seam")
  func reading() throws {
    let text = String(repeating: "Hello, you [bow] there.\n", count: 4)
    let reading = try TextReading(
      text, by: network, corpus: corpus, records: ["h", "c", "f"])
    #expect(reading.records["f"]?.shape == [96, 24])
    #expect(reading.expected.shape == [96, corpus.vocabulary.count])
    for position in 30..<95 {
      #expect(reading.top(1, behind: position)[0].id == reading.ids[position + 1])
      let sum = reading.expected.element(position).scalars.reduce(0, +)
      #expect(abs(sum - 1) < 1e-4)
    }
    // 96 characters are two pieces of 64: the state behind a shorter text is that in the middle of the longer.
    let short = try TextReading(String(text.prefix(70)), by: network, corpus: corpus)
    for unit in 0..<24 {
      #expect(abs(short.course("c", unit: unit)[69] - reading.course("c", unit: unit)[69]) < 1e-4)
    }
    let gates = reading.records["f"]?.scalars ?? []
    #expect(gates.allSatisfy { $0 > 0 && $0 < 1 })
    #expect(throws: FoveaError.self) {
      try TextReading("Hello", by: network, corpus: corpus, records: ["x"])
    }
    #expect(throws: FoveaError.self) {
      try TextReading("Hello", by: network, corpus: corpus, layer: "other")
    }
  }

  @Test("Features of a text are what their names say")
  func features() {
    let text = Array("He said 'no'.\n\n[Go]".unicodeScalars)
    func numbers(_ feature: TextFeature) -> [Int] { feature.values(of: text).map { Int($0) } }
    #expect(
      numbers(.linePosition) == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 0, 0, 1, 2, 3, 4])
    #expect(numbers(.wordPosition) == [1, 2, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 0, 0, 0, 1, 2, 0])
    #expect(numbers(.capital) == [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0])
    #expect(numbers(.quote) == [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0])
    #expect(numbers(.bracket) == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1])
    #expect(numbers(.gap) == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0])
    #expect(numbers(.sentencePosition)[12] == 0 && numbers(.sentencePosition)[13] == 1)
  }

  @Test("A quotation lasts from mark to mark, and no longer than its paragraph")
  func quotations() {
    func inside(_ text: String) -> String {
      TextFeature.quotation.values(of: Array(text.unicodeScalars))
        .map { $0 == 1 ? "#" : "." }.joined()
    }
    #expect(inside(#""Go," he said."#) == "####..........")
    #expect(inside("no marks\n\nat all's") == "..................")
    // A single line end is no end of a paragraph; two are.
    #expect(inside("\"I\ncame\" so") == "#######....")
    #expect(inside("\"One.\n\n\"Two.\" x") == "######.#####...")
  }

  @Test("The cell that follows a feature is found, also where it falls")
  func search() throws {
    let feature: [Float] = [0, 1, 2, 3, 4, 5]
    let values = feature.flatMap { [Float(1), -2 * $0 + 7, $0 * $0, sin(9 * $0)] }
    let search = try CellSearch(Tensor(shape: [6, 4], scalars: values), feature: feature)
    #expect(search.best == 1)
    #expect(abs(search.correlations[1] + 1) < 1e-9)
    #expect(search.correlations[0] == 0)
    #expect(search.correlations[2] > 0.9 && search.correlations[2] < 1)
    #expect(throws: FoveaError.self) {
      try CellSearch(Tensor.zeros([5, 2]), feature: feature)
    }
  }

  @Test("Counting finds the entropy of what was drawn, and more context never needs more bits")
  func counting() throws {
    var source = RandomSource(seed: 3)
    // a or b with equal chances, and behind each a letter c.
    let text = (0..<20_000).map { _ in source.uniform() < 0.5 ? "ac" : "bc" }.joined()
    let corpus = try TextCorpus(text)
    let (training, held) = corpus.split(validationShare: 0.2)
    let bits = try (0...2).map { try NGramModel(training, order: $0).bits(of: held) }
    #expect(abs(bits[0] - 1.5) < 0.01)
    #expect(abs(bits[1] - 0.5) < 0.01)
    #expect(abs(bits[2] - 0.5) < 0.01)
    #expect(throws: FoveaError.self) { try NGramModel(training, order: 40) }
  }
}

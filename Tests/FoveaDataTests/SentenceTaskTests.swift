import FoveaTensor
import Testing

@testable import FoveaData

/// The tasks of words and readings: what is drawn obeys the rules that the tasks state.
@Suite struct SentenceTaskTests {
  @Test(arguments: [1, 2, 9]) func aFactIsToldAndAskedFor(distance: Int) {
    let task = DistantFact(symbols: 3, fillers: 5, distance: distance, count: 40, seed: 4)
    let batch = task.batch(Array(0..<40))
    #expect(batch.inputs.shape == [40, distance + 1, 9])
    var facts: Set<Int> = []
    for sample in 0..<40 {
      let rows = (0...distance).map { step in
        (0..<9).filter { batch.inputs[sample, step, $0] == 1 }
      }
      #expect(rows.allSatisfy { $0.count == 1 })
      #expect(rows[0][0] < 3 && rows[distance][0] == 8)
      #expect(rows[1..<distance].allSatisfy { (3..<8).contains($0[0]) })
      #expect(Int(batch.targets[sample, distance]) == rows[0][0])
      #expect((0..<distance).allSatisfy { batch.targets[sample, $0] == -1 })
      facts.insert(rows[0][0])
    }
    #expect(facts == [0, 1, 2])
  }

  @Test func tagsFollowTheGrammarAndWordsFitTheirTags() throws {
    let task = AmbiguousTagging(count: 300, seed: 2)
    let batch = task.batch(Array(0..<300))
    var kinds: [String: Set<String>] = [:]
    for sample in 0..<300 {
      let tags = batch.targets.element(sample).scalars.prefix { $0 >= 0 }
        .map { AmbiguousTagging.tags[Int($0)] }
      let words = tags.indices.map { AmbiguousTagging.words[Int(batch.inputs[sample, $0])] }
      let text = tags.joined(separator: " ")
      let pattern = /DET (ADJ )?NOUN (MODAL )?VERB (DET (ADJ )?NOUN )?END/
      #expect(text.wholeMatch(of: pattern) != nil, "\(text)")
      for (word, tag) in zip(words, tags) { kinds[word, default: []].insert(tag) }
    }
    #expect(kinds["light"] == ["ADJ", "NOUN", "VERB"])
    #expect(kinds["can"] == ["NOUN", "MODAL"])
    #expect(kinds["dog"] == ["NOUN"])
  }

  @Test func translationsSayTheSame() throws {
    let task = ToyTranslation(count: 200, seed: 2)
    let batch = task.batch(Array(0..<200))
    let (source, target) = ToyTranslation.lengths
    for sample in 0..<200 {
      let words = batch.inputs.element(sample).scalars.map { ToyTranslation.words[Int($0)] }
      let french = words[..<source].filter { $0 != "·" }
      let english = batch.targets.element(sample).scalars.filter { $0 >= 0 }
        .map { ToyTranslation.words[Int($0)] }
      #expect(english.last == "end" && english.count == french.count + 1)
      #expect(words[source] == "start")
      #expect(Array(words[(source + 1)...].prefix(english.count - 1)) == english.dropLast())
      #expect(english.count <= target)
      // "la vache noire": the article, the noun and the adjective agree, and the adjective comes last.
      #expect(["le", "la", "un", "une"].contains(french[0]) && ["the", "a"].contains(english[0]))
      if french.contains("noire") { #expect(english.contains("black")) }
      if french[1] == "vache" { #expect(["la", "une"].contains(french[0])) }
      if french[1] == "chat" { #expect(["le", "un"].contains(french[0])) }
      for (first, second) in zip(english, english.dropFirst()) {
        #expect(first != "a" || second != "apple")
        #expect(first != "an" || second == "apple")
      }
    }
    let all = batch.targets.scalars.filter { $0 >= 0 }.map { ToyTranslation.words[Int($0)] }
    #expect(all.contains("an"))
  }

  @Test func theLikeliestTranslationComesAsOftenAsStated() {
    // 8 nouns, 2 articles, no adjective in every second phrase; 5 verbs; 12 nouns.
    #expect(abs(ToyTranslation.likeliestShare - 1 / Double(8 * 2 * 2 * 5 * 12 * 2 * 2)) < 1e-12)
    let batch = ToyTranslation(count: 20_000, seed: 3).batch(Array(0..<20_000))
    var counts: [[Float]: Int] = [:]
    for sample in 0..<20_000 { counts[batch.targets.element(sample).scalars, default: 0] += 1 }
    let expected = 20_000 * ToyTranslation.likeliestShare
    // The largest of some two thousand counts whose mean this is.
    #expect(Double(counts.values.max() ?? 0) < 6 * expected)
    #expect(Double(counts.values.max() ?? 0) > expected)
  }

  @Test func samplesUnlikeOthersAreNotAmongThem() {
    let learnt = AmbiguousTagging(count: 500, seed: 1)
    let held = AmbiguousTagging(count: 200, seed: 2)
    let fresh = held.samples(unlike: learnt)
    let known = Set((0..<500).map { learnt.batch([$0]).inputs.scalars })
    #expect(!fresh.isEmpty && fresh.count < 200)
    for sample in 0..<200 {
      #expect(fresh.contains(sample) != known.contains(held.batch([sample]).inputs.scalars))
    }
    #expect(learnt.samples(unlike: learnt).isEmpty)
  }

  @Test func readingsLieInTheRoomAndTargetsAreTheNextOnes() {
    let task = RangeSensor(time: 50, noise: 0, count: 30, seed: 1)
    let batch = task.batch(Array(0..<30))
    #expect(batch.inputs.shape == [30, 50, 1] && batch.targets.shape == [30, 50, 1])
    for drive in 0..<30 {
      for step in 0..<49 {
        #expect(batch.inputs[drive, step + 1, 0] == batch.targets[drive, step, 0])
        #expect(batch.inputs[drive, step, 0] >= 0)
        #expect(batch.inputs[drive, step, 0] <= 4 * Float(2).squareRoot())
      }
    }
    // A robot that goes ahead nears the wall by its pace, at most 0.16 for each cosine of 1.
    for drive in 0..<30 {
      let turns = task.turns(of: drive)
      #expect(turns.count == 50)
      for step in 0..<50 where !turns[step] {
        #expect(batch.inputs[drive, step, 0] >= 0.8)
        #expect(batch.targets[drive, step, 0] < batch.inputs[drive, step, 0])
        #expect(batch.targets[drive, step, 0] > batch.inputs[drive, step, 0] - 0.161)
      }
    }
    let noisy = RangeSensor(time: 50, noise: 0.1, count: 30, seed: 1).batch([0])
    #expect(noisy.inputs != batch.inputs[0..<1])
  }

  @Test func talesHaveTheirGrammarsProbabilities() {
    let task = DrinkingTales(count: 4000, seed: 5)
    let batch = task.batch(Array(0..<4000))
    var counts: [String: Int] = [:]
    for sample in 0..<4000 {
      let words = batch.inputs.element(sample).scalars.map { DrinkingTales.words[Int($0)] }
      #expect(words[0] == "·" && words[1] == "the" && words[4] == "the")
      if words[2] == "cat", words[3] == "drank" { counts[words[5], default: 0] += 1 }
      #expect(DrinkingTales.words[Int(batch.targets[sample, 5])] == ".")
    }
    let total = Double(counts.values.reduce(0, +))
    for (word, probability) in DrinkingTales.objects(of: "cat", "drank") {
      let deviation = (probability * (1 - probability) / total).squareRoot()
      #expect(abs(Double(counts[word] ?? 0) / total - probability) < 4 * deviation, "\(word)")
    }
    #expect(counts["cow"] == nil)
    #expect(DrinkingTales.objects(of: "cow", "milked").isEmpty)
  }

  @Test func streamsGoOnWhereTheyEnded() throws {
    let corpus = try TextCorpus("abcdefghijklmnopqrstuvwxyz0123456789")
    let streams = try TextStreams(corpus, rows: 3, length: 4)
    // 12 characters a row: two batches of 4 and the next character fit.
    #expect(streams.batches == 2 && streams.batchCharacters == 12)
    func text(_ tensor: Tensor) -> [String] {
      (0..<3).map { corpus.decode(tensor.element($0).scalars.map { Int($0) }) }
    }
    #expect(text(streams.batch(0).inputs) == ["abcd", "mnop", "yz01"])
    #expect(text(streams.batch(0).targets) == ["bcde", "nopq", "z012"])
    #expect(text(streams.batch(1).inputs) == ["efgh", "qrst", "2345"])
    #expect(throws: FoveaError.self) { try TextStreams(corpus, rows: 10, length: 4) }
  }
}

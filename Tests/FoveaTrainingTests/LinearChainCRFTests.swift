import FoveaData
import FoveaNetwork
import FoveaTensor
import FoveaTraining
import Foundation
import Testing

/// The field against sums over all paths, its gradient against differences.
@Suite struct LinearChainCRFTests {
  private func sample(
    tags: Int, steps: Int, seed: UInt64 = 3
  ) -> (field: LinearChainCRF, emissions: [[Double]]) {
    var source = RandomSource(seed: seed)
    func numbers(_ count: Int) -> [Double] { (0..<count).map { _ in Double(source.normal()) } }
    var field = LinearChainCRF(tags: tags)
    field.transitions = numbers(tags * tags)
    field.start = numbers(tags)
    field.end = numbers(tags)
    return (field, (0..<steps).map { _ in numbers(tags) })
  }

  private func paths(tags: Int, steps: Int) -> [[Int]] {
    (0..<steps).reduce([[]]) { paths, _ in
      paths.flatMap { path in (0..<tags).map { path + [$0] } }
    }
  }

  @Test(arguments: [(2, 1), (3, 2), (3, 5), (4, 4)])
  func sumsAreThoseOverAllPaths(_ tags: Int, _ steps: Int) {
    let (field, emissions) = sample(tags: tags, steps: steps)
    let paths = paths(tags: tags, steps: steps)
    let scores = paths.map { field.score(of: $0, emissions) }
    let whole = log(scores.reduce(0) { $0 + exp($1) })
    #expect(abs(field.logPartition(emissions) - whole) < 1e-10)
    let best = field.bestPath(emissions)
    #expect(abs(best.score - (scores.max() ?? 0)) < 1e-12)
    let place = scores.indices.max { scores[$0] < scores[$1] } ?? 0
    #expect(best.path == paths[place])
    let marginals = field.marginals(emissions)
    for step in 0..<steps {
      for tag in 0..<tags {
        let exact = zip(paths, scores).filter { $0.0[step] == tag }
          .reduce(0) { $0 + exp($1.1 - whole) }
        #expect(abs(marginals.tags[step][tag] - exact) < 1e-10)
      }
    }
    for pair in 0..<tags * tags {
      let exact = zip(paths, scores).reduce(0.0) { sum, entry in
        let count = (1..<max(1, steps)).filter {
          entry.0[$0 - 1] * tags + entry.0[$0] == pair
        }.count
        return sum + Double(count) * exp(entry.1 - whole)
      }
      #expect(abs(marginals.pairs[pair] - exact) < 1e-10)
    }
  }

  @Test func theGradientIsThatOfDifferences() {
    let (field, emissions) = sample(tags: 3, steps: 5)
    let path = [0, 2, 1, 1, 0]
    let own = field.gradient(of: path, emissions)
    let step = 1e-5
    func loss(_ field: LinearChainCRF, _ emissions: [[Double]]) -> Double {
      field.logPartition(emissions) - field.score(of: path, emissions)
    }
    func slope(_ change: (inout LinearChainCRF, inout [[Double]], Double) -> Void) -> Double {
      let sides = [step, -step].map { size in
        var (moved, rows) = (field, emissions)
        change(&moved, &rows, size)
        return loss(moved, rows)
      }
      return (sides[0] - sides[1]) / (2 * step)
    }
    #expect(abs(own.loss - loss(field, emissions)) < 1e-12)
    for index in 0..<9 {
      let exact = slope { field, _, size in field.transitions[index] += size }
      #expect(abs(own.transitions[index] - exact) < 1e-8)
    }
    for tag in 0..<3 {
      let byStart = slope { field, _, size in field.start[tag] += size }
      let byEnd = slope { field, _, size in field.end[tag] += size }
      #expect(abs(own.start[tag] - byStart) < 1e-8)
      #expect(abs(own.end[tag] - byEnd) < 1e-8)
      for row in 0..<5 {
        let exact = slope { _, rows, size in rows[row][tag] += size }
        #expect(abs(own.emissions[row][tag] - exact) < 1e-8)
      }
    }
  }

  @Test func longChainsOfLargeScoresStayFinite() {
    let (field, emissions) = sample(tags: 4, steps: 2000)
    let large = emissions.map { $0.map { 100 * $0 } }
    let own = field.gradient(of: field.bestPath(large).path, large)
    #expect(own.loss.isFinite && own.loss >= -1e-6)
    let isFinite = own.emissions.joined().allSatisfy { $0.isFinite }
    #expect(isFinite)
  }

  @Test func aTaggerLearnsWhatTransitionsSay() throws {
    let task = AmbiguousTagging(count: 1280, seed: 1)
    let network = try Network(input: .indices(length: AmbiguousTagging.length), seed: 1) {
      Embedding("words", vocabulary: AmbiguousTagging.words.count, size: 8)
      ElmanRNN("reader", hidden: 16)
      Dense("tags", AmbiguousTagging.tags.count)
    }
    var tagger = try CRFTagger(network)
    try tagger.fit(task, optimizer: Adam(learningRate: 1e-2))
    #expect(tagger.losses.count == 40)
    let early = tagger.losses[..<5].reduce(0, +)
    let late = tagger.losses[35...].reduce(0, +)
    #expect(late < 0.4 * early)
    // A noun behind a determiner is likelier than an end; a verb never begins.
    #expect(tagger.field.transitions[0 * 6 + 2] > tagger.field.transitions[0 * 6 + 5])
    #expect(tagger.field.start[0] > tagger.field.start[4])
    #expect(throws: FoveaError.self) {
      try CRFTagger(try Network(input: .vector(3)) { Dense(2) })
    }
  }
}

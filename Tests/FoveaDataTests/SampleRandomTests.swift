import FoveaTensor
import Testing

@testable import FoveaData

@Suite struct SampleRandomTests {
  @Test func neighboursAreIndependent() {
    var firsts: Set<UInt64> = []
    for seed in 0..<10 as Range<UInt64> {
      for epoch in 0..<10 {
        for sample in -1..<10 {
          var source = RandomSource(seed: seed, epoch: epoch, sample: sample)
          firsts.insert(source.next())
        }
      }
    }
    #expect(firsts.count == 10 * 10 * 11)
  }

  @Test func epochAndSampleAreNotExchangeable() {
    var one = RandomSource(seed: 1, epoch: 2, sample: 3)
    var other = RandomSource(seed: 1, epoch: 3, sample: 2)
    let numbers = (one.next(), other.next())
    #expect(numbers.0 != numbers.1)
  }

  @Test func indicesAreUniform() {
    var hits = [Int](repeating: 0, count: 7)
    for sample in 0..<7000 {
      var source = RandomSource(seed: 1, epoch: 0, sample: sample)
      hits[source.index(below: 7)] += 1
    }
    #expect(hits.allSatisfy { (870...1130).contains($0) })
  }
}

import Foundation
import Testing

@testable import FoveaData

@Suite struct BatchSamplerTests {
  private func epochs(_ sampler: inout BatchSampler, _ count: Int) -> [[[Int]]] {
    (0..<count).map { _ in
      var batches: [[Int]] = []
      while let batch = sampler.next() { batches.append(batch) }
      return batches
    }
  }

  @Test func eachEpochHasEachSampleOnceInAnotherOrder() {
    var sampler = BatchSampler(count: 10, batchSize: 4, seed: 3)
    let all = epochs(&sampler, 3)
    #expect(all.allSatisfy { $0.map(\.count) == [4, 4, 2] })
    #expect(all.allSatisfy { $0.flatMap { $0 }.sorted() == Array(0..<10) })
    #expect(Set(all).count == 3)
    #expect(sampler.epoch == 3 && sampler.batch == 0 && sampler.batchesPerEpoch == 3)
  }

  @Test func theSeedDecides() {
    var first = BatchSampler(count: 20, batchSize: 20, seed: 1)
    var again = BatchSampler(count: 20, batchSize: 20, seed: 1)
    var other = BatchSampler(count: 20, batchSize: 20, seed: 2)
    let order = first.next()
    #expect(order == again.next())
    #expect(order != other.next())
  }

  @Test func theLastBatchCanBeLeftOut() {
    var sampler = BatchSampler(count: 10, batchSize: 4, seed: 3, dropsLast: true)
    #expect(epochs(&sampler, 1)[0].map(\.count) == [4, 4])
    var small = BatchSampler(count: 3, batchSize: 4, seed: 3, dropsLast: true)
    #expect(epochs(&small, 2) == [[], []])
  }

  @Test func withoutShufflingTheOrderIsTheirs() {
    var sampler = BatchSampler(count: 5, batchSize: 2, seed: 0, shuffles: false)
    #expect(epochs(&sampler, 2) == [[[0, 1], [2, 3], [4]], [[0, 1], [2, 3], [4]]])
  }

  @Test func aSavedSamplerGoesOnWhereItStood() throws {
    var sampler = BatchSampler(count: 50, batchSize: 8, seed: 11)
    for _ in 0..<10 { _ = sampler.next() }  // in the middle of epoch 1
    let saved = try JSONEncoder().encode(sampler)
    #expect(saved.count < 200, "the order itself is not saved")
    var resumed = try JSONDecoder().decode(BatchSampler.self, from: saved)
    #expect(resumed == sampler)
    #expect(epochs(&resumed, 3) == epochs(&sampler, 3))
  }

  @Test func impossibleSavesAreRefused() throws {
    let saved = try JSONEncoder().encode(BatchSampler(count: 5, batchSize: 2, seed: 0))
    let text = String(decoding: saved, as: UTF8.self)
    for (right, wrong) in [("\"batch\":0", "\"batch\":9"), ("\"count\":5", "\"count\":-5")] {
      #expect(text.contains(right))
      let changed = Data(text.replacingOccurrences(of: right, with: wrong).utf8)
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode(BatchSampler.self, from: changed)
      }
    }
  }
}

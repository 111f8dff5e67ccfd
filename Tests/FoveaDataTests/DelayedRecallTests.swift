import FoveaTensor
import Testing

@testable import FoveaData

@Suite struct DelayedRecallTests {
  @Test(arguments: [1, 3], [0, 1, 12]) func whatWasShownIsToBeRecalled(length: Int, delay: Int) {
    let task = DelayedRecall(symbols: 4, delay: delay, length: length, count: 60, seed: 8)
    let batch = task.batch(Array(0..<60))
    #expect(batch.inputs.shape == [60, 2 * length + delay, 6])
    #expect(batch.targets.shape == [60, 2 * length + delay])
    var seen: Set<Int> = []
    for sample in 0..<60 {
      let shown = (0..<task.time).map { step -> Int in
        let row = (0..<6).map { batch.inputs[sample, step, $0] }
        #expect(row.count { $0 == 1 } == 1 && row.count { $0 == 0 } == 5)
        return row.firstIndex(of: 1) ?? -1
      }
      let targets = (0..<task.time).map { batch.targets[sample, $0] }
      #expect(shown[..<length].allSatisfy { $0 < 4 })
      #expect(shown.indices.filter { shown[$0] == 5 } == [length + delay])
      #expect(shown[length...].count { $0 == 4 } == delay + length - 1)
      #expect(targets[..<task.cue].allSatisfy { $0 == -1 })
      #expect(targets[task.cue...].elementsEqual(shown[..<length].map { Float($0) }))
      seen.formUnion(shown[..<length])
    }
    #expect(seen == [0, 1, 2, 3])
  }
}

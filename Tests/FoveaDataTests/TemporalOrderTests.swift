import FoveaTensor
import Testing

@testable import FoveaData

@Suite struct TemporalOrderTests {
  @Test(arguments: [10, 60, 105]) func theClassIsTheOrder(length: Int) {
    let task = TemporalOrder(length: length, count: 200, seed: 4)
    let batch = task.batch(Array(0..<200))
    #expect(batch.inputs.shape == [200, length, 8] && batch.targets.shape == [200])
    var classes = [Int](repeating: 0, count: 4)
    for sample in 0..<200 {
      let symbols = (0..<length).map { step -> Int in
        let row = (0..<8).map { batch.inputs[sample, step, $0] }
        #expect(row.count { $0 == 1 } == 1 && row.count { $0 == 0 } == 7)
        return row.firstIndex(of: 1) ?? -1
      }
      let relevant = symbols.indices.filter { symbols[$0] < 2 }
      #expect(relevant.count == 2 && symbols[0] == 6 && symbols[length - 1] == 7)
      #expect(symbols.count { $0 > 5 } == 2)
      let tenth = length / 10
      #expect((tenth..<2 * tenth).contains(relevant[0]))
      #expect((5 * tenth..<6 * tenth).contains(relevant[1]))
      let label = 2 * symbols[relevant[0]] + symbols[relevant[1]]
      #expect(batch.targets.scalars[sample] == Float(label))
      classes[label] += 1
    }
    #expect(classes.allSatisfy { $0 > 25 })
  }
}

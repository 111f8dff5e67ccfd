import FoveaTensor
import Testing

@testable import FoveaData

@Suite struct AddingProblemTests {
  @Test(arguments: [6, 10, 50]) func theTargetIsTheMarkedSum(length: Int) {
    let task = AddingProblem(length: length, count: 300, seed: 2)
    let batch = task.batch(Array(0..<300))
    for sample in 0..<300 {
      let rows = (0..<length).map { step in
        (value: batch.inputs[sample, step, 0], mark: batch.inputs[sample, step, 1])
      }
      let marked = rows.indices.filter { rows[$0].mark == 1 }
      #expect((1...2).contains(marked.count), "one where the first step was drawn")
      #expect(marked.count == 1 || marked[0] < 10)
      #expect(marked.allSatisfy { $0 > 0 && $0 < length / 2 })
      #expect(rows.indices.filter { rows[$0].mark == -1 } == [0, length - 1])
      #expect(rows.allSatisfy { (-1...1).contains($0.value) })
      let sum = marked.reduce(0) { $0 + rows[$1].value }
      #expect(abs(batch.targets[sample, 0] - (0.5 + sum / 4)) < 1e-6)
    }
  }

  @Test func guessingTheMeanHasTheStatedError() {
    let targets = AddingProblem(length: 100, count: 4000, seed: 3).batch(Array(0..<4000)).targets
    let error = targets.scalars.reduce(0) { $0 + ($1 - 0.5) * ($1 - 0.5) } / 4000
    #expect(error > 0.036 && error < 0.0425)
  }
}

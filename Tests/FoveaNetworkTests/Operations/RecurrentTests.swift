import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct RecurrentTests {
  @Test(arguments: [
    (Recurrent.Cell.elman(.tanh), 1, ["h"]), (.gru, 3, ["h", "r", "z", "n"]),
    (.lstm, 4, ["h", "c", "i", "f", "g", "o"]),
  ]) func `Weights hold a block for each gate, records a step for each time`(
    cell: Recurrent.Cell, gates: Int, records: [String]
  ) throws {
    let operation = Recurrent(cell, hidden: 5)
    let parameters = try operation.parameters(for: [[2, 7, 3]])
    #expect(parameters.map(\.role) == ["weight_ih", "weight_hh", "bias_ih", "bias_hh"])
    #expect(
      parameters.map(\.shape) == [[gates * 5, 3], [gates * 5, 5], [gates * 5], [gates * 5]])
    let inside = operation.records(for: [[2, 7, 3]])
    #expect(inside == records.map { RecordSpecification($0, steps: 7, shape: [2, 5]) })
    #expect(
      operation.arithmetic(for: [[2, 7, 3]], output: [2, 7, 5]) == 2 * 14 * gates * 5 * 8)
  }

  @Test func `All steps are put out, or the last`() throws {
    #expect(try Recurrent(.gru, hidden: 5).outputShape(for: [[2, 7, 3]]) == [2, 7, 5])
    let last = Recurrent(.lstm, hidden: 5, returnsSequence: false)
    #expect(try last.outputShape(for: [[2, 7, 3], [2, 5], [2, 5]]) == [2, 5])
  }

  @Test func `What does not fit is said`() {
    let cell = Recurrent(.gru, hidden: 5)
    #expect(throws: ShapeError("the input must have the shape [batch, time, features], got [2, 3]"))
    { try cell.outputShape(for: [[2, 3]]) }
    #expect(throws: ShapeError("a sequence has 1 to 1048576 steps, got [2, 0, 3]")) {
      try cell.outputShape(for: [[2, 0, 3]])
    }
    #expect(throws: ShapeError("an initial state must have the shape [2, 5], got [1, 5]")) {
      try cell.outputShape(for: [[2, 7, 3], [1, 5]])
    }
  }

  @Test func `A forget bias stands in the second block of an LSTM alone`() throws {
    let lstm = Recurrent(.lstm, hidden: 5, forgetBias: 1)
    #expect(try lstm.parameters(for: [[2, 7, 3]])[2].initializer == .blocks([0, 1, 0, 0]))
    let gru = Recurrent(.gru, hidden: 4, forgetBias: 1)
    #expect(try gru.parameters(for: [[2, 7, 3]])[2].initializer == .uniform(bound: 0.5))
  }
}

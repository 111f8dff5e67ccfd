import FoveaDrawing
import FoveaInsight
import FoveaTensor
import Testing

@Suite struct WindowStepsTests {
  let input = Tensor(shape: [3, 4], scalars: (1...12).map { Float($0) })
  let kernel = Tensor(shape: [2, 2], scalars: [1, 0, -1, 2])

  @Test func theWindowMovesRowByRow() throws {
    let steps = try WindowSteps(
      over: input, extent: [1, 2], stride: 2, result: .zeros([2, 2]))
    #expect(steps.count == 4)
    #expect((0..<4).map { steps.corner($0).row } == [0, 0, 2, 2])
    #expect((0..<4).map { steps.corner($0).column } == [0, 2, 0, 2])
  }

  @Test func theKernelsWeightsStandInTheWindow() throws {
    let steps = try WindowSteps(over: input, kernel: kernel, result: .zeros([2, 3]))
    let grid = steps.inputGrid(4)
    #expect(grid.cells[1][1].note == "1")
    #expect(grid.cells[2][1].note == "−1")
    #expect(grid.cells.joined().count { !$0.note.isEmpty } == 4)
    #expect(grid.marks[0].rows == 1..<3)
    #expect(grid.marks[0].columns == 1..<3)
    try steps.figure(4, title: "a", caption: "b").validate()
  }

  @Test func resultsAppearOneByOne() throws {
    let steps = try WindowSteps(
      over: input, kernel: kernel, result: Tensor(repeating: 7, shape: [2, 3]))
    #expect(steps.resultGrid(3).cells.joined().count { $0.text == "7" } == 4)
    #expect(steps.resultGrid(3).marks[0].rows == 1..<2)
  }

  @Test func sumsLeaveOutWeightsOfZero() throws {
    let steps = try WindowSteps(
      over: Tensor([3, -2, 5]), kernel: Tensor([1, 0, -4]), result: Tensor([-17]))
    #expect(steps.sum(0) == "1·3 + (−4)·5 = −17")
  }

  @Test func resultsThatDoNotFitAreErrors() {
    #expect(throws: FoveaError.self) {
      try WindowSteps(over: input, kernel: kernel, result: .zeros([3, 3]))
    }
    #expect(throws: FoveaError.self) {
      try WindowSteps(over: input, extent: [4, 4], result: .zeros([1, 1]))
    }
    #expect(throws: FoveaError.self) {
      try WindowSteps(over: input, extent: [2, 2], stride: 0, result: .zeros([2, 3]))
    }
  }
}

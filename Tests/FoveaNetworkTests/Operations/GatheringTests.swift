import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct GatheringTests {
  @Test func `Indices take the place of the axis`() throws {
    #expect(try Gathering(axis: 1).outputShape(for: [[2, 5, 3], [4, 7]]) == [2, 4, 7, 3])
    #expect(try Gathering(axis: -1).outputShape(for: [[2, 5], []]) == [2])
    #expect(throws: ShapeError("axis 2 is outside of the input's shape [2, 5]")) {
      try Gathering(axis: 2).outputShape(for: [[2, 5], [1]])
    }
  }

  @Test func `Elements are picked along one axis`() throws {
    #expect(try ElementGathering(axis: 1).outputShape(for: [[2, 3], [1, 9]]) == [1, 9])
    #expect(throws: ShapeError("indices [3, 1] do not pick elements along axis 1 of [2, 3]")) {
      try ElementGathering(axis: 1).outputShape(for: [[2, 3], [3, 1]])
    }
    #expect(throws: ShapeError("updates need the indices' shape [1, 2], got [2, 2]")) {
      try ElementScattering(axis: 1).outputShape(for: [[2, 3], [1, 2], [2, 2]])
    }
  }

  @Test func `Tuples name slices`() throws {
    #expect(try TupleGathering().outputShape(for: [[4, 5, 6], [3, 2]]) == [3, 6])
    #expect(
      try TupleGathering(batchAxes: 1).outputShape(for: [[4, 5, 6], [4, 3, 1]]) == [4, 3, 6])
    #expect(throws: ShapeError("indices [3, 4] with 0 batch axes do not fit [4, 5, 6]")) {
      try TupleGathering().outputShape(for: [[4, 5, 6], [3, 4]])
    }
    #expect(throws: ShapeError("updates need the shape [3, 6], got [3]")) {
      try TupleScattering().outputShape(for: [[4, 5, 6], [3, 2], [3]])
    }
  }

  @Test func `Rankings shorten an axis and marks add one`() throws {
    #expect(try Ranking(.values, axis: 0, count: 2).outputShape(for: [[5, 3]]) == [2, 3])
    #expect(throws: ShapeError("axis 1 of [5, 3] has no 4 elements")) {
      try Ranking(.indices, count: 4).outputShape(for: [[5, 3]])
    }
    #expect(try OneHot(depth: 7).outputShape(for: [[2, 3]]) == [2, 3, 7])
    #expect(try OneHot(depth: 7, axis: 0).outputShape(for: [[]]) == [7])
  }
}

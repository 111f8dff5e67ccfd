import FoveaTensor
import Testing

@testable import FoveaNetwork

@Suite struct AxisMappingTests {
  /// What Python's `list(range(6))[start:end:step]` gives.
  @Test(
    arguments: [
      ((0, 6, 1), [0, 1, 2, 3, 4, 5]), ((1, 5, 2), [1, 3]), ((-3, 100, 1), [3, 4, 5]),
      ((4, 2, 1), []), ((5, -100, -2), [5, 3, 1]), ((-1, 0, -1), [5, 4, 3, 2, 1]),
      ((100, 3, -1), [5, 4]), ((-100, 2, 1), [0, 1]), ((0, .max, .max), [0]),
      ((.max, .min, -1), [5, 4, 3, 2, 1, 0]), ((5, .min, .min), [5]),
    ] as [((Int, Int, Int), [Int])])
  func `Ranges are NumPy's`(numbers: (Int, Int, Int), indices: [Int]) throws {
    let range = RangeSlicing.Range(
      axis: -1, start: numbers.0, end: numbers.1, step: numbers.2)
    let operation = RangeSlicing([range])
    #expect(try operation.sources(for: [2, 6]) == [[0, 1], indices])
    #expect(try operation.outputShape(for: [[2, 6]]) == [2, indices.count])
  }

  @Test func `Axes come and go`() throws {
    #expect(try AxisInsertion([0, -1]).outputShape(for: [[2, 3]]) == [1, 2, 3, 1])
    #expect(try AxisInsertion([0]).outputShape(for: [[]]) == [1])
    #expect(try AxisRemoval().outputShape(for: [[1, 2, 1]]) == [2])
    #expect(throws: ShapeError("axis 1 of [1, 2] has more than one element and cannot go")) {
      try AxisRemoval([1]).outputShape(for: [[1, 2]])
    }
  }

  @Test func `Extents that are 1 expand`() throws {
    #expect(try Expansion(to: [3, 1, 4]).outputShape(for: [[2, 1]]) == [3, 2, 4])
    #expect(try Expansion(to: [3, 1]).sources(for: [2]) == [[0, 0, 0], [0, 1]])
    #expect(throws: ShapeError.self) { try Expansion(to: [3]).outputShape(for: [[2]]) }
    #expect(try Tiling([2, 1]).sources(for: [2, 1]) == [[0, 1, 0, 1], [0]])
    #expect(throws: ShapeError("repeats [2] do not fit [2, 1]")) {
      try Tiling([2]).outputShape(for: [[2, 1]])
    }
  }
}

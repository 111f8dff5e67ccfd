import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct ReshapingTests {
  @Test(
    arguments: [
      ([0, -1], Shape([2, 60])), ([-1], [120]), ([6, 20], [6, 20]),
      ([0, 0, -1, 1, 2], [2, 3, 10, 1, 2]),
      ([0, 3, 20], [2, 3, 20]),
    ] as [([Int], Shape)]) func `Extents are kept, given or found`(dimensions: [Int], shape: Shape)
    throws
  {
    #expect(try Reshaping(to: dimensions).outputShape(for: [[2, 3, 4, 5]]) == shape)
  }

  @Test func `An empty batch keeps its other extents`() throws {
    #expect(try Reshaping(to: [0, 12]).outputShape(for: [[0, 3, 4]]) == [0, 12])
    #expect(try Flattening().outputShape(for: [[0, 3, 4]]) == [0, 12])
  }

  @Test func `The number of elements stays`() {
    #expect(throws: ShapeError("[2, 3] with 6 elements cannot become [0, 4]")) {
      try Reshaping(to: [0, 4]).outputShape(for: [[2, 3]])
    }
    #expect(throws: ShapeError("[2, 3] with 6 elements cannot become [-1, 4]")) {
      try Reshaping(to: [-1, 4]).outputShape(for: [[2, 3]])
    }
    #expect(throws: ShapeError("[2, 3, 0] keeps axis 2, which [2, 3] does not have")) {
      try Reshaping(to: [2, 3, 0]).outputShape(for: [[2, 3]])
    }
  }

  @Test func `Axes are joined from one on`() throws {
    #expect(try Flattening().outputShape(for: [[2, 3, 4]]) == [2, 12])
    #expect(try Flattening(from: 0).outputShape(for: [[2, 3, 4]]) == [24])
    #expect(try Flattening(from: 3).outputShape(for: [[2, 3, 4]]) == [2, 3, 4, 1])
    #expect(throws: ShapeError("axis 4 is outside of the input's shape [2, 3, 4]")) {
      try Flattening(from: 4).outputShape(for: [[2, 3, 4]])
    }
  }

  @Test func `Axes change places`() throws {
    #expect(try Transposition(order: [2, 0, 1]).outputShape(for: [[2, 3, 4]]) == [4, 2, 3])
    #expect(throws: ShapeError("the order [1, 0] does not fit [2, 3, 4]")) {
      try Transposition(order: [1, 0]).outputShape(for: [[2, 3, 4]])
    }
  }

  @Test(arguments: [
    (0, 4, 2, true), (0, 5, 2, true), (0, 6, 2, false), (-3, 3, 1, true), (-3, 4, 1, false),
    (-10, 1, 1, false), (9, 1, 5, false), (8, 1, 5, true),
  ]) func `A slice stays inside`(start: Int, count: Int, step: Int, fits: Bool) throws {
    let slice = Slicing(axis: -1, start: start, count: count, step: step)
    if fits {
      #expect(try slice.outputShape(for: [[2, 9]]) == [2, count])
    } else {
      #expect(
        throws: ShapeError(
          "elements \(start)… (\(count), step \(step)) are outside of axis 1 of [2, 9]")
      ) { try slice.outputShape(for: [[2, 9]]) }
    }
  }

  @Test func `A concatenation adds up one axis`() throws {
    let concatenation = Concatenation(axis: -2)
    #expect(try concatenation.outputShape(for: [[2, 3, 4], [2, 1, 4], [2, 0, 4]]) == [2, 4, 4])
    #expect(
      throws: ShapeError("all inputs must agree but for axis 1, got [[2, 3, 4], [2, 1, 5]]")
    ) { try concatenation.outputShape(for: [[2, 3, 4], [2, 1, 5]]) }
    #expect(throws: ShapeError("axis -2 is outside of the input's shape [2]")) {
      try concatenation.outputShape(for: [[2]])
    }
  }
}

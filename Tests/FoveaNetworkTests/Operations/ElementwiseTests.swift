import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct ElementwiseTests {
  @Test func `Functions keep the shape`() throws {
    #expect(try Elementwise(.relu).outputShape(for: [[2, 3]]) == [2, 3])
    #expect(Elementwise(.clamp(low: 0, high: 1)).summary == "clamp(low: 0.0, high: 1.0)")
  }

  @Test(
    arguments: [
      (Shape([2, 3]), Shape([2, 3]), Shape([2, 3])), ([2, 3], [3], [2, 3]),
      ([2, 1], [1, 3], [2, 3]),
      ([], [4], [4]), ([5, 1, 2], [3, 1], [5, 3, 2]), ([0, 3], [1, 3], [0, 3]),
    ] as [(Shape, Shape, Shape)]) func `Two shapes broadcast by NumPy's rule`(
      a: Shape, b: Shape, result: Shape
    ) throws
  {
    #expect(try Arithmetic(.add).outputShape(for: [a, b]) == result)
    #expect(try Arithmetic(.add).outputShape(for: [b, a]) == result)
  }

  @Test func `Others do not`() {
    #expect(
      throws: ShapeError(
        "[2, 3] and [2] do not broadcast: extents, aligned at the end, must be equal or 1")
    ) { try Arithmetic(.divide).outputShape(for: [[2, 3], [2]]) }
  }

  @Test func `A broadcast cannot grow beyond bounds`() {
    #expect(
      throws: ShapeError("[1073741824, 1073741824] would have more than 2^32 elements")
    ) {
      try Arithmetic(.add).outputShape(for: [[1_073_741_824, 1], [1, 1_073_741_824]])
    }
  }
}

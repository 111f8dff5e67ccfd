import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct ReductionTests {
  @Test func `Reduced axes vanish or stay with extent 1`() throws {
    #expect(try Reduction(.sum).outputShape(for: [[2, 3, 4]]) == .scalar)
    #expect(try Reduction(.mean, axes: [-1, 0]).outputShape(for: [[2, 3, 4]]) == [3])
    #expect(
      try Reduction(.l2, axes: [1], keepsAxes: true).outputShape(for: [[2, 3, 4]]) == [2, 1, 4])
    #expect(try Reduction(.sum, axes: []).outputShape(for: [[2, 3]]) == [2, 3])
    #expect(try Reduction(.sum, axes: [-1, 0]).reducedAxes(of: [2, 3, 4]) == [0, 2])
  }

  @Test func `Axes are there, once`() {
    #expect(throws: ShapeError("the axes [1, -2] repeat one")) {
      try Reduction(.sum, axes: [1, -2]).outputShape(for: [[2, 3, 4]])
    }
    #expect(throws: ShapeError("axis 3 is outside of the input's shape [2, 3, 4]")) {
      try Reduction(.sum, axes: [3]).outputShape(for: [[2, 3, 4]])
    }
  }
}

import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct SoftmaxFunctionTests {
  @Test func `The axis is one of the input's`() throws {
    #expect(try SoftmaxFunction().outputShape(for: [[4, 10]]) == [4, 10])
    #expect(try SoftmaxFunction(axis: 1).outputShape(for: [[4, 10, 2]]) == [4, 10, 2])
    #expect(throws: ShapeError("axis 2 is outside of the input's shape [4, 10]")) {
      try SoftmaxFunction(axis: 2).outputShape(for: [[4, 10]])
    }
    #expect(throws: ShapeError("axis -1 is outside of the input's shape []")) {
      try SoftmaxFunction().outputShape(for: [.scalar])
    }
  }
}

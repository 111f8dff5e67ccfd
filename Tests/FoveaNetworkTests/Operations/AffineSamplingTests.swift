import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct AffineSamplingTests {
  @Test func `One map for each image, or one for all`() throws {
    let sampling = AffineSampling()
    #expect(try sampling.outputShape(for: [[4, 3, 8, 8], [4, 6]]) == [4, 3, 8, 8])
    #expect(try sampling.outputShape(for: [[4, 3, 8, 8], [1, 6]]) == [4, 3, 8, 8])
    #expect(throws: ShapeError("maps must have the shape [4, 6], got [2, 6]")) {
      try sampling.outputShape(for: [[4, 3, 8, 8], [2, 6]])
    }
  }
}

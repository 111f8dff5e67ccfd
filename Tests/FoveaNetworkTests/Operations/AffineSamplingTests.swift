import FoveaNetwork
import FoveaTensor
import Foundation
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

  @Test func `An edit keeps the value's shape`() throws {
    #expect(try Edit().outputShape(for: [[4, 3, 8], [1, 3, 1], []]) == [4, 3, 8])
    #expect(throws: ShapeError("[5, 4, 3] does not broadcast to the value's shape [4, 3]")) {
      try Edit().outputShape(for: [[4, 3], [5, 4, 3], []])
    }
    #expect(throws: ShapeError("an edit's bounds must be in order, got 1.0 and 0.0")) {
      try decodedEdit().checkAttributes()
    }
  }

  /// An edit as a file may hold it, which the initialiser would refuse.
  private func decodedEdit() throws -> Edit {
    try JSONDecoder().decode(Edit.self, from: Data(#"{"low":1,"high":0}"#.utf8))
  }
}

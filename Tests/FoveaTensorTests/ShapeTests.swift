import Foundation
import Testing

@testable import FoveaTensor

@Suite struct ShapeTests {
  @Test(arguments: [([], 1), ([0], 0), ([3], 3), ([2, 3, 4], 24), ([2, 0, 4], 0)])
  func countsElements(dimensions: [Int], count: Int) {
    #expect(Shape(dimensions).count == count)
    #expect(Shape(dimensions).rank == dimensions.count)
  }

  @Test func stridesAreRowMajor() {
    #expect(Shape([2, 3, 4]).strides == [12, 4, 1])
    #expect(Shape.scalar.strides == [])
  }

  @Test func axesCountFromEitherEnd() {
    let shape: Shape = [2, 3, 4]
    #expect(shape[0] == 2 && shape[2] == 4 && shape[-1] == 4 && shape[-3] == 2)
    #expect(shape.replacing(-1, with: 7) == [2, 3, 7])
    #expect(shape.replacing(0, with: 1) == [1, 3, 4])
  }

  @Test(arguments: [
    ([2, 3], [3], [2, 3]), ([2, 1], [1, 5], [2, 5]), ([], [4], [4]), ([1], [0], [0]),
    ([8, 1, 6, 1], [7, 1, 5], [8, 7, 6, 5]),
  ])
  func broadcastsLikeNumPy(a: [Int], b: [Int], result: [Int]) {
    #expect(Shape(a).broadcast(with: Shape(b)) == Shape(result))
    #expect(Shape(b).broadcast(with: Shape(a)) == Shape(result))
  }

  @Test func refusesToBroadcastWhatDoesNotFit() {
    #expect(Shape([2, 3]).broadcast(with: [2]) == nil)
    #expect(Shape([2]).broadcast(with: [0]) == nil)
  }

  @Test func repeatedAxesHaveStrideZero() {
    #expect(Shape([3, 1]).stridesBroadcast(to: [2, 3, 4]) == [0, 1, 0])
    #expect(Shape([2, 3]).stridesBroadcast(to: [2, 3]) == [3, 1])
  }

  @Test func describesAndCodesItself() throws {
    let shape: Shape = [32, 1, 28, 28]
    #expect("\(shape)" == "[32, 1, 28, 28]")
    let decoded = try JSONDecoder().decode(Shape.self, from: JSONEncoder().encode(shape))
    #expect(decoded == shape)
    for wrong in ["[-1]", "[9223372036854775807,2]"] {
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode(Shape.self, from: Data(wrong.utf8))
      }
    }
  }

  @Test func impossibleShapesStopTheProgram() async {
    await #expect(processExitsWith: .failure) { _ = Shape([2, -1]) }
    await #expect(processExitsWith: .failure) { _ = Shape([Int.max, 2]) }
    await #expect(processExitsWith: .failure) { _ = Shape([2])[1] }
  }
}

import FoveaTensor
import Testing

@testable import FoveaNetwork

@Suite struct OperationTests {
  @Test func `Every kind has its own name`() {
    let kinds = OperationTable.all.map { $0.kind }
    #expect(Set(kinds).count == kinds.count)
    for type in OperationTable.all { #expect(OperationTable.type(named: type.kind) == type) }
    #expect(OperationTable.type(named: "nothing") == nil)
  }

  @Test func `Products saturate`() {
    #expect(saturatingProduct([]) == 1)
    #expect(saturatingProduct([3, 4, 5]) == 60)
    #expect(saturatingProduct([Int.max, 2, 3]) == Int.max)
    #expect(saturatingProduct([Int.max, Int.max, 0]) == 0)
  }

  @Test func `Shapes are held to a number of elements`() throws {
    #expect(try Shape(checking: [1 << 16, 1 << 16]).count == 1 << 32)
    for dimensions in [[1 << 16, 1 << 16, 2], [1 << 62, 1 << 62], [0, 1 << 33]] {
      #expect(throws: ShapeError("\(dimensions) would have more than 2^32 elements")) {
        try Shape(checking: dimensions)
      }
    }
  }

  @Test func `Axes count from either end`() throws {
    let shape: Shape = [2, 3]
    #expect(try [-2, -1, 0, 1].map { try shape.normalized(axis: $0) } == [0, 1, 0, 1])
    #expect(throws: ShapeError("axis 2 is outside of the input's shape [2, 3]")) {
      try shape.normalized(axis: 2)
    }
  }
}

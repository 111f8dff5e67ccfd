import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct DenseProductTests {
  @Test func `The last axis becomes units`() throws {
    let dense = DenseProduct(units: 4)
    #expect(try dense.outputShape(for: [[2, 5, 3]]) == [2, 5, 4])
    #expect(try dense.parameters(for: [[2, 5, 3]]).map(\.shape) == [[4, 3], [4]])
    #expect(dense.arithmetic(for: [[2, 5, 3]], output: [2, 5, 4]) == 2 * 40 * 3)
    for input: Shape in [[3], [2, 0]] {
      #expect(
        throws: ShapeError("the input must have the shape [batch, …, features], got \(input)")
      ) { try dense.outputShape(for: [input]) }
    }
  }

  @Test func `Matrices multiply where the inner extents agree`() throws {
    #expect(try MatrixProduct().outputShape(for: [[7, 2, 3], [7, 3, 5]]) == [7, 2, 5])
    let transposed = MatrixProduct(transposesSecond: true)
    #expect(try transposed.outputShape(for: [[2, 3], [5, 3]]) == [2, 5])
    #expect(transposed.arithmetic(for: [[2, 3], [5, 3]], output: [2, 5]) == 2 * 10 * 3)
    #expect(
      throws: ShapeError("factors must be […, m, k] and […, k, n], got [2, 3] and [5, 3]")
    ) { try MatrixProduct().outputShape(for: [[2, 3], [5, 3]]) }
    #expect(try transposed.outputShape(for: [[7, 1, 2, 3], [4, 5, 3]]) == [7, 4, 2, 5])
    #expect(
      throws: ShapeError("factors must be […, m, k] and […, n, k], got [7, 2, 3] and [4, 5, 3]")
    ) { try transposed.outputShape(for: [[7, 2, 3], [4, 5, 3]]) }
  }
}

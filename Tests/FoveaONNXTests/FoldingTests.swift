import TestSupport
import FoveaTensor
import Testing

@testable import FoveaONNX

@Suite struct FoldingTests {
  private let matrix = KnownTensor([2, 3], integers: [1, 2, 3, 4, 5, 6])

  @Test func `a transposition moves elements`() throws {
    #expect(try matrix.transposed([1, 0]).integers == [1, 4, 2, 5, 3, 6])
    #expect(try matrix.transposed([1, 0]).shape == [3, 2])
  }

  @Test func `slices take any step`() throws {
    #expect(try matrix.slice(axis: 1, from: 2, count: 2, step: -2).integers == [3, 1, 6, 4])
    #expect(try matrix.slice(axis: 0, from: 1, count: 1).integers == [4, 5, 6])
    #expect(try matrix.slice(axis: 0, from: 0, count: 0).integers.isEmpty)
  }

  @Test func `numbers combine by broadcasting, whole ones as in C`() throws {
    let sum = try KnownTensor.combining(
      matrix, KnownTensor([10, 20, 30]), integers: { $0 &+ $1 }, floats: { $0 + $1 })
    #expect(sum.integers == [11, 22, 33, 14, 25, 36])
    #expect(WrappingInteger.quotient(-7, 2) == -3)
    #expect(WrappingInteger.quotient(7, 0) == 0)
    #expect(WrappingInteger.modulo(-7, 3) == 2)
    #expect(WrappingInteger.power(3, 4) == 81)
  }

  @Test func `rows are gathered, also from the end`() throws {
    let rows = try FoldingTable.gathered(matrix, KnownTensor([-1, 0]), axis: 0)
    #expect(rows.integers == [4, 5, 6, 1, 2, 3])
    #expect(
      message { _ = try FoldingTable.gathered(matrix, KnownTensor([2]), axis: 0) }.contains("2"))
  }

  @Test func `one number everywhere takes no memory`() throws {
    let wide = try KnownTensor([1, 1], .float, .uniform(3)).broadcast(to: [1 << 20, 1 << 20])
    guard case .uniform(3) = wide.content else {
      Issue.record("the elements were made")
      return
    }
    let row = KnownTensor([2], integers: [1, 2])
    #expect(!message { _ = try row.broadcast(to: [1 << 30, 2]) }.isEmpty)
  }

  @Test func `parts are joined along any axis`() throws {
    let joined = try KnownTensor.concatenating(
      [matrix, KnownTensor([2, 1], integers: [7, 8])], axis: 1)
    #expect(joined.integers == [1, 2, 3, 7, 4, 5, 6, 8])
  }
}

import FoveaTensor
import Testing

@testable import FoveaEngine

@Suite struct KernelTests {
  private static func random(_ count: Int, seed: UInt64) -> [Float] {
    var source = RandomSource(seed: seed)
    return (0..<count).map { _ in source.uniform(in: -1...1) }
  }

  private static func floats(_ values: [Float]) -> (Arena, Floats) {
    let arena = Arena(count: values.count)
    let floats = arena.floats(0, values.count)
    floats.copy(from: values)
    return (arena, floats)
  }

  @Test(arguments: [1, 7, 8, 33, 1000])
  func sums(_ count: Int) {
    let values = Self.random(count, seed: 1)
    let (arena, x) = Self.floats(values)
    withExtendedLifetime(arena) {
      let (sum, squares) = (Kernel.sum(x), Kernel.sumOfSquares(x))
      #expect(abs(sum - values.reduce(0) { $0 + Double($1) }) < 1e-10)
      #expect(abs(squares - values.reduce(0) { $0 + Double($1) * Double($1) }) < 1e-10)
    }
  }

  @Test(arguments: [1, 5, 16, 37])
  func rowsAndBiases(_ columns: Int) {
    let values = Self.random(3 * columns, seed: 2)
    let added = Self.random(columns, seed: 3)
    let ((a, y), (b, bias), (c, total)) = (
      Self.floats(values), Self.floats(added), Self.floats(added)
    )
    withExtendedLifetime((a, b, c)) {
      Kernel.sumRows(y, into: total)
      for column in 0..<columns {
        let sum = (0..<3).reduce(Float(0)) { $0 + values[$1 * columns + column] }
        #expect(abs(total[column] - sum) < 1e-6)
      }
      Kernel.addBias(bias, to: y, columns: columns, relu: true)
      let expected = values.indices.map { max(0, values[$0] + added[$0 % columns]) }
      #expect(y.array == expected)
      Kernel.addBias(nil, to: y, columns: columns, relu: false)
      #expect(y.array == expected)
    }
  }

  @Test func scaledSums() {
    let ((a, x), (b, y)) = (
      Self.floats(Self.random(37, seed: 4)), Self.floats(Self.random(37, seed: 5))
    )
    withExtendedLifetime((a, b)) {
      let expected = zip(x.array, y.array).map { $1 + 0.5 * $0 }
      Kernel.addScaled(0.5, x, to: y)
      #expect(y.array == expected)
      Kernel.linear(2, y, 1, into: y)
      #expect(y.array == expected.map { 2 * $0 + 1 })
    }
  }
}

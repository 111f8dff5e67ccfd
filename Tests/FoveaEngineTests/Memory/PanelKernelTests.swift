import FoveaTensor
import Testing

@testable import FoveaEngine

@Suite struct PanelKernelTests {
  /// Sizes around those of tiles, 6 by 64.
  private static let sizes: [(rows: Int, columns: Int, inner: Int)] = [
    (1, 1, 1), (5, 3, 1), (6, 64, 7), (7, 65, 16), (13, 130, 17), (50, 63, 40), (96, 200, 33),
  ]

  @Test(arguments: sizes, [false, true])
  func productsAgreeWithSums(
    _ size: (rows: Int, columns: Int, inner: Int), isTransposed: Bool
  ) throws {
    let (rows, columns, inner) = size
    let a = Samples.uniform([rows, inner], seed: 1).scalars
    let b = Samples.uniform([inner, columns], seed: 2).scalars
    let bias = Samples.uniform([columns], seed: 3).scalars
    let matrix: PanelMatrix =
      isTransposed
      ? .transposed(columns: columns, inner: inner) : .plain(inner: inner, columns: columns)
    func element(_ k: Int, _ n: Int) -> Double {
      Double(isTransposed ? b[n * inner + k] : b[k * columns + n])
    }
    let (memory, packed) = (Arena(count: rows * inner), Arena(count: matrix.panelCount))
    let (source, out) = (Arena(count: inner * columns), Arena(count: rows * columns))
    let start = Arena(count: columns)
    memory.floats(0, a.count).copy(from: a)
    source.floats(0, b.count).copy(from: b)
    start.floats(0, columns).copy(from: bias)
    let panels = packed.floats(0, matrix.panelCount)
    PanelKernel.pack(source.floats(0, b.count), matrix, into: panels)
    let result = out.floats(0, rows * columns)
    func check(_ scale: Double, _ offset: (Int) -> Double) {
      var furthest = 0.0
      for r in 0..<rows {
        for n in 0..<columns {
          var sum = offset(n)
          for k in 0..<inner { sum += scale * Double(a[r * inner + k]) * element(k, n) }
          furthest = max(furthest, abs(sum - Double(result[r * columns + n])))
        }
      }
      #expect(furthest <= 1e-5 * scale * Double(inner + 1))
    }
    func multiply(_ start: PanelKernel.Start) {
      PanelKernel.multiply(
        memory.floats(0, a.count), panels, matrix, from: start, into: result, rows: rows)
    }
    result.fill(.nan)
    multiply(.zero)
    check(1) { _ in 0 }
    multiply(.bias(start.floats(0, columns)))
    check(1) { Double(bias[$0]) }
    multiply(.result)
    check(2) { Double(bias[$0]) }
  }
}

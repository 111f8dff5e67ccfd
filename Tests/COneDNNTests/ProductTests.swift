import COneDNN
import Testing

extension OneDNN {
  @Suite struct ProductTests {
    /// Row-major a [m, k] · b [k, n].
    static func multiply(_ a: [Float], _ b: [Float], m: Int, n: Int, k: Int) -> [Double] {
      (0..<m * n).map { i in
        (0..<k).reduce(0) { $0 + Double(a[i / n * k + $1]) * Double(b[$1 * n + i % n]) }
      }
    }

    static func transposed(_ x: [Float], rows: Int, columns: Int) -> [Float] {
      (0..<x.count).map { x[$0 % rows * columns + $0 / rows] }
    }

    @Test(arguments: [false, true], [false, true])
    func sgemm(transposesFirst: Bool, transposesSecond: Bool) throws {
      for (m, n, k) in [(1, 1, 1), (3, 5, 7), (33, 17, 65), (1, 40, 3)] {
        let (a, b) = (numbers(m * k, seed: 12), numbers(k * n, seed: 13))
        var c = numbers(m * n, seed: 14)
        let first = transposesFirst ? Self.transposed(a, rows: k, columns: m) : a
        let second = transposesSecond ? Self.transposed(b, rows: n, columns: k) : b
        let wanted = zip(Self.multiply(first, second, m: m, n: n, k: k), c).map {
          2 * $0 + 0.5 * Double($1)
        }
        try check(
          unsafe fovea_sgemm(
            transposesFirst ? 1 : 0, transposesSecond ? 1 : 0, Int64(m), Int64(n), Int64(k), 2, a,
            Int64(transposesFirst ? m : k), b, Int64(transposesSecond ? k : n), 0.5, &c, Int64(n)))
        expectClose(c, wanted, "\(m)×\(k) · \(k)×\(n)")
      }
    }

    @Test func `Refuses rows that are longer than the memory between them`() {
      var c: [Float] = [0, 0]
      let status = unsafe fovea_sgemm(0, 0, 1, 2, 2, 1, [1, 2], 1, [1, 2, 3, 4], 2, 0, &c, 2)
      #expect(status != 0)
      #expect(Refusal().description.contains("matrix product"))
    }
  }
}

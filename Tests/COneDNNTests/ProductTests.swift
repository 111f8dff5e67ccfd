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

    // MARK: - Inner product

    static let shapes = [[1, 1], [3, 7], [5, 33], [2, 3, 4, 5], [4, 17, 3, 3]]

    static func description(_ source: [Int], _ outputs: Int) -> fovea_inner_product {
      var p = fovea_inner_product()
      p.rank = Int32(source.count)
      p.has_bias = 1
      p.training = 1
      fill(&p.source, source)
      fill(&p.weights, [outputs] + source.dropFirst())
      fill(&p.destination, [source[0], outputs])
      return p
    }

    @Test(arguments: shapes, [1, 6, 32]) func innerForward(_ source: [Int], outputs: Int) throws {
      let (rows, inner) = (source[0], product(source) / source[0])
      let weights = [outputs] + source.dropFirst()
      let x = numbers(rows * inner, seed: 1)
      let w = numbers(outputs * inner, seed: 2)
      let b = numbers(outputs, seed: 3)
      let old = numbers(rows * outputs, seed: 4)
      var p = Self.description(source, outputs)
      (p.accumulates, p.relu, p.relu_slope) = (1, 1, 0.25)
      let turned = Self.transposed(w, rows: outputs, columns: inner)
      let wanted = Self.multiply(x, turned, m: rows, n: outputs, k: inner).enumerated().map {
        let sum = $1 + Double(b[$0 % outputs]) + Double(old[$0])
        return sum > 0 ? sum : sum * 0.25
      }

      let operation = try unsafe Operation(fovea_inner_product_forward(&p, nil, nil, nil))
      try operation.set(FOVEA_SOURCE, source, x)
      try operation.set(FOVEA_WEIGHTS, weights, w)
      try operation.set(FOVEA_BIAS, [outputs], b)
      try operation.set(FOVEA_DESTINATION, [rows, outputs], old)
      try operation.run(FOVEA_DESTINATION)
      expectClose(try operation.get(FOVEA_DESTINATION, [rows, outputs]), wanted, operation.name)
    }

    @Test(arguments: shapes, [1, 6, 32]) func innerBackward(_ source: [Int], outputs: Int) throws {
      let (rows, inner) = (source[0], product(source) / source[0])
      let weights = [outputs] + source.dropFirst()
      let x = numbers(rows * inner, seed: 5)
      let w = numbers(outputs * inner, seed: 6)
      let dy = numbers(rows * outputs, seed: 7)
      var p = Self.description(source, outputs)

      let byInput = try unsafe Operation(fovea_inner_product_backward_data(&p, nil, nil, nil))
      try byInput.set(FOVEA_DESTINATION_GRADIENT, [rows, outputs], dy)
      try byInput.set(FOVEA_WEIGHTS, weights, w)
      try byInput.run(FOVEA_SOURCE_GRADIENT)
      expectClose(
        try byInput.get(FOVEA_SOURCE_GRADIENT, source),
        Self.multiply(dy, w, m: rows, n: inner, k: outputs), byInput.name)

      let byWeights = try unsafe Operation(fovea_inner_product_backward_weights(&p, nil, nil, nil))
      try byWeights.set(FOVEA_DESTINATION_GRADIENT, [rows, outputs], dy)
      try byWeights.set(FOVEA_SOURCE, source, x)
      try byWeights.run(FOVEA_WEIGHTS_GRADIENT, FOVEA_BIAS_GRADIENT)
      let turned = Self.transposed(dy, rows: rows, columns: outputs)
      expectClose(
        try byWeights.get(FOVEA_WEIGHTS_GRADIENT, weights),
        Self.multiply(turned, x, m: outputs, n: inner, k: rows), byWeights.name)
      let ones = [Float](repeating: 1, count: rows)
      expectClose(
        try byWeights.get(FOVEA_BIAS_GRADIENT, [outputs]),
        Self.multiply(turned, ones, m: outputs, n: 1, k: rows), "bias")
    }

    // MARK: - Matrix product

    @Test(arguments: [false, true], [false, true])
    func matrixProduct(transposesFirst: Bool, transposesSecond: Bool) throws {
      let (m, n, k) = (5, 7, 19)
      let (a, b) = (numbers(3 * m * k, seed: 8), numbers(k * n, seed: 9))
      let (bias, old) = (numbers(n, seed: 10), numbers(3 * m * n, seed: 11))
      let source = try Layout.strided(
        [3, m, k], transposesFirst ? [m * k, 1, m] : [m * k, k, 1])
      let weights = try Layout.strided(
        [1, k, n], transposesSecond ? [k * n, 1, k] : [k * n, n, 1])
      let row = try Layout.plain([1, 1, n])
      let destination = try Layout.plain([3, m, n])
      let operation = try unsafe Operation(
        fovea_matrix_product(
          source.handle, weights.handle, row.handle, destination.handle, 1))
      func bind(_ argument: fovea_argument, _ values: [Float]) throws {
        try operation.bind(Int32(argument.rawValue), Memory(values))
      }
      try bind(FOVEA_SOURCE, a)
      try bind(FOVEA_WEIGHTS, b)
      try bind(FOVEA_BIAS, bias)
      try bind(FOVEA_DESTINATION, old)
      try operation.run(FOVEA_DESTINATION)
      let second = transposesSecond ? Self.transposed(b, rows: n, columns: k) : b
      var wanted: [Double] = []
      for batch in 0..<3 {
        let slice = Array(a[batch * m * k..<(batch + 1) * m * k])
        let first = transposesFirst ? Self.transposed(slice, rows: k, columns: m) : slice
        wanted += Self.multiply(first, second, m: m, n: n, k: k)
      }
      for i in wanted.indices { wanted[i] += Double(bias[i % n]) + Double(old[i]) }
      expectClose(try operation.get(FOVEA_DESTINATION, [3, m, n]), wanted, operation.name)
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

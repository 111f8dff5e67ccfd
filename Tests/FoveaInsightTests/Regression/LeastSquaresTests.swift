import Fovea
import Testing

@Suite("Least squares")
struct LeastSquaresTests {
  private func matrix(_ rows: Int, _ columns: Int, seed: UInt64) -> [[Double]] {
    var source = RandomSource(seed: seed)
    return (0..<rows).map { _ in (0..<columns).map { _ in Double(source.normal()) } }
  }

  @Test("A known map is found from more samples than features")
  func overdetermined() throws {
    let samples = matrix(40, 7, seed: 1)
    let truth = matrix(7, 2, seed: 2)
    let targets = samples.map { row in
      (0..<2).map { output in zip(row, truth).reduce(0) { $0 + $1.0 * $1.1[output] } }
    }
    let found = try LeastSquares(samples, targets: targets)
    #expect(found.rank == 7)
    for (row, wanted) in zip(found.weights, truth) {
      for (value, right) in zip(row, wanted) { #expect(abs(value - right) < 1e-10) }
    }
  }

  @Test("The error is orthogonal to every feature", arguments: [3, 12, 29])
  func normalEquations(columns: Int) throws {
    let samples = matrix(30, columns, seed: 3)
    let targets = matrix(30, 1, seed: 4)
    let found = try LeastSquares(samples, targets: targets)
    let errors = zip(samples, targets).map { found.outputs(for: $0)[0] - $1[0] }
    for column in 0..<columns {
      let product = zip(samples, errors).reduce(0) { $0 + $1.0[column] * $1.1 }
      #expect(abs(product) < 1e-9)
    }
  }

  @Test("With more features than samples the fit is exact and the shortest", arguments: [11, 60])
  func underdetermined(columns: Int) throws {
    let samples = matrix(10, columns, seed: 5)
    let targets = matrix(10, 3, seed: 6)
    let found = try LeastSquares(samples, targets: targets)
    #expect(found.rank == 10)
    for (row, wanted) in zip(samples, targets) {
      for (value, right) in zip(found.outputs(for: row), wanted) {
        #expect(abs(value - right) < 1e-9)
      }
    }
    // The shortest solution lies in the samples' span: it is Aᵀ c, so that what is orthogonal to all samples has no share.
    let spanned = try LeastSquares(
      (0..<columns).map { feature in samples.map { $0[feature] } }, targets: found.weights)
    for (feature, row) in found.weights.enumerated() {
      let inside = spanned.outputs(for: samples.map { $0[feature] })
      for (value, part) in zip(row, inside) { #expect(abs(value - part) < 1e-8) }
    }
  }

  @Test("Dependent features share their weight evenly")
  func dependent() throws {
    let found = try LeastSquares([[1, 1, 0], [2, 2, 0], [3, 3, 0]], targets: [[2], [4], [6]])
    #expect(found.rank == 1)
    let wanted = [1.0, 1, 0]
    for (row, right) in zip(found.weights, wanted) { #expect(abs(row[0] - right) < 1e-12) }
    #expect(abs(found.norm - 2.0.squareRoot()) < 1e-12)
    #expect(try LeastSquares([[0, 0]], targets: [[5]]).weights == [[0], [0]])
  }

  @Test("What cannot be fitted is refused in one line")
  func refused() {
    #expect(throws: FoveaError.self) { try LeastSquares([], targets: []) }
    #expect(throws: FoveaError.self) { try LeastSquares([[]], targets: [[1]]) }
    #expect(throws: FoveaError.self) { try LeastSquares([[1], [1, 2]], targets: [[1], [2]]) }
    #expect(throws: FoveaError.self) { try LeastSquares([[1], [2]], targets: [[1]]) }
    #expect(throws: FoveaError.self) { try LeastSquares([[.nan]], targets: [[1]]) }
  }
}

@Suite("Legendre basis")
struct LegendreBasisTests {
  @Test("The first polynomials are the known ones")
  func known() {
    for x in [-1, -0.3, 0, 0.8, 1] {
      let values = LegendreBasis(degree: 3).features(of: x)
      #expect(values.count == 4)
      #expect(values[0] == 1 && values[1] == x)
      #expect(abs(values[2] - (3 * x * x - 1) / 2) < 1e-14)
      #expect(abs(values[3] - (5 * x * x * x - 3 * x) / 2) < 1e-14)
    }
    #expect(LegendreBasis(degree: 0).features(of: 0.4) == [1])
  }

  @Test("They are orthogonal, with the mean square 1 / (2k + 1)")
  func orthogonal() {
    let basis = LegendreBasis(degree: 6)
    let count = 4000
    let rows = (0..<count).map { basis.features(of: -1 + (2 * Double($0) + 1) / Double(count)) }
    for a in 0...6 {
      for b in 0...6 {
        let mean = rows.reduce(0) { $0 + $1[a] * $1[b] } / Double(count)
        #expect(abs(mean - (a == b ? 1 / Double(2 * a + 1) : 0)) < 1e-4)
      }
    }
  }

  @Test("With decay higher degrees shrink, and a fit of least norm prefers low ones")
  func decay() throws {
    let plain = LegendreBasis(degree: 4).features(of: 0.7)
    let shrunk = LegendreBasis(degree: 4, decay: 2).features(of: 0.7)
    for k in 0...4 { #expect(abs(shrunk[k] * Double((k + 1) * (k + 1)) - plain[k]) < 1e-14) }
    func share(_ decay: Double) throws -> Double {
      let basis = LegendreBasis(degree: 20, decay: decay)
      let places = [-0.8, 0.1, 0.6]
      let fit = try LeastSquares(
        places.map { basis.features(of: $0) }, targets: places.map { [$0 * $0] })
      // Of the polynomial itself, whose coefficients are the weights over the divisors.
      let one = LegendreBasis(degree: 20, decay: decay).features(of: 1)
      let sizes = zip(fit.weights, one).map { abs($0[0] * $1) }
      return sizes.suffix(10).reduce(0, +) / sizes.reduce(0, +)
    }
    #expect(try share(1) < 0.7 * share(0))
  }

  @Test("High degrees stay within ±1, and end at 1")
  func high() {
    let values = LegendreBasis(degree: 1000).features(of: 0.999)
    #expect(values.allSatisfy { abs($0) <= 1 })
    #expect(abs((LegendreBasis(degree: 1000).features(of: 1).last ?? 0) - 1) < 1e-12)
  }
}

import FoveaTensor
import Testing

@testable import FoveaNetwork

@Suite struct InitializerTests {
  private func moments(_ initializer: Initializer, _ shape: Shape) -> (
    mean: Double, deviation: Double, largest: Float
  ) {
    var source = RandomSource(seed: 11)
    let scalars = initializer.tensor(shape, from: &source).scalars.map(Double.init)
    let mean = scalars.reduce(0, +) / Double(scalars.count)
    let variance = scalars.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(scalars.count)
    return (mean, variance.squareRoot(), Float(scalars.map(abs).max() ?? 0))
  }

  /// Fan-in 12 · 9 = 108, fan-out 40 · 9 = 360; a uniform distribution in ±b has the variance b²/3.
  static let variances: [(Initializer, Double)] = [
    (.heNormal, 2.0 / 108), (.heUniform, 2.0 / 108), (.glorotNormal, 2.0 / 468),
    (.glorotUniform, 2.0 / 468), (.leCunUniform, 1.0 / 324), (.normal(deviation: 0.3), 0.09),
    (.uniform(bound: 0.3), 0.03),
  ]

  @Test(arguments: variances) func `Variances follow from the fans`(
    initializer: Initializer, variance: Double
  ) {
    let deviation = variance.squareRoot()
    let (mean, found, largest) = moments(initializer, [40, 12, 3, 3])
    // 4320 samples: the deviation is known to about 1.1 %, the mean to 0.015 deviations; five of those.
    #expect(abs(found / deviation - 1) < 0.055)
    #expect(abs(mean) < 0.076 * deviation)
    if case .leCunUniform = initializer { #expect(largest <= 1 / Float(108).squareRoot()) }
    if case .heUniform = initializer { #expect(largest <= (6 / Float(108)).squareRoot()) }
  }

  @Test(arguments: [[6, 6], [4, 9], [9, 4], [5, 2, 3, 1], [1, 7], [7, 1]])
  func `Orthogonal rows, or columns where they are fewer`(dimensions: [Int]) {
    var source = RandomSource(seed: 3)
    let shape = Shape(dimensions)
    let tensor = Initializer.orthogonal(gain: 2).tensor(shape, from: &source)
    let (rows, columns) = (shape[0], shape.count / shape[0])
    let vectors: [[Float]] =
      rows <= columns
      ? (0..<rows).map { Array(tensor.scalars[$0 * columns..<($0 + 1) * columns]) }
      : (0..<columns).map { column in (0..<rows).map { tensor.scalars[$0 * columns + column] } }
    expectOrthogonal(vectors, squaredLength: 4)
  }

  @Test func `Blocks are orthogonal each on its own`() {
    var source = RandomSource(seed: 3)
    let tensor = Initializer.orthogonalBlocks(count: 4).tensor([20, 5], from: &source)
    for block in 0..<4 {
      expectOrthogonal(
        (0..<5).map { row in (0..<5).map { tensor[block * 5 + row, $0] } }, squaredLength: 1)
    }
    #expect(tensor[0..<5] != tensor[5..<10])
  }

  private func expectOrthogonal(_ vectors: [[Float]], squaredLength: Float) {
    for (i, a) in vectors.enumerated() {
      for (j, b) in vectors.enumerated() {
        let product = zip(a, b).reduce(Float(0)) { $0 + $1.0 * $1.1 }
        #expect(abs(product - (i == j ? squaredLength : 0)) < 1e-5)
      }
    }
  }

  @Test func `Fixed values`() {
    var source = RandomSource(seed: 3)
    #expect(Initializer.constant(2).tensor([2], from: &source).scalars == [2, 2])
    #expect(
      Initializer.identity(0.5).tensor([2, 2], from: &source).scalars == [0.5, 0, 0, 0.5])
    #expect(Initializer.values([1, 2]).tensor([2, 1], from: &source).scalars == [1, 2])
    #expect(
      Initializer.blocks([0, 1, 2]).tensor([6], from: &source).scalars == [0, 0, 1, 1, 2, 2])
    #expect(source == RandomSource(seed: 3))
  }

  static let misfits: [(Initializer, String)] = [
    (.values([1]), "1 first values do not fill the shape [2, 3]"),
    (.identity(1), "an identity needs a square matrix, got [2, 3]"),
    (.orthogonalBlocks(count: 3), "the shape [2, 3] has no 3 blocks of rows"),
    (.blocks([1, 2, 3, 4]), "4 blocks do not divide the shape [2, 3]"),
    (.uniform(bound: .nan), "a uniform initialiser needs a bound that is not negative, got nan"),
  ]

  @Test(arguments: misfits) func `What does not fit a shape is said`(
    initializer: Initializer, message: String
  ) {
    #expect(throws: ShapeError(message)) { try initializer.check([2, 3]) }
    #expect(throws: FoveaError("d (dense): \(message)")) {
      try Network(input: .vector(3)) { Dense("d", 2, initializer: initializer) }
    }
  }

  @Test func `A parameter's values depend on the seed and its name alone`() throws {
    let make = { (seed: UInt64, extra: Bool) in
      try Network(input: .vector(6), seed: seed) {
        if extra { Dense("other", 6) }
        Dense("d", 4)
      }.weights(of: "d.weight")
    }
    #expect(try make(1, false) == make(1, true))
    #expect(try make(1, false) != make(2, false))
  }
}

import Fovea
import Testing

@Suite struct AttackNormTests {
  static func points(_ count: Int, _ elements: Int, spread: Float, seed: UInt64) -> (
    centres: Tensor, points: Tensor
  ) {
    var source = RandomSource(seed: seed)
    let centres = Tensor.uniform([count, elements], in: 0...1, from: &source)
    let points = Tensor.uniform([count, elements], in: -spread...1 + spread, from: &source)
    return (centres, points)
  }

  @Test(arguments: AttackNorm.allCases, [1, 2, 9, 100])
  func `A projection lies in its ball, and projecting again changes nothing`(
    norm: AttackNorm, elements: Int
  ) {
    let (centres, points) = Self.points(8, elements, spread: 2, seed: 3)
    let radii: [Float] = [0, 0.01, 0.1, 0.3, 0.7, 1.5, 4, 1000]
    let once = norm.projecting(points, around: centres, radii: radii)
    for image in 0..<8 {
      let length = distance(once.image(image), centres.image(image), in: norm)
      let limit =
        Double(radii[image]) + norm.slack(elements: elements, radius: radii[image], bounds: -2...3)
      #expect(length <= limit, "image \(image)")
    }
    let twice = norm.projecting(once, around: centres, radii: radii)
    let difference = zip(once.scalars, twice.scalars).map { abs($0 - $1) }.max() ?? 0
    #expect(difference <= 3e-7)
  }

  @Test(arguments: AttackNorm.allCases)
  func `A point inside of the ball does not move by a bit`(norm: AttackNorm) {
    let (centres, _) = Self.points(20, 30, spread: 0, seed: 4)
    var source = RandomSource(seed: 9)
    var inside = centres
    for index in inside.scalars.indices {
      inside.scalars[index] += source.uniform(in: -0.001...0.001)
    }
    let result = norm.projecting(
      inside, around: centres, radii: [Float](repeating: 0.5, count: 20), bounds: -1...2)
    #expect(result == inside)
  }

  @Test(arguments: [1, 2, 3, 17, 200], [0.05, 0.5, 3])
  func `The L1 projection is the one found by bisection of its threshold`(
    elements: Int, radius: Double
  ) {
    let (centres, points) = Self.points(6, elements, spread: 1, seed: UInt64(elements))
    let result = AttackNorm.l1.projecting(
      points, around: centres, radii: [Float](repeating: Float(radius), count: 6))
    for image in 0..<6 {
      let offsets = zip(points.image(image), centres.image(image)).map { $0 - $1 }
      let expected = Self.shrunk(offsets, radius: radius)
      for (index, value) in result.image(image).enumerated() {
        #expect(abs(value - centres.image(image)[index] - expected[index]) < 2e-6)
      }
    }
  }

  /// The soft threshold at which the sum of magnitudes is the radius, by bisection: slow and obvious.
  private static func shrunk(_ offsets: [Double], radius: Double) -> [Double] {
    guard offsets.reduce(0, { $0 + abs($1) }) > radius else { return offsets }
    var (low, high) = (0.0, offsets.map { abs($0) }.max() ?? 0)
    for _ in 0..<200 {
      let middle = (low + high) / 2
      let sum = offsets.reduce(0) { $0 + max(0, abs($1) - middle) }
      if sum > radius { low = middle } else { high = middle }
    }
    return offsets.map { ($0 < 0 ? -1 : 1) * max(0, abs($0) - low) }
  }

  @Test func `In L1 no point of ball and bounds together is nearer than the projection`() {
    // Centres near the bounds, so that most values have room on one side only.
    let centres = Tensor(shape: [1, 4], scalars: [0.05, 0.9, 1, 0.3])
    let points = Tensor(shape: [1, 4], scalars: [-0.4, 1.5, 0.2, 0.9])
    let projected = AttackNorm.l1.projecting(points, around: centres, radii: [0.8], bounds: 0...1)
    #expect(distance(projected.image(0), centres.image(0), in: .l1) <= 0.8 + 1e-6)
    #expect(distance(projected.image(0), centres.image(0), in: .l1) > 0.8 - 1e-6)
    let best = distance(projected.image(0), points.image(0), in: .l2)
    var source = RandomSource(seed: 6)
    var inside = 0
    for _ in 0..<20_000 {
      let rival = Tensor.uniform([1, 4], in: 0...1, from: &source)
      guard distance(rival.image(0), centres.image(0), in: .l1) <= 0.8 else { continue }
      inside += 1
      #expect(distance(rival.image(0), points.image(0), in: .l2) >= best - 1e-6)
    }
    #expect(inside > 500)
  }

  @Test(arguments: AttackNorm.allCases)
  func `No point of the ball is nearer than the projection`(norm: AttackNorm) {
    let (centres, points) = Self.points(1, 4, spread: 2, seed: 21)
    let radius: Float = 0.4
    let projected = norm.projecting(points, around: centres, radii: [radius])
    let best = distance(projected.image(0), points.image(0), in: .l2)
    var source = RandomSource(seed: 2)
    for _ in 0..<3000 {
      let rival = Tensor.uniform([1, 4], in: -1.5...2.5, from: &source)
      let inside = norm.projecting(rival, around: centres, radii: [radius])
      #expect(distance(inside.image(0), points.image(0), in: .l2) >= best - 1e-6)
    }
  }

  @Test func `Bounds are kept after the ball, around the original`() {
    let centres = Tensor(shape: [1, 3], scalars: [0, 0.5, 1])
    let points = Tensor(shape: [1, 3], scalars: [-1, 0.9, 2])
    let result = AttackNorm.linf.projecting(points, around: centres, radii: [0.25], bounds: 0...1)
    #expect(result.scalars == [0, 0.75, 1])
  }
}

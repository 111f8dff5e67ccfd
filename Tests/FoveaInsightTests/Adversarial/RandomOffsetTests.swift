import Fovea
import Foundation
import Testing

@testable import FoveaInsight

@Suite struct RandomOffsetTests {
  /// The largest gap between the distribution of samples in [0, 1] and the uniform one (Kolmogorov & Smirnov).
  static func gap(_ samples: [Double]) -> Double {
    let sorted = samples.sorted()
    let count = Double(samples.count)
    return sorted.enumerated().map { index, value in
      max(abs(value - Double(index) / count), abs(Double(index + 1) / count - value))
    }.max() ?? 1
  }

  /// The gap that a right sampler passes once in a million times (Massart 1990).
  static func bound(_ count: Int) -> Double { (log(2e6) / (2 * Double(count))).squareRoot() }

  static func length(_ offset: [Float], _ norm: AttackNorm) -> Double {
    distance(offset.map(Double.init), offset.map { _ in 0 }, in: norm)
  }

  @Test(arguments: AttackNorm.allCases, [1, 2, 3, 20])
  func `The radius to the power of the dimension is uniform, as in a uniform ball`(
    norm: AttackNorm, dimension: Int
  ) {
    var source = RandomSource(seed: UInt64(dimension))
    let count = 4000
    let volumes = (0..<count).map { _ -> Double in
      let offset = RandomOffset.inside(norm, count: dimension, radius: 2, from: &source)
      let length = Self.length(offset, norm)
      #expect(length <= 2 + 1e-5)
      return pow(min(1, length / 2), Double(dimension))
    }
    #expect(Self.gap(volumes) < Self.bound(count))
  }

  @Test func `Points of a disc fill equal areas equally`() {
    var source = RandomSource(seed: 8)
    var quadrants = [Int](repeating: 0, count: 4)
    for _ in 0..<4000 {
      let point = RandomOffset.inside(.l2, count: 2, radius: 1, from: &source)
      quadrants[(point[0] > 0 ? 1 : 0) + (point[1] > 0 ? 2 : 0)] += 1
    }
    // Four standard deviations of a share of a quarter.
    #expect(quadrants.allSatisfy { abs($0 - 1000) < 110 })
  }

  @Test(arguments: AttackNorm.allCases, [1, 7, 300])
  func `Points of the surface have exactly the radius`(norm: AttackNorm, dimension: Int) {
    var source = RandomSource(seed: 3)
    for _ in 0..<20 {
      let offset = RandomOffset.onSurface(norm, count: dimension, radius: 0.7, from: &source)
      #expect(abs(Self.length(offset, norm) - 0.7) < 1e-5)
      if norm == .linf { #expect(offset.allSatisfy { abs($0) == 0.7 }) }
    }
  }

  @Test func `Displaced images respect mask and bounds, and do not depend on their neighbours`() {
    let images = AttackedNetworks.images(3)
    let mask = Tensor(
      shape: images.shape, scalars: images.scalars.indices.map { $0 % 3 == 0 ? 0 : 1 })
    let all = AttackBatch(originals: images, labels: [0, 0, 0], mask: mask)
    let radii: [Float] = [0.2, 0.2, 0.2]
    let together = all.displaced(
      .inside, .l2, radii: radii, bounds: 0...1, seed: 4, purpose: "start 0")
    for index in mask.scalars.indices where mask.scalars[index] == 0 {
      #expect(together.scalars[index] == images.scalars[index])
    }
    #expect(together.scalars.allSatisfy { $0 >= 0 && $0 <= 1 })
    let last = AttackBatch(originals: images[2..<3], labels: [0], mask: mask[2..<3], first: 2)
    let alone = last.displaced(
      .inside, .l2, radii: [0.2], bounds: 0...1, seed: 4, purpose: "start 0")
    #expect(alone.scalars == together[2..<3].scalars)
    #expect(together[0..<1].scalars != together[1..<2].scalars)
  }
}

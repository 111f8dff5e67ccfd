import Foundation
import FoveaTensor
import Testing

@testable import FoveaData

@Suite struct PointSetTests {
  private func coordinates(_ set: PointSet) -> [(x: Float, y: Float, label: Int)] {
    (0..<set.count).map { (set.points[$0, 0], set.points[$0, 1], set.labels[$0]) }
  }

  @Test func classesComeInTurnAndSeedsDecide() {
    let makers: [(Int, Float, UInt64) -> PointSet] = [
      { PointSet.spiral(count: $0, noise: $1, seed: $2) }, PointSet.moons, PointSet.xor,
    ]
    for make in makers {
      let set = make(101, 0.02, 1)
      #expect(set.labels.count { $0 == 0 } == 51)
      #expect(set == make(101, 0.02, 1) && set != make(101, 0.02, 2))
      #expect(set.points.scalars.allSatisfy { abs($0) < 1.2 })
    }
  }

  @Test func ringsHaveTheirRadii() {
    for point in coordinates(.rings(count: 300, rings: 3, noise: 0, seed: 1)) {
      let radius = (point.x * point.x + point.y * point.y).squareRoot()
      #expect(abs(radius - Float(point.label + 1) / 3) < 1e-5)
    }
  }

  @Test func xorIsExclusive() {
    for point in coordinates(.xor(count: 300, seed: 1)) {
      let differs = (point.x > 0) != (point.y > 0)
      #expect(differs == (point.label == 1))
    }
  }

  @Test func spiralArmsAreOppositeAndMoonsReachIntoEachOther() {
    // Turned by half a circle, one arm or moon lies on the other: the nearest point is close, but not so unturned.
    for (set, tolerance) in [
      (PointSet.spiral(count: 2000, noise: 0, seed: 1), 0.03 as Float),
      (PointSet.moons(count: 2000, noise: 0, seed: 1), 0.03),
    ] {
      let points = coordinates(set)
      let first = points.filter { $0.label == 0 }
      let second = points.filter { $0.label == 1 }
      for point in first {
        let turned = second.map { hypotenuse($0.x + point.x, $0.y + point.y) }.min() ?? 9
        #expect(turned < tolerance)
      }
      let apart = first.prefix(100).map { point in
        second.map { hypotenuse($0.x - point.x, $0.y - point.y) }.min() ?? 0
      }
      #expect(apart.reduce(0, +) / 100 > 0.1)
    }
  }

  @Test func spiralArmsWindAsOftenAsAsked() {
    // Along an arm each turn takes an equal part of the way outwards.
    for turns in [1, 3] as [Float] {
      for point in coordinates(.spiral(count: 200, turns: turns, noise: 0, seed: 1)) {
        let radius = hypotenuse(point.x, point.y)
        let angle = 2 * Float.pi * turns * radius + Float(point.label) * .pi
        #expect(abs(point.x - radius * cos(angle)) < 1e-4)
        #expect(abs(point.y - radius * sin(angle)) < 1e-4)
      }
    }
  }

  private func hypotenuse(_ a: Float, _ b: Float) -> Float { (a * a + b * b).squareRoot() }

  @Test func batchesHoldPointsAndClasses() {
    let set = PointSet.rings(count: 9, rings: 3, seed: 1)
    let batch = set.batch([4, 0])
    #expect(batch.inputs == set.points.gathering([4, 0]))
    #expect(batch.targets == Tensor([1, 0]))
    #expect(set.classCount == 3)
  }
}

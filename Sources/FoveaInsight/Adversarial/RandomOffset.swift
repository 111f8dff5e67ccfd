import Foundation
import FoveaTensor

/// Random points of a ball and of its surface, exactly uniform whatever the number of values.
enum RandomOffset {
  /// A point uniform in the ball of the norm around zero.
  ///
  /// L∞: each value uniform. L2: a normal direction with radius u^(1/n), since volume grows with radiusⁿ. L1: n of n + 1
  /// exponential waiting times over their sum, with random signs.
  static func inside(
    _ norm: AttackNorm, count: Int, radius: Float, from source: inout RandomSource
  ) -> [Float] {
    guard count > 0 else { return [] }
    switch norm {
    case .linf: return (0..<count).map { _ in source.uniform(in: -radius...radius) }
    case .l2:
      let share = pow(Double(source.uniform()), 1 / Double(count))
      return onSurface(norm, count: count, radius: Float(Double(radius) * share), from: &source)
    case .l1:
      return laplaceShares(count, radius: radius, spare: waitingTime(from: &source), from: &source)
    }
  }

  /// A point of the given size: ±radius everywhere (L∞), or uniform on the sphere (L2) or the cross-polytope (L1).
  static func onSurface(
    _ norm: AttackNorm, count: Int, radius: Float, from source: inout RandomSource
  ) -> [Float] {
    guard count > 0 else { return [] }
    switch norm {
    case .linf: return (0..<count).map { _ in source.next() & 1 == 0 ? radius : -radius }
    case .l2:
      let normals = (0..<count).map { _ in source.normal() }
      let length = normals.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
      guard length > 0 else { return normals }
      return normals.map { Float(Double($0) * Double(radius) / length) }
    case .l1:
      return laplaceShares(count, radius: radius, spare: 0, from: &source)
    }
  }

  private static func waitingTime(from source: inout RandomSource) -> Double {
    -log(1 - Double(source.uniform()))
  }

  private static func laplaceShares(
    _ count: Int, radius: Float, spare: Double, from source: inout RandomSource
  ) -> [Float] {
    var times = [Double](repeating: 0, count: count)
    var sum = spare
    for index in times.indices {
      times[index] = waitingTime(from: &source)
      sum += times[index]
    }
    guard sum > 0 else { return [Float](repeating: 0, count: count) }
    return times.map {
      Float((source.next() & 1 == 0 ? $0 : -$0) * Double(radius) / sum)
    }
  }
}

extension AttackBatch {
  /// How a random point lies in a ball.
  enum RandomPlace {
    case inside
    case onSurface
  }

  /// The originals with a random point of each image's ball added where the mask allows it, then held in the bounds.
  ///
  /// Each image draws from a source of its own, so that a result does not depend on how images are put together.
  func displaced(
    _ place: RandomPlace, _ norm: AttackNorm, radii: [Float], bounds: ClosedRange<Float>,
    seed: UInt64, purpose: String
  ) -> Tensor {
    var result = originals
    for image in 0..<count {
      var source = RandomSource(seed: seed, purpose: "\(purpose) of image \(first + image)")
      let start = image * elements
      let free = mask.map { mask in
        (start..<start + elements).filter { mask.scalars[$0] != 0 }
      }
      let size = free?.count ?? elements
      let radius = radii[image]
      let offset =
        place == .inside
        ? RandomOffset.inside(norm, count: size, radius: radius, from: &source)
        : RandomOffset.onSurface(norm, count: size, radius: radius, from: &source)
      Self.add(offset, to: &result.scalars, start: start, at: free)
    }
    unsafe result.scalars.withUnsafeMutableBufferPointer { x in
      unsafe confine(x, to: norm, radii: radii, bounds: bounds)
    }
    return result
  }

  private static func add(
    _ offset: [Float], to values: inout [Float], start: Int, at positions: [Int]?
  ) {
    guard let positions else {
      for index in offset.indices { values[start + index] += offset[index] }
      return
    }
    for (index, position) in positions.enumerated() { values[position] += offset[index] }
  }
}

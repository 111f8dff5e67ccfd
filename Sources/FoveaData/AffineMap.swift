import FoveaTensor
import Foundation

/// Where each pixel of a changed picture comes from: `x = a x' + b y' + c`, `y = d x' + e y' + f`.
///
/// Coordinates are in pixels from the picture's centre, x to the right and y down. Being the inverse of the change, the
/// maps of changes made one after another multiply in that order.
struct AffineMap: Hashable, Sendable {
  var a: Float = 1
  var b: Float = 0
  var c: Float = 0
  var d: Float = 0
  var e: Float = 1
  var f: Float = 0

  static let identity = AffineMap()

  /// Moves the picture's contents right by `x` and down by `y`.
  static func shift(x: Float, y: Float) -> AffineMap { AffineMap(c: -x, f: -y) }

  /// Exchanges left and right.
  static let flip = AffineMap(a: -1)

  /// Turns the contents clockwise.
  static func rotation(degrees: Float) -> AffineMap {
    let angle = degrees * .pi / 180
    return AffineMap(a: cos(angle), b: sin(angle), d: -sin(angle), e: cos(angle))
  }

  /// Enlarges the contents by `factor`.
  static func scale(_ factor: Float) -> AffineMap { AffineMap(a: 1 / factor, e: 1 / factor) }

  /// Moves what lies below the centre to the right, and what lies above it to the left.
  static func shear(degrees: Float) -> AffineMap { AffineMap(b: -tan(degrees * .pi / 180)) }

  /// Adds a change that is made after the ones so far.
  mutating func append(_ next: AffineMap) {
    self = AffineMap(
      a: a * next.a + b * next.d, b: a * next.b + b * next.e, c: a * next.c + b * next.f + c,
      d: d * next.a + e * next.d, e: d * next.b + e * next.e, f: d * next.c + e * next.f + f)
  }

  /// Samples the planes of a picture (bilinear) at the mapped positions.
  func resample(
    _ source: Span<Float>, into target: UnsafeMutableBufferPointer<Float>, height: Int, width: Int,
    fillsWithEdge: Bool
  ) {
    let plane = height * width
    let centerX = Float(width - 1) / 2
    let centerY = Float(height - 1) / 2
    unsafe source.withUnsafeBufferPointer { source in
      for row in 0..<height {
        for column in 0..<width {
          let x = Float(column) - centerX
          let y = Float(row) - centerY
          let taps = Taps(
            x: a * x + b * y + c + centerX, y: d * x + e * y + f + centerY, height: height,
            width: width, fillsWithEdge: fillsWithEdge)
          var start = 0
          var index = row &* width &+ column
          while start < source.count {
            unsafe target[index] = taps.value(source, start)
            start &+= plane
            index &+= plane
          }
        }
      }
    }
  }
}

/// The four pixels around a position, and their weights.
private struct Taps {
  private let offsets: SIMD4<Int>
  private let weights: SIMD4<Float>

  init(x: Float, y: Float, height: Int, width: Int, fillsWithEdge: Bool) {
    // A picture's surroundings look alike far away: nearer positions there keep the integers small.
    let nearX = min(max(x, -2), Float(width) + 1)
    let nearY = min(max(y, -2), Float(height) + 1)
    let left = nearX.rounded(.down)
    let top = nearY.rounded(.down)
    let right = nearX - left
    let low = nearY - top
    let columns = SIMD2(Int(left), Int(left) &+ 1)
    let rows = SIMD2(Int(top), Int(top) &+ 1)
    let innerColumns = columns.clamped(lowerBound: .zero, upperBound: SIMD2(repeating: width - 1))
    let innerRows = rows.clamped(lowerBound: .zero, upperBound: SIMD2(repeating: height - 1))
    var horizontal = SIMD2(1 - right, right)
    var vertical = SIMD2(1 - low, low)
    if !fillsWithEdge {
      for side in 0..<2 {
        if columns[side] != innerColumns[side] { horizontal[side] = 0 }
        if rows[side] != innerRows[side] { vertical[side] = 0 }
      }
    }
    offsets = SIMD4(
      innerRows[0] &* width &+ innerColumns[0], innerRows[0] &* width &+ innerColumns[1],
      innerRows[1] &* width &+ innerColumns[0], innerRows[1] &* width &+ innerColumns[1])
    weights = SIMD4(
      vertical[0] * horizontal[0], vertical[0] * horizontal[1], vertical[1] * horizontal[0],
      vertical[1] * horizontal[1])
  }

  @inline(__always)
  func value(_ source: UnsafeBufferPointer<Float>, _ start: Int) -> Float {
    let upper =
      unsafe weights[0] * source[start &+ offsets[0]] + weights[1] * source[start &+ offsets[1]]
    let lower =
      unsafe weights[2] * source[start &+ offsets[2]] + weights[3] * source[start &+ offsets[3]]
    return upper + lower
  }
}

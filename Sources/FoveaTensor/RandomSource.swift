import Foundation

/// A seeded source of random numbers whose state is a value: it can be saved and continued.
///
/// The generator is xoshiro256** (Blackman & Vigna 2018), seeded by SplitMix64. The same seed gives the same numbers on
/// every machine. Not for cryptography.
public struct RandomSource: RandomNumberGenerator, Hashable, Sendable, Codable {
  private var a: UInt64
  private var b: UInt64
  private var c: UInt64
  private var d: UInt64
  private var spareNormal: Float?

  /// Creates the source that belongs to `seed`.
  public init(seed: UInt64) {
    var mixer = SplitMix64(state: seed)
    a = mixer.next()
    b = mixer.next()
    c = mixer.next()
    d = mixer.next()
  }

  /// Creates the source that belongs to a seed and a name, so that parts of one run draw independently of each other.
  public init(seed: UInt64, purpose: String) {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325  // FNV-1a: a stable hash, unlike Swift's own
    for byte in purpose.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    self.init(seed: seed ^ hash)
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    let result = Self.rotated(b &* 5, by: 7) &* 9
    let t = b << 17
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= t
    d = Self.rotated(d, by: 45)
    return result
  }

  /// A uniform sample of [0, 1), a multiple of 2⁻²⁴.
  public mutating func uniform() -> Float { Float(next() >> 40) * 0x1p-24 }

  /// A uniform sample of `range`.
  public mutating func uniform(in range: ClosedRange<Float>) -> Float {
    min(range.upperBound, range.lowerBound + (range.upperBound - range.lowerBound) * uniform())
  }

  /// A sample of the standard normal distribution (Box & Muller 1958).
  public mutating func normal() -> Float {
    if let spare = spareNormal {
      spareNormal = nil
      return spare
    }
    let radius = (-2 * log(1 - Double(next() >> 11) * 0x1p-53)).squareRoot()
    let angle = 2 * Double.pi * Double(next() >> 11) * 0x1p-53
    spareNormal = Float(radius * sin(angle))
    return Float(radius * cos(angle))
  }

  /// A uniform sample of 0 ..< `count`, without bias (Lemire 2019).
  ///
  /// - Precondition: there is a number to choose.
  public mutating func index(below count: Int) -> Int {
    precondition(count > 0, "there is no index below \(count)")
    let bound = UInt64(count)
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let threshold = (0 &- bound) % bound
      while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
    }
    return Int(product.high)
  }

  /// The numbers 0 ..< `count` in random order (Fisher & Yates 1938), the same on every version of Swift.
  public mutating func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(last, index(below: last + 1))
    }
    return order
  }

  private static func rotated(_ value: UInt64, by bits: UInt64) -> UInt64 {
    (value << bits) | (value >> (64 - bits))
  }
}

private struct SplitMix64 {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}

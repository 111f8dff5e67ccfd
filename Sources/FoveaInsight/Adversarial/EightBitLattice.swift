import FoveaTensor

/// Puts images on the lattice of whole numbers 0 … 255, inside of a ball of whole numbers around the original.
///
/// With k the 8-bit form of the original, the result k′ keeps ‖k′ − k‖ ≤ 255 ε exactly, in whole numbers, whatever
/// rounding did to floats.
enum EightBitLattice {
  /// Rounding of ε · 255 and of pixels that were whole numbers once.
  private static let grain = 1e-3

  /// The changed image as levels, in the order of its values.
  ///
  /// - Parameter radius: ε in pixel units; `nil` for no ball.
  static func levels(
    of changed: ArraySlice<Float>, around original: ArraySlice<Float>, norm: AttackNorm,
    radius: Float?
  ) -> (levels: [Int], start: [Int]) {
    let start = original.map(level)
    let offsets = zip(changed, start).map { 255 * Double($0) - Double($1) }
    let limit = radius.map { 255 * Double($0) + grain } ?? .infinity
    let moves =
      switch norm {
      case .linf: held(offsets, limit: limit)
      case .l2: shortened(offsets, limit: limit, power: 2)
      case .l1: shortened(offsets, limit: limit, power: 1)
      }
    return (zip(start, moves).map { min(255, max(0, $0 + $1)) }, start)
  }

  static func level(_ value: Float) -> Int {
    min(255, max(0, Int((255 * Double(value)).rounded())))
  }

  /// ‖k′ − k‖ in units of 1/255.
  static func distance(_ levels: [Int], _ start: [Int], in norm: AttackNorm) -> Double {
    let moves = zip(levels, start).map { abs($0 - $1) }
    switch norm {
    case .linf: return Double(moves.max() ?? 0)
    case .l2: return Double(moves.reduce(0) { $0 + $1 * $1 }).squareRoot()
    case .l1: return Double(moves.reduce(0, +))
    }
  }

  private static func held(_ offsets: [Double], limit: Double) -> [Int] {
    let largest = limit.isFinite ? Int(min(limit, 255)) : 255
    return offsets.map { min(largest, max(-largest, Int($0.rounded()))) }
  }

  /// Rounds to the nearest; where that leaves the ball, takes steps back towards the original, the most rounded-up first.
  ///
  /// Truncating every offset of a point inside of the ball stays inside, so this ends there at the latest.
  private static func shortened(_ offsets: [Double], limit: Double, power: Int) -> [Int] {
    let offsets = inBall(offsets, limit: limit, power: power)
    var moves = offsets.map { Int($0.rounded()) }
    func cost(_ move: Int) -> Int { power == 2 ? move * move : abs(move) }
    // Whole numbers are compared with a whole number: the last digit of a float decides nothing.
    let allowed = limit.isFinite ? (power == 2 ? limit * limit : limit) : .infinity
    var total = moves.reduce(0) { $0 + cost($1) }
    guard Double(total) > allowed else { return moves }
    let roundedUp = moves.indices
      .map { (index: $0, excess: Double(abs(moves[$0])) - abs(offsets[$0])) }
      .filter { $0.excess > 0 }
      .sorted { ($1.excess, $0.index) < ($0.excess, $1.index) }
    for (index, _) in roundedUp where Double(total) > allowed {
      let shorter = moves[index] - moves[index].signum()
      total += cost(shorter) - cost(moves[index])
      moves[index] = shorter
    }
    return moves
  }

  /// The offsets, or the nearest point of the ball where the original's own rounding put them outside.
  private static func inBall(_ offsets: [Double], limit: Double, power: Int) -> [Double] {
    guard power == 2 else { return shrunk(offsets, limit: limit) }
    let length = offsets.reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard length > limit else { return offsets }
    return offsets.map { $0 * limit / length }
  }

  /// The projection into the L1 ball by sorting (Duchi 2008, figure 1).
  private static func shrunk(_ offsets: [Double], limit: Double) -> [Double] {
    let sizes = offsets.map { abs($0) }.sorted(by: >)
    var sum = 0.0
    var threshold = 0.0
    for (index, size) in sizes.enumerated() {
      sum += size
      let candidate = (sum - limit) / Double(index + 1)
      guard size > candidate else { break }
      threshold = candidate
    }
    guard threshold > 0 else { return offsets }
    return offsets.map { offset in
      let size = max(0, abs(offset) - threshold)
      return offset < 0 ? -size : size
    }
  }
}

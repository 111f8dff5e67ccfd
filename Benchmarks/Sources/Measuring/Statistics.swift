/// What a row of measurements says: its median and its quartiles.
public struct Spread: Hashable, Sendable, Codable {
  /// The quarter of the way up.
  public let low: Double
  /// The middle one.
  public let median: Double
  /// Three quarters of the way up.
  public let high: Double

  /// Takes the median and the quartiles of at least one number.
  ///
  /// Between two of the sorted numbers it is interpolated linearly, as NumPy does by default.
  public init(_ values: [Double]) {
    precondition(!values.isEmpty, "there is no median of nothing")
    let sorted = values.sorted()
    func quantile(_ share: Double) -> Double {
      let place = share * Double(sorted.count - 1)
      let below = Int(place)
      let above = min(below + 1, sorted.count - 1)
      return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
    }
    low = quantile(0.25)
    median = quantile(0.5)
    high = quantile(0.75)
  }
}

/// A law y = factor · xᵉˣᵖᵒⁿᵉⁿᵗ, fitted to points by least squares of their logarithms.
public struct PowerLaw: Hashable, Sendable, Codable {
  /// How fast y grows with x; 1 where it grows in proportion.
  public let exponent: Double
  /// y at x = 1.
  public let factor: Double

  /// Fits the law to points with positive coordinates.
  ///
  /// - Precondition: two of the x differ, all numbers are positive.
  public init(_ points: [(x: Double, y: Double)]) {
    precondition(points.allSatisfy { $0.x > 0 && $0.y > 0 }, "a power law has positive numbers")
    let logs = points.map { (x: Double.log($0.x), y: Double.log($0.y)) }
    let count = Double(logs.count)
    let meanX = logs.reduce(0) { $0 + $1.x } / count
    let meanY = logs.reduce(0) { $0 + $1.y } / count
    let spread = logs.reduce(0) { $0 + ($1.x - meanX) * ($1.x - meanX) }
    precondition(spread > 0, "a power law needs two different x")
    let slope = logs.reduce(0) { $0 + ($1.x - meanX) * ($1.y - meanY) } / spread
    exponent = slope
    factor = Double.exp(meanY - slope * meanX)
  }

  /// The law's y at an x.
  public func value(at x: Double) -> Double { factor * Double.exp(exponent * Double.log(x)) }
}

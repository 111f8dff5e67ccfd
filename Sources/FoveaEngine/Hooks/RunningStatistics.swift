import CKernels
public import FoveaTensor

/// What a stream of numbers holds, in constant memory: moments, extremes, norms and shares.
///
/// Moments and norms are of the finite numbers, in double precision; blocks are merged by the rule of Chan, Golub & LeVeque
/// (1979), which keeps the variance exact where the mean is large. Zeros and numbers that are not finite are counted.
public struct RunningStatistics: Hashable, Sendable {
  /// How many numbers there were.
  public private(set) var count = 0
  /// How many of them were finite.
  public private(set) var finiteCount = 0
  /// How many of them were 0.
  public private(set) var zeroCount = 0
  /// The mean of the finite numbers; not a number without any.
  public var mean: Double { finiteCount == 0 ? .nan : center }
  /// The smallest finite number; not a number without any.
  public var minimum: Float { finiteCount == 0 ? .nan : low }
  /// The largest finite number; not a number without any.
  public var maximum: Float { finiteCount == 0 ? .nan : high }
  /// Σ |x|.
  public private(set) var l1: Double = 0

  private var center: Double = 0
  /// Σ (x − mean)².
  private var second: Double = 0
  private var squares: Double = 0
  private var low: Float = .infinity
  private var high: Float = -.infinity

  /// Creates the statistics of no numbers.
  public init() {}

  /// Creates the statistics of a tensor's elements.
  public init(_ tensor: Tensor) {
    self.init()
    add(tensor.scalars)
  }

  /// The mean squared distance from the mean; not a number without finite numbers.
  public var variance: Double { finiteCount == 0 ? .nan : second / Double(finiteCount) }

  /// √(Σ x²).
  public var l2: Double { squares.squareRoot() }

  /// The largest |x|.
  public var lInfinity: Float { finiteCount == 0 ? 0 : max(abs(low), abs(high)) }

  /// The share of zeros; not a number without numbers.
  public var zeroShare: Double { Double(zeroCount) / Double(count) }

  /// The share of numbers that are infinite or not a number; not a number without numbers.
  public var nonFiniteShare: Double { Double(count - finiteCount) / Double(count) }

  /// Takes numbers in.
  public mutating func add(_ numbers: [Float]) {
    unsafe numbers.withUnsafeBufferPointer { unsafe add($0) }
  }

  /// Takes numbers in.
  public mutating func add(_ numbers: UnsafeBufferPointer<Float>) {
    guard let base = numbers.baseAddress, !numbers.isEmpty else { return }
    var moments = fovea_moments()
    unsafe fovea_describe(Int64(numbers.count), base, &moments)
    var block = RunningStatistics()
    block.count = numbers.count
    block.finiteCount = Int(moments.finite)
    block.zeroCount = Int(moments.zeros)
    block.center = moments.finite == 0 ? 0 : moments.sum / Double(moments.finite)
    block.second = moments.second
    block.l1 = moments.l1
    block.squares = moments.squares
    block.low = moments.low
    block.high = moments.high
    merge(block)
  }

  /// Takes in all numbers that `other` has seen.
  public mutating func merge(_ other: RunningStatistics) {
    let total = finiteCount + other.finiteCount
    if total > 0 {
      let share = Double(other.finiteCount) / Double(total)
      let distance = other.center - center
      center += distance * share
      second += other.second + distance * distance * Double(finiteCount) * share
    }
    count += other.count
    finiteCount = total
    zeroCount += other.zeroCount
    l1 += other.l1
    squares += other.squares
    low = min(low, other.low)
    high = max(high, other.high)
  }

  /// One of the figures.
  public subscript(_ statistic: Statistic) -> Double {
    switch statistic {
    case .count: Double(count)
    case .mean: mean
    case .variance: variance
    case .minimum: Double(minimum)
    case .maximum: Double(maximum)
    case .zeros: zeroShare
    case .nonFinite: nonFiniteShare
    case .l1: l1
    case .l2: l2
    case .lInfinity: Double(lInfinity)
    }
  }
}

/// The figures that running statistics keep, by the last part of their name in a recording.
public enum Statistic: String, Hashable, Sendable, Codable, CaseIterable {
  /// How many numbers there were.
  case count
  /// The mean.
  case mean
  /// The mean squared distance from the mean.
  case variance
  /// The smallest number.
  case minimum = "min"
  /// The largest number.
  case maximum = "max"
  /// The share of zeros.
  case zeros
  /// The share of numbers that are not finite.
  case nonFinite = "nonfinite"
  /// Σ |x| over all runs.
  case l1
  /// √(Σ x²) over all runs.
  case l2
  /// The largest |x|.
  case lInfinity = "linf"

  /// What the figure is counted in, where it is not the value's own unit.
  var unit: String? {
    switch self {
    case .count: "elements"
    case .zeros, .nonFinite: "share"
    default: nil
    }
  }
}

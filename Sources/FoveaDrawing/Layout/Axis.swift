import Foundation

/// How an axis spreads its numbers.
public enum AxisScale: Hashable, Sendable {
  /// Evenly.
  case linear
  /// By their logarithms. Zero and less have no place: they are marked at the lower end, never drawn as if they had one.
  case logarithmic
  /// Evenly between ± the threshold, by logarithms beyond: zero and both signs have a place.
  case symmetricLog(threshold: Double)
}

/// A mark on an axis.
struct AxisTick: Hashable {
  /// Where it lies: 0 at the axis' start, 1 at its end.
  var position: Double
  /// What stands beside it; empty at a minor tick.
  var label: String
}

/// An axis with its ends decided.
struct Axis: Hashable {
  var scale: AxisScale
  var range: ClosedRange<Double>

  /// Numbers beyond this count as infinite: their differences would be.
  static let reach = 1e300

  /// Where a number lies: 0 at the start, 1 at the end, beyond for numbers outside; `nil` where it has no place.
  func position(of value: Double) -> Double? {
    guard abs(value) <= Self.reach, let place = spread(value), let low = spread(range.lowerBound),
      let high = spread(range.upperBound)
    else { return nil }
    return (place - low) / (high - low)
  }

  private func spread(_ value: Double) -> Double? {
    switch scale {
    case .linear: return value
    case .logarithmic: return value > 0 ? log10(value) : nil
    case .symmetricLog(let threshold):
      let magnitude = abs(value) / threshold
      let bent = magnitude <= 1 ? magnitude : 1 + log10(magnitude)
      return value < 0 ? -bent : bent
    }
  }

  /// Whether a finite number has no place on this axis.
  func excludes(_ value: Double) -> Bool { scale == .logarithmic && value <= 0 }
}

extension Axis {
  /// The axis that shows all finite numbers that have a place on it, with a little air.
  ///
  /// - Parameter padding: the air at both ends, as a share of the span.
  static func fit(
    _ values: some Sequence<Double>, _ scale: AxisScale, padding: Double = 0.04,
    range: ClosedRange<Double>? = nil
  ) -> Axis {
    if let range, range.lowerBound < range.upperBound, scale != .logarithmic || range.lowerBound > 0
    {
      return Axis(scale: scale, range: range)
    }
    var low = Double.infinity
    var high = -Double.infinity
    var isFloorNeeded = false
    for value in values where abs(value) <= reach {
      if scale == .logarithmic, value <= 0 {
        isFloorNeeded = true
        continue
      }
      low = min(low, value)
      high = max(high, value)
    }
    guard low <= high else {
      return Axis(scale: scale, range: scale == .logarithmic ? 1...10 : 0...1)
    }
    switch scale {
    case .linear:
      let span = high - low
      // A span that is lost in the numbers' own precision counts as none.
      let air = span > abs(high) * 1e-12 ? span * padding : max(abs(high) * 0.1, 0.5)
      return Axis(scale: scale, range: (low - air)...(high + air))
    case .logarithmic:
      let air = max(log10(high / low) * padding, 0.08)
      // What lies below the axis is marked on its lower end, clear of the lowest number.
      let below = isFloorNeeded ? max(air, 0.5) : air
      let floor = max(low * pow(10, -below), .leastNormalMagnitude)
      return Axis(scale: scale, range: floor...max(high * pow(10, air), floor * 10))
    case .symmetricLog(let threshold):
      let reach = max(abs(low), abs(high), threshold) * 1.3
      let hasBothSigns = (low < 0) == (high > 0)
      return Axis(
        scale: scale,
        range: (low < 0 || hasBothSigns ? -reach : 0)...(high > 0 || hasBothSigns ? reach : 0))
    }
  }
}

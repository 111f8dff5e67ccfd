import Foundation
public import FoveaTensor

/// From numbers to positions of 0 to 1 on a colour map; one scale can serve many panels.
public struct ColorScale: Hashable, Sendable {
  /// How numbers are spread.
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    /// Evenly, from the smallest to the largest.
    case linear
    /// Evenly, and as far below zero as above it, so that zero is the middle.
    case symmetric
    /// By their logarithms, from the smallest positive one; zero and less have no place.
    case logarithmic
  }

  /// How numbers are spread.
  public let kind: Kind

  /// The numbers at positions 0 and 1; both positive on a logarithmic scale.
  public let range: ClosedRange<Double>

  /// The true extremes of the finite numbers that the scale was fitted to, or `nil` where there were none.
  public let extremes: ClosedRange<Double>?

  /// Creates a scale of its ends.
  ///
  /// - Precondition: the ends are finite, and positive for `logarithmic`.
  public init(
    _ kind: Kind = .linear, range: ClosedRange<Double>, extremes: ClosedRange<Double>? = nil
  ) {
    precondition(
      range.lowerBound.isFinite && range.upperBound.isFinite, "a scale has finite ends: \(range)")
    precondition(
      kind != .logarithmic || range.lowerBound > 0, "a logarithmic scale is positive: \(range)")
    self.kind = kind
    self.extremes = extremes
    switch kind {
    case .linear, .logarithmic: self.range = range
    case .symmetric:
      let reach = max(abs(range.lowerBound), abs(range.upperBound))
      self.range = -reach...reach
    }
  }

  /// The scale that shows all finite values.
  ///
  /// What is not finite is passed over; without any finite value the ends are 0 and 1 (1 and 10 if logarithmic). A
  /// logarithmic scale spans at most `decades` below its largest value, lower values are held at its lower end.
  public static func fit(
    _ values: some Sequence<Float>, _ kind: Kind = .linear, decades: Double = 12
  ) -> ColorScale {
    var low = Double.infinity
    var high = -Double.infinity
    var lowPositive = Double.infinity
    for value in values where value.isFinite {
      let value = Double(value)
      low = min(low, value)
      high = max(high, value)
      if value > 0 { lowPositive = min(lowPositive, value) }
    }
    guard low <= high else {
      return ColorScale(kind, range: kind == .logarithmic ? 1...10 : 0...1)
    }
    guard kind == .logarithmic else {
      return ColorScale(kind, range: low...high, extremes: low...high)
    }
    guard high > 0 else { return ColorScale(kind, range: 1...10, extremes: low...high) }
    let floor = max(lowPositive, high * pow(10, -decades))
    return ColorScale(kind, range: floor...high, extremes: low...high)
  }

  /// The scale that shows all finite elements of several tensors: the same colours mean the same numbers in each.
  public static func fit(_ tensors: [Tensor], _ kind: Kind = .linear) -> ColorScale {
    fit(tensors.lazy.flatMap(\.scalars), kind)
  }

  /// Where a value lies: 0 at the lower end, 1 at the upper, held inside; `nil` where it has no place at all.
  ///
  /// Where both ends are equal, everything lies in the middle.
  public func position(of value: Double) -> Double? {
    guard value.isFinite else { return nil }
    let (low, high) = (range.lowerBound, range.upperBound)
    guard kind == .logarithmic else {
      guard low < high else { return 0.5 }
      return min(max((value - low) / (high - low), 0), 1)
    }
    guard value > 0 else { return nil }
    guard low < high else { return 0.5 }
    return min(max(log(value / low) / log(high / low), 0), 1)
  }

  /// The number at a position of 0 to 1.
  public func value(at position: Double) -> Double {
    let (low, high) = (range.lowerBound, range.upperBound)
    guard kind == .logarithmic else { return low + (high - low) * position }
    return low * pow(high / low, position)
  }

  /// The colour of a value; what has no place gets `missing`, `infinite` or `offScale` of the map.
  public func color(of value: Double, in map: ColorMap) -> Color {
    if let position = position(of: value) { return map.color(at: position) }
    if value.isNaN { return ColorMap.missing }
    return value.isInfinite ? ColorMap.infinite : ColorMap.offScale
  }
}

/// Which values of a picture have no place on its scale, so that the bar can say what their colours mean.
struct OffScale: Hashable, Sendable {
  var notANumber = false
  var infinite = false
  var zero = false
  var negative = false

  init(_ values: some Sequence<Float>, on scale: ColorScale) {
    let isLogarithmic = scale.kind == .logarithmic
    for value in values {
      if value.isNaN {
        notANumber = true
      } else if value.isInfinite {
        infinite = true
      } else if isLogarithmic, value <= 0 {
        if value == 0 { zero = true } else { negative = true }
      }
    }
  }

  /// Colours and what they stand for.
  var keys: [(color: Color, label: String)] {
    var keys: [(color: Color, label: String)] = []
    if zero || negative {
      keys.append((ColorMap.offScale, negative ? (zero ? "≤ 0" : "< 0") : "0"))
    }
    if infinite { keys.append((ColorMap.infinite, "±∞")) }
    if notANumber { keys.append((ColorMap.missing, "NaN")) }
    return keys
  }
}

import Foundation

extension Axis {
  /// Ticks at round numbers, so many points apart at least that labels have room.
  ///
  /// - Parameters:
  ///   - length: the axis' length in points.
  ///   - spacing: the least distance of labelled ticks in points.
  ///   - wholeNumbers: whether only whole numbers mean something.
  func ticks(length: Double, spacing: Double = 44, wholeNumbers: Bool = false) -> [AxisTick] {
    switch scale {
    case .linear: linearTicks(most: max(2, Int(length / spacing)), wholeNumbers)
    case .logarithmic: logarithmicTicks(most: max(2, Int(length / spacing)))
    case .symmetricLog(let threshold):
      symmetricTicks(threshold, most: max(3, Int(length / spacing)))
    }
  }

  private func linearTicks(most: Int, _ wholeNumbers: Bool) -> [AxisTick] {
    let (low, high) = (range.lowerBound, range.upperBound)
    var step = roundStep((high - low) / Double(most))
    if wholeNumbers { step = max(1, step.rounded()) }
    let first = (low / step - 1e-9).rounded(.up)
    let last = (high / step + 1e-9).rounded(.down)
    guard first <= last, last - first < 1000 else { return [] }
    let decimals = max(0, Int((-log10(step) - 1e-9).rounded(.up)) + (isTwoAndAHalf(step) ? 1 : 0))
    let largest = max(abs(low), abs(high))
    let isExtreme = largest >= 1e7 || largest < 1e-3
    return (Int(first)...Int(last)).compactMap { index in
      let value = Double(index) * step
      guard let position = position(of: value) else { return nil }
      let digits = max(1, Int((log10(max(abs(value), step) / step) + 1e-9).rounded(.down)) + 1)
      let label =
        index == 0 ? "0" : isExtreme ? value.scientific(min(digits + 1, 6)) : value.fixed(decimals)
      return AxisTick(position: position, label: label)
    }
  }

  private func isTwoAndAHalf(_ step: Double) -> Bool {
    let lead = step / pow(10, log10(step).rounded(.down))
    return abs(lead - 2.5) < 1e-6
  }

  private func logarithmicTicks(most: Int) -> [AxisTick] {
    let low = Int(log10(range.lowerBound).rounded(.down))
    let high = Int(log10(range.upperBound).rounded(.up))
    let isPlain = low >= -3 && high <= 5
    let every = roundDecades((Double(high - low) / Double(most)).rounded(.up))
    let isShort = log10(range.upperBound / range.lowerBound) < 2
    var ticks: [AxisTick] = []
    for exponent in low...high {
      for lead in 1...9 {
        let value = Double(lead) * pow(10, Double(exponent))
        guard range.contains(value), let position = position(of: value) else { continue }
        let isDecade = lead == 1 && exponent.isMultiple(of: every)
        let isLabelled = isDecade || (isShort && (lead == 2 || lead == 5))
        guard isLabelled || every == 1 else { continue }
        let name = isPlain ? value.short(1) : value.scientific(1)
        ticks.append(AxisTick(position: position, label: isLabelled ? name : ""))
      }
    }
    return ticks
  }

  private func symmetricTicks(_ threshold: Double, most: Int) -> [AxisTick] {
    let reach = max(abs(range.lowerBound), abs(range.upperBound))
    let low = Int(log10(threshold).rounded(.up))
    let high = max(low, Int(log10(reach).rounded(.down)))
    let sides = range.lowerBound < 0 && range.upperBound > 0 ? 2.0 : 1.0
    let every = max(1, Int((Double(high - low + 1) * sides / Double(most)).rounded(.up)))
    let powers = stride(from: low, through: high, by: every).map { pow(10, Double($0)) }
    return (powers.map { -$0 }.reversed() + [0] + powers).compactMap { value in
      guard range.contains(value), let position = position(of: value) else { return nil }
      let isPlain = low >= -2 && high <= 4
      let label = value == 0 ? "0" : isPlain ? value.short(1) : value.scientific(1)
      return AxisTick(position: position, label: label)
    }
  }
}

/// The smallest of 1, 2, 3, 5 times a power of ten that is not below a number of decades, at least 1.
func roundDecades(_ decades: Double) -> Int {
  guard decades > 1 else { return 1 }
  let power = pow(10, log10(decades).rounded(.down))
  return Int(([1, 2, 3, 5].first { $0 * power >= decades * (1 - 1e-9) } ?? 10) * power)
}

/// The smallest of 1, 2, 2.5, 5 times a power of ten that is not below `step`.
func roundStep(_ step: Double) -> Double {
  guard step > 0, step.isFinite else { return 1 }
  let power = pow(10, log10(step).rounded(.down))
  for lead in [1, 2, 2.5, 5, 10] where lead * power >= step * (1 - 1e-9) { return lead * power }
  return 10 * power
}

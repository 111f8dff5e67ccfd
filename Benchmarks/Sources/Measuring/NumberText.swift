import Foundation

/// A number with so many digits behind the point, trailing zeros dropped.
package func number(_ value: Double, _ digits: Int) -> String {
  guard value.isFinite else { return "–" }
  var text = String(format: "%.\(digits)f", value)
  while text.contains("."), text.hasSuffix("0") || text.hasSuffix(".") {
    let isPoint = text.hasSuffix(".")
    text.removeLast()
    if isPoint { break }
  }
  return text
}

/// A duration with three digits, in the unit that suits it.
public func durationText(_ seconds: Double) -> String {
  let (scaled, unit) =
    seconds < 1e-3 ? (seconds * 1e6, "µs") : seconds < 1 ? (seconds * 1e3, "ms") : (seconds, "s")
  let digits = scaled < 10 ? 2 : scaled < 100 ? 1 : 0
  return String(format: "%.\(digits)f ", scaled) + unit
}

/// Bytes in MiB.
public func memoryText(_ bytes: Int) -> String {
  String(format: "%.0f MiB", Double(bytes) / Double(1 << 20))
}

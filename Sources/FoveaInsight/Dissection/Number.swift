import Foundation

/// Numbers as a reader of a figure wants them.
enum Number {
  /// Three significant digits, without an exponent where that is short.
  static func short(_ value: Float) -> String { short(Double(value)) }

  /// Three significant digits, without an exponent where that is short.
  static func short(_ value: Double) -> String {
    let text = String(format: "%.3g", value)
    return text.replacingOccurrences(of: "e-0", with: "e-").replacingOccurrences(
      of: "e+0", with: "e+")
  }

  /// A share as a percentage with one digit behind the point.
  static func percent(_ share: Double) -> String { String(format: "%.1f %%", 100 * share) }
}

import FoveaDrawing
import Foundation

/// Numbers as a reader of a figure wants them.
enum Number {
  /// Three significant digits.
  static func short(_ value: Float) -> String { Double(value).short }

  /// Three significant digits.
  static func short(_ value: Double) -> String { value.short }

  /// A share as a percentage with one digit after the point.
  static func percent(_ share: Double) -> String { String(format: "%.1f %%", 100 * share) }

  /// So many digits after the point, with a true minus and none before zero.
  static func decimal(_ value: Float, _ digits: Int) -> String {
    let text = String(format: "%.\(digits)f", abs(value))
    let isZero = text.allSatisfy { $0 == "0" || $0 == "." }
    return (value < 0 && !isZero ? "−" : "") + text
  }
}

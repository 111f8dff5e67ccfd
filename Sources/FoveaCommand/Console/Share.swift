import Foundation

/// Shares as a person reads them.
enum Share {
  /// Such as `93.42 %`.
  static func text(_ share: Double) -> String { String(format: "%.2f %%", 100 * share) }
}

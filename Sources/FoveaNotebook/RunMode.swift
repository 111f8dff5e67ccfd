/// How much a notebook computes: everything, or little enough for a test.
public enum RunMode: Hashable, Sendable, CaseIterable {
  /// What a reader sees.
  case full
  /// With `FOVEA_FAST=1` in the environment: fewer samples, fewer epochs.
  case fast

  /// What begins the result lines of the mode.
  var prefix: String { self == .full ? "// >" : "// fast>" }

  /// The mode whose result this line is, or nil where it is another line.
  static func of(resultLine line: String) -> RunMode? {
    allCases.first { line.hasPrefix($0.prefix) }
  }
}

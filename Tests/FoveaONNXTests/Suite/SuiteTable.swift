import Foundation

/// What came of the suite's cases, for each operation.
struct SuiteTable {
  /// The cases of one operation.
  struct Row {
    let operation: String
    var passed = 0
    var failed = 0
    var unsupported = 0
    var misses: [(name: String, reason: String)] = []

    var total: Int { passed + failed + unsupported }
  }

  /// The rows, by operation; a case with several operations belongs to `several`.
  private(set) var rows: [Row] = []

  /// Runs the cases in 32 bits.
  init(_ cases: [SuiteCase]) {
    var byName: [String: Row] = [:]
    for entry in cases where entry.isFloat32() {
      let operations = entry.operations()
      let name = operations.count == 1 ? operations[0] : "several"
      var row = byName[name] ?? Row(operation: name)
      switch entry.run() {
      case .passed: row.passed += 1
      case .failed(let reason):
        row.failed += 1
        row.misses.append((entry.name, reason))
      case .unsupported(let reason):
        row.unsupported += 1
        row.misses.append((entry.name, reason))
      }
      byName[name] = row
    }
    rows = byName.values.sorted { $0.operation < $1.operation }
  }

  /// What the tables are, for a reader.
  static let introduction = """
    # ONNX: what is read

    The standard's own suite, run through the library: each case is a model with inputs and outputs. A result counts as
    right within the tolerance of the suite's own runner, |found − expected| ≤ 1e-7 + 1e-3 · |expected|. Cases in 32-bit
    floats (whole numbers and truth values beside them allowed) are counted; `several` are cases whose model holds more
    than one operation, most of them the standard's expansions of functions. Not supported: refused with the reason given.
    Made by `make onnx-table` from Debian's `libonnx-testdata`; `make onnx-suite` runs the newer and larger suite of the
    wheel `onnx` 1.22.0.

    """

  /// How many cases of some operations pass, and how many there are.
  func score(of operations: Set<String>) -> (passed: Int, total: Int) {
    let rows = rows.filter { operations.contains($0.operation) }
    return (rows.reduce(0) { $0 + $1.passed }, rows.reduce(0) { $0 + $1.total })
  }

  /// The table as Markdown.
  func markdown(titled title: String) -> String {
    var lines = ["\n## \(title)\n", "| operation | passed | failed | not supported | why |"]
    lines.append("|---|---:|---:|---:|---|")
    for row in rows {
      var reasons: [String] = []
      for miss in row.misses {
        let reason = Self.brief(miss.reason)
        if !reasons.contains(reason) { reasons.append(reason) }
      }
      let why = reasons.prefix(3).joined(separator: "; ") + (reasons.count > 3 ? "; …" : "")
      lines.append(
        "| \(row.operation) | \(row.passed) | \(row.failed) | \(row.unsupported) | \(why) |")
    }
    let passed = rows.reduce(0) { $0 + $1.passed }
    let total = rows.reduce(0) { $0 + $1.total }
    lines.append("\n\(passed) of \(total) passed.\n")
    return lines.joined(separator: "\n")
  }

  /// A reason without the names of one case: what follows the node, without paths.
  private static func brief(_ reason: String) -> String {
    if reason.contains("operations that are not read: ") {
      let list = reason.split(separator: ":").last ?? ""
      let operations = list.split(separator: ";").map { $0.split(separator: "(").first ?? "" }
      let names = operations.map { $0.drop { $0 == " " } }.joined(separator: ", ")
      return "not read: \(names)"
    }
    let parts = reason.components(separatedBy: "): ")
    let text = parts.count > 1 ? parts.dropFirst().joined(separator: "): ") : reason
    let short = text.components(separatedBy: " as ONNX: ").last ?? text
    return short.replacingOccurrences(of: "|", with: "/")
  }
}

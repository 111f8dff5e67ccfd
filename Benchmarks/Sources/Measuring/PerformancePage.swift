import Foundation

/// `docs/performance.md`: every figure comes from what was measured.
public struct PerformancePage {
  private let rows: [(row: TableRow, measured: RowMeasurement?)]
  private let growth: GrowthSection

  /// Creates the page of rows, measured or not yet.
  public init(_ rows: [(TableRow, RowMeasurement?)], growth: GrowthSection) {
    self.rows = rows.map { (row: $0.0, measured: $0.1) }
    self.growth = growth
  }

  /// The page.
  public var markdown: String {
    var parts = [title, circumstances, explanation, table]
    parts += compilerNotes
    parts.append(LimitsSection(rows).markdown)
    parts.append(growth.markdown)
    return parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  private var title: String {
    """
    # Fovea beside PyTorch

    Written by `make bench`; no figure here is typed by hand. `make bench ONLY=deep-cnn,lstm` measures a part anew.
    """
  }

  /// One paragraph for each different circumstance under which rows were measured.
  private var circumstances: String {
    var seen: [Circumstances] = []
    for case let measured? in rows.map(\.measured) where !seen.contains(measured.circumstances) {
      seen.append(measured.circumstances)
    }
    return seen.sorted { $0.date < $1.date }.map { one in
      let names = rows.compactMap { $0.measured?.circumstances == one ? $0.row.name : nil }
      let which = seen.count == 1 ? "All rows" : names.joined(separator: ", ")
      return """
        * \(which): \(one.date) UTC; \(one.machine); \(one.threads) threads on both sides; \(one.versions). Load \
        average at the start \(String(format: "%.2f", one.load))\(one.load > 0.5 ? " — **a busy machine**" : ""). \
        oneDNN's peaks in the same run: \(String(format: "%.0f", one.speed.convolutions)) GFLOP/s of 3×3 convolutions \
        (256 channels, by Winograd's algorithm: counted as the direct one's arithmetic, so more than the processor \
        multiplies), \(String(format: "%.0f", one.speed.products)) GFLOP/s of matrix products (1,024 square); memory is copied \
        at \(String(format: "%.1f", one.speed.copying)) GB/s.
        """
    }.joined(separator: "\n")
  }

  private var explanation: String {
    """
    Both sides work in turn (A B A B) on the same data from the same initial weights, each in its own process that does \
    only this, and first show that they compute the same: *differs* is the largest of the norms of differences of loss, \
    gradients or results, relative to each tensor's norm; at most 1e-3 is let through. Times are medians over the \
    rounds of the mean time of an iteration. *Ratio* is the peer's median by Fovea's, with the quartiles of the ratios of \
    neighbouring rounds in brackets; where it may not pass a number (≤), it is Fovea's time by that of its own plain \
    step, or beside a busy process by alone. The peer is PyTorch, or what the row names. PyTorch is given the fastest of its variants, \
    tried while it warms up. GFLOP/s count the network's arithmetic alone; their share is of the peak of convolutions, in recurrent rows of that of matrix products. *Memory* is the peak of the whole process, Fovea's / PyTorch's. ⚠ marks rows beside \
    which other processes took more than 5 % of the machine, or where it was busy at the start.
    """
  }

  private var table: String {
    let head = [
      "workload", "Fovea", "peer", "ratio", "asked", "reached", "GFLOP/s", "of peak", "memory",
      "differs", "peer's variant", "torch.compile",
    ]
    var lines = [
      "| " + head.joined(separator: " | ") + " |",
      "|" + String(repeating: "---|", count: head.count),
    ]
    for (row, measured) in rows { lines.append(line(row, measured, columns: head.count)) }
    return lines.joined(separator: "\n")
  }

  private func line(_ row: TableRow, _ measured: RowMeasurement?, columns: Int) -> String {
    guard let measured else {
      let empty = [row.title, "not measured yet", "", "", row.requiredText]
      return "| "
        + (empty + Array(repeating: "", count: columns - empty.count)).joined(separator: " | ")
        + " |"
    }
    let text = RowText(row, measured)
    let cells = [
      row.title + (measured.isBusy ? " ⚠" : ""), text.own, text.peer, text.ratio, row.requiredText,
      text.verdict, text.speed.absolute, text.speed.share, text.memory, text.difference,
      measured.peer.variant ?? "–", text.compiled,
    ]
    return "| " + cells.joined(separator: " | ") + " |"
  }

  /// Why the compiler failed, where it did.
  private var compilerNotes: [String] {
    let notes = rows.compactMap { row, measured in
      measured?.compileFailure.map { "* `torch.compile` of \(row.title): \($0)" }
    }
    return notes.isEmpty ? [] : [notes.joined(separator: "\n")]
  }
}

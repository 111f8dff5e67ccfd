import Foundation

/// The page's section on rows that miss the asked ratio: what the machine's own limits would allow.
struct LimitsSection {
  let rows: [(row: TableRow, measured: RowMeasurement)]

  /// The section of the rows that were measured in time and miss their number.
  init(_ rows: [(row: TableRow, measured: RowMeasurement?)]) {
    self.rows = rows.compactMap { row, measured in
      guard let measured, row.judges == .time, !row.isReached(measured) else { return nil }
      return (row, measured)
    }
  }

  /// The section; empty where every row is reached.
  var markdown: String {
    guard !rows.isEmpty else { return "" }
    return """
      ## What was not reached

      *Least time* is the longer of two: the row's arithmetic at the speed at which the same run measured large \
      convolutions or matrix products, and its least traffic (each value written once and read once in each \
      direction, each weight once) at the speed of copying memory. The ratio *at most* is the peer's median by that.

      | workload | arithmetic | traffic | least time | ratio at most | asked needs | which is of the peak |
      |---|---|---|---|---|---|---|
      \(rows.map(line).joined(separator: "\n"))

      \(rows.compactMap { row, _ in row.remark.map { "* \(row.title): \($0)" } }.joined(separator: "\n"))
      """
  }

  private func line(_ row: TableRow, _ measured: RowMeasurement) -> String {
    let speed = measured.circumstances.speed
    let peer = Spread(measured.peer.seconds).median
    let needed = peer / row.required
    let computing = measured.operations.map { $0 / speed.peak(of: row.arithmetic) / 1e9 }
    let moving = measured.traffic.map { $0 / speed.copying / 1e9 }
    let least = [computing, moving].compactMap { $0 }.max()
    let share = computing.map { String(format: "%.0f %%", 100 * $0 / needed) }
    let cells: [String] = [
      row.title, measured.operations.map { number($0 / 1e9, 2) + " GFLOP" } ?? "–",
      measured.traffic.map { memoryText(Int($0)) } ?? "–", least.map(durationText) ?? "–",
      least.map { number(peer / $0, 2) } ?? "–", durationText(needed), share ?? "–",
    ]
    return "| " + cells.joined(separator: " | ") + " |"
  }
}

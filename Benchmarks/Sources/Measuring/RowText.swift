import Foundation

/// A measured row in words.
public struct RowText {
  let row: TableRow
  let measured: RowMeasurement

  /// Creates the words of a row.
  public init(_ row: TableRow, _ measured: RowMeasurement) {
    self.row = row
    self.measured = measured
  }

  /// Fovea's median time.
  var own: String { durationText(Spread(measured.own.seconds).median) }
  /// The peer's.
  var peer: String { durationText(Spread(measured.peer.seconds).median) }

  /// The ratio of medians, and the quartiles of the pairs' ratios.
  var ratio: String {
    let spread = measured.pairRatios
    switch row.judges {
    case .time, .memory:
      return "\(ratioText(measured.ratio)) (\(ratioText(spread.low))–\(ratioText(spread.high)))"
    case .own:
      return
        "\(ratioText(1 / measured.ratio)) (\(ratioText(1 / spread.high))–\(ratioText(1 / spread.low)))"
    case .beside:
      let (own, peer) = (measured.slowDown ?? .nan, measured.peerSlowDown ?? .nan)
      return "\(ratioText(own)); PyTorch \(ratioText(peer))"
    }
  }

  private func ratioText(_ value: Double) -> String {
    value.isFinite ? String(format: value < 100 ? "%.2f" : "%.0f", value) : "–"
  }

  /// Whether the required number is reached.
  var verdict: String { row.isReached(measured) ? "yes" : "**no**" }

  /// GFLOP/s and the share of the peak.
  var speed: (absolute: String, share: String) {
    guard let speed = measured.speed else { return ("–", "–") }
    return (
      String(format: speed < 10 ? "%.1f" : "%.0f", speed),
      String(format: "%.0f %%", 100 * speed / measured.circumstances.speed.peak(of: row.arithmetic))
    )
  }

  /// Both peaks.
  var memory: String {
    let text = "\(memoryText(measured.own.peakBytes)) / \(memoryText(measured.peer.peakBytes))"
    return row.judges == .memory ? "\(text) (\(ratioText(measured.memoryRatio)))" : text
  }

  /// How far the results lie apart.
  var difference: String { measured.difference.map { String(format: "%.0e", $0) } ?? "–" }

  /// PyTorch's compiled form.
  var compiled: String {
    if let seconds = measured.compiledSeconds { return durationText(seconds) }
    return measured.compileFailure == nil ? "–" : "failed"
  }

  /// A line for the terminal.
  public var line: String {
    let columns = [
      row.name.padding(toLength: 28, withPad: " ", startingAt: 0),
      "Fovea \(own)", "PyTorch \(peer)", "ratio \(ratio)", "asked \(row.requiredText)",
      row.isReached(measured) ? "reached" : "MISSED", "memory \(memory)",
      "differs \(difference)", measured.peer.variant ?? "",
      measured.isBusy ? "busy machine (\(Int((100 * measured.foreignShare).rounded())) %)" : "",
    ]
    return columns.filter { !$0.isEmpty }.joined(separator: "  ")
  }
}

/// A line that tells how far a long job has come, how fast it goes and how long it still takes.
///
/// On a terminal the line is drawn over itself ten times a second at most; elsewhere a plain line is written every ten
/// seconds. Jobs that take less than a second tell nothing.
public final class ProgressBar {
  private let title: String
  private let total: Int
  private let unit: String
  private let output: ProgressOutput
  private let start: Double
  private var last: Double
  private var isShown = false

  /// Creates a bar for a job of `total` parts that begins now.
  ///
  /// - Parameter unit: what the parts are called, such as `images`.
  public init(
    _ title: String, total: Int, unit: String, output: ProgressOutput = .standardError
  ) {
    self.title = title
    self.total = total
    self.unit = unit
    self.output = output
    start = output.now()
    last = start
  }

  /// Tells that `done` parts are done.
  ///
  /// - Parameter note: what else there is to say, such as the present loss.
  public func advance(to done: Int, note: String = "") {
    let now = output.now()
    guard now - start >= 1, now - last >= (output.isTerminal ? 0.1 : 10) || !isShown else { return }
    last = now
    isShown = true
    let rate = Double(done) / (now - start)
    let share = total > 0 ? Double(done) / Double(total) : 1
    var parts = [
      "\(title) \(output.isTerminal ? ProgressText.bar(share) + " " : "")\(Int(share * 100)) %"
    ]
    if !note.isEmpty { parts.append(note) }
    parts.append("\(ProgressText.rate(rate)) \(unit)/s")
    if rate > 0 { parts.append("\(ProgressText.duration(Double(total - done) / rate)) left") }
    let line = parts.joined(separator: "  ")
    if output.isTerminal { output.redraw(line) } else { output.line(line) }
  }

  /// Clears the line where one is drawn.
  public func finish() {
    if isShown, output.isTerminal { output.redraw("") }
    isShown = false
  }
}

import Foundation
import Synchronization

/// How far something has come, told while it lasts: a bar on a terminal, a line now and then elsewhere.
///
/// Nothing is shown of what takes less than a second.
final class Progress {
  private let label: String
  private let total: Int
  private let unit: String
  /// What was done before the clock started.
  private let before: Int
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var shown: ContinuousClock.Instant?
  private var done = 0

  /// Whether a bar stands on the terminal's last line.
  private static let isDrawn = Atomic(false)

  /// Begins.
  ///
  /// - Parameters:
  ///   - label: what is done, such as `ascent`.
  ///   - unit: what is counted, in the plural.
  ///   - alreadyDone: what was done in an earlier call.
  init(_ label: String, total: Int, unit: String, alreadyDone: Int = 0) {
    before = alreadyDone
    self.label = label
    self.total = max(1, total)
    self.unit = unit
    start = clock.now
  }

  /// Tells how many units are done.
  ///
  /// - Parameter facts: what else is known by now, such as a loss.
  func update(_ done: Int, _ facts: String = "") {
    self.done = done
    let now = clock.now
    let interval: Duration = Console.isTerminal ? .milliseconds(100) : .seconds(5)
    guard now - start > .seconds(1), shown.map({ now - $0 > interval }) ?? true else { return }
    shown = now
    let line = text(facts, after: now - start)
    guard Console.isTerminal else { return Console.note(line) }
    Self.isDrawn.store(true, ordering: .relaxed)
    Console.draw("\r\u{1B}[K" + bar + String(line.prefix(max(10, Console.columns - 24))))
  }

  /// Takes the bar away.
  static func clear() {
    if isDrawn.exchange(false, ordering: .relaxed) { Console.draw("\r\u{1B}[K") }
  }

  private var bar: String {
    let filled = min(20, max(0, 20 * done / total))
    return "[" + String(repeating: "=", count: filled) + String(repeating: " ", count: 20 - filled)
      + "] "
  }

  /// Such as `ascent 45 %, 1,234 steps/s, 0:12 left`.
  private func text(_ facts: String, after duration: Duration) -> String {
    let seconds = duration / .seconds(1)
    let rate = Double(done - before) / seconds
    var parts = ["\(label) \(100 * done / total) %"]
    if !facts.isEmpty { parts.append(facts) }
    if rate > 0 {
      parts.append("\(Self.rate(rate)) \(unit)/s")
      parts.append("\(Self.time(Double(max(0, total - done)) / rate)) left")
    }
    return parts.joined(separator: ", ")
  }

  /// A rate with as many digits as say something.
  static func rate(_ rate: Double) -> String {
    rate >= 100 ? "\(Int(rate.rounded()))" : String(format: rate >= 10 ? "%.0f" : "%.1f", rate)
  }

  /// Hours, minutes and seconds, such as `1:02:03` or `0:12`.
  static func time(_ seconds: Double) -> String {
    let whole = seconds.isFinite ? Int(min(seconds, 1e7).rounded()) : 0
    let rest = String(format: "%02d", whole % 60)
    guard whole >= 3600 else { return "\(whole / 60):\(rest)" }
    return "\(whole / 3600):" + String(format: "%02d", whole / 60 % 60) + ":\(rest)"
  }
}

import Foundation

/// Where progress is told: a terminal, whose last line is drawn again and again, or a file, which gets plain lines.
public struct ProgressOutput {
  /// Whether lines can be drawn over.
  public var isTerminal: Bool
  /// The number of columns.
  public var width: Int
  /// Takes text.
  public var write: (String) -> Void
  /// The time in seconds, from anywhere.
  public var now: () -> Double

  /// Creates an output.
  public init(
    isTerminal: Bool, width: Int = 80, now: @escaping () -> Double,
    write: @escaping (String) -> Void
  ) {
    self.isTerminal = isTerminal
    self.width = width
    self.now = now
    self.write = write
  }

  /// The standard error stream, so that a program's results stay clean.
  public static var standardError: ProgressOutput {
    let start = ContinuousClock.now
    return ProgressOutput(
      isTerminal: isatty(STDERR_FILENO) != 0, width: terminalWidth,
      now: { (ContinuousClock.now - start) / .seconds(1) },
      write: { try? FileHandle.standardError.write(contentsOf: Data($0.utf8)) })
  }

  /// Nothing is told.
  public static var none: ProgressOutput {
    ProgressOutput(isTerminal: false, now: { 0 }, write: { _ in })
  }

  private static var terminalWidth: Int {
    var size = winsize()
    guard unsafe ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return 80
    }
    return Int(size.ws_col)
  }

  /// Draws the last line of a terminal anew, cut to its width; an empty line clears it.
  func redraw(_ line: String) { write("\r\u{1B}[K" + line.prefix(max(1, width - 1))) }

  /// Writes a line that stays.
  func line(_ text: String) { write((isTerminal ? "\r\u{1B}[K" : "") + text + "\n") }
}

/// Numbers as people read them beside a bar.
enum ProgressText {
  /// A bar of `width` columns, filled to a share.
  static func bar(_ share: Double, width: Int = 24) -> String {
    let filled = Int((min(1, max(0, share)) * Double(width)).rounded(.down))
    let tip = filled < width ? ">" : ""
    return "[" + String(repeating: "=", count: filled) + tip
      + String(repeating: " ", count: width - filled - tip.count) + "]"
  }

  /// Such as `8 s`, `2 min 10 s`, `3 h 5 min`.
  static func duration(_ seconds: Double) -> String {
    let whole = Int(min(max(0, seconds), 1e9).rounded(.up))
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole % 3600 / 60) min"
  }

  /// Such as `7,304`, or `0.31` below 10.
  static func rate(_ value: Double) -> String {
    guard value.isFinite, value < 1e15 else { return "\(value)" }
    guard value >= 10 else { return decimal(value, 2) }
    let digits = String(Int(value.rounded()))
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return text
  }

  static func decimal(_ value: Double, _ places: Int) -> String {
    String(format: "%.\(places)f", value)
  }
}

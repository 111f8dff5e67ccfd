public import Foundation

/// What came of running a notebook.
public struct NotebookRun: Sendable {
  /// How much it computed.
  public let mode: RunMode
  /// What each cell gave, by the index of the cell; cells that gave nothing have no entry.
  public let outputs: [Int: CellOutput]
  /// What the whole program wrote to its standard error.
  public let standardError: String
  /// How long it ran, compiling left out, in seconds.
  public let seconds: Double

  /// Creates a result.
  public init(
    mode: RunMode, outputs: [Int: CellOutput], standardError: String = "", seconds: Double = 0
  ) {
    self.mode = mode
    self.outputs = outputs
    self.standardError = standardError
    self.seconds = seconds
  }
}

/// What one cell printed and drew.
public struct CellOutput: Hashable, Sendable {
  /// What it printed.
  public let text: String
  /// The figures it wrote, in the order of their dates.
  public let figures: [WrittenFigure]

  /// Creates a result.
  public init(text: String, figures: [WrittenFigure] = []) {
    self.text = text
    self.figures = figures
  }

  /// The lines of `text` without white space at their ends and without blank lines at the end.
  public var lines: [String] {
    var lines = text.replacingOccurrences(of: "\r\n", with: "\n")
      .split(separator: "\n", omittingEmptySubsequences: false)
      .map { line in String(line.reversed().drop(while: \.isWhitespace).reversed()) }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }
}

/// A picture file that a cell wrote.
public struct WrittenFigure: Hashable, Sendable {
  /// Its path in the working folder of the notebook.
  public let name: String
  /// Its content.
  public let bytes: Data

  /// Creates a figure.
  public init(name: String, bytes: Data) {
    self.name = name
    self.bytes = bytes
  }
}

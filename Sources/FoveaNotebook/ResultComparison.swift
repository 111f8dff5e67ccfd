/// Where the lines a cell printed first differ from those it should print.
public struct ResultDifference: Hashable, Sendable {
  /// The expected line's place among the expected ones.
  public let index: Int
  /// The expected line, or nil where more was printed than expected.
  public let expected: String?
  /// The printed line, or nil where less was printed than expected.
  public let printed: String?
}

/// Compares printed lines with expected ones; nil where they agree.
///
/// An expected line may hold tolerances (`0.87 ± 0.02`) and `…`; a line that is only `…` stands for any number of lines.
public func firstDifference(expected: [String], printed: [String]) -> ResultDifference? {
  let patterns = expected.map { LinePattern($0) }
  var open: Set<Int> = [0]  // how many patterns may be used up by the lines read so far
  var reach = 0
  for line in printed {
    open = closure(of: open, patterns)
    reach = open.max() ?? reach
    var next: Set<Int> = []
    for index in open where index < patterns.count {
      if patterns[index].isAnyLines {
        next.insert(index)
      } else if patterns[index].matches(line) {
        next.insert(index + 1)
      }
    }
    guard !next.isEmpty else {
      let wanted = reach < expected.count ? expected[reach] : nil
      return ResultDifference(index: reach, expected: wanted, printed: line)
    }
    open = next
  }
  open = closure(of: open, patterns)
  guard !open.contains(patterns.count) else { return nil }
  let missing = open.max() ?? 0
  return ResultDifference(index: missing, expected: expected[missing], printed: nil)
}

/// Adds what is reached by letting an any-lines pattern stand for no line.
private func closure(of open: Set<Int>, _ patterns: [LinePattern]) -> Set<Int> {
  var result = open
  for index in patterns.indices where result.contains(index) && patterns[index].isAnyLines {
    result.insert(index + 1)
  }
  return result
}

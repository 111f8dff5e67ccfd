extension Notebook {
  /// Writes under each cell what it printed; lines that agree with what stood there stay, tolerances and all.
  ///
  /// In the fast mode, a cell whose full-mode lines agree gets no lines of its own.
  public mutating func update(from run: NotebookRun) {
    for index in cells.indices where cells[index].kind == .code {
      cells[index].update(printed: run.outputs[index]?.lines ?? [], in: run.mode)
    }
  }

  /// Each difference between what the cells print and what stands under them, as a line that names file, line and cell.
  public func differences(from run: NotebookRun) -> [String] {
    cells.indices.compactMap { index in
      let cell = cells[index]
      guard cell.kind == .code else { return nil }
      let printed = run.outputs[index]?.lines ?? []
      guard
        let difference = firstDifference(expected: cell.expected(in: run.mode), printed: printed)
      else { return nil }
      let line = cell.expectedLine(in: run.mode) + difference.index
      let wanted = difference.expected.map { "expected '\($0)'" } ?? "expected nothing more"
      let got = difference.printed.map { "printed '\($0)'" } ?? "nothing more was printed"
      return "\(path):\(line): \(wanted), \(got)"
    }
  }
}

extension Cell {
  fileprivate mutating func update(printed: [String], in mode: RunMode) {
    guard firstDifference(expected: expected(in: mode), printed: printed) != nil else { return }
    if mode == .fast, firstDifference(expected: ownResults(of: .full), printed: printed) == nil {
      return setResults([], of: .fast)
    }
    let lines = renewed(printed, from: expected(in: mode))
    // A fast mode that prints nothing needs a line of its own, or the full mode's would be expected.
    setResults(mode == .fast && lines.isEmpty ? ["…"] : lines, of: mode)
  }

  /// The printed lines, each in the form of the next expected line that differs from it by numbers at most.
  private func renewed(_ printed: [String], from expected: [String]) -> [String] {
    var rest = expected[...]
    return printed.map { line in
      for (index, old) in zip(rest.indices, rest) {
        let pattern = LinePattern(old)
        guard !pattern.isAnyLines else { continue }
        let form = pattern.matches(line) ? old : pattern.renewed(from: line)
        guard let form else { continue }
        rest = rest[(index + 1)...]
        return form
      }
      return line
    }
  }
}

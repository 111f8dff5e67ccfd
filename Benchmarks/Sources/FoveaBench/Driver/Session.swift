import Foundation
import Fovea
import Measuring

/// A run of the benchmark: the chosen rows in turn, then the page with all that was ever measured.
struct Session {
  let tools: Tools
  let cache: RowCache
  /// The folder of the page.
  let page: String
  let pairs: Int
  let patience: Double

  /// Measures the rows whose names are given or begin so; all where none is given.
  ///
  /// - Throws: `FoveaError` for a name that fits nothing, and at the end where a row failed.
  func run(only names: [String]) throws {
    let rows = try chosen(names)
    waitForQuiet()
    let circumstances = try circumstances()
    print("bench: \(rows.count) rows on \(circumstances.machine); load \(circumstances.load)")
    var failures: [String] = []
    for row in rows {
      do {
        try measure(row, circumstances)
      } catch {
        failures.append(row.name)
        print("  \(row.name): \(error)")
      }
    }
    try write()
    guard failures.isEmpty else {
      throw FoveaError("these rows could not be measured: \(failures.joined(separator: ", "))")
    }
  }

  private func chosen(_ names: [String]) throws -> [Row] {
    guard !names.isEmpty else { return Catalogue.rows }
    for name in names where !Catalogue.rows.contains(where: { $0.name.hasPrefix(name) }) {
      throw FoveaError.unknown("row", name, known: Catalogue.rows.map(\.name))
    }
    return Catalogue.rows.filter { row in names.contains { row.name.hasPrefix($0) } }
  }

  /// A build just before leaves a load that is nobody's any more; it is given some time to fall.
  private func waitForQuiet() {
    let start = Date()
    while Machine.load > 0.5, Date().timeIntervalSince(start) < patience {
      Thread.sleep(forTimeInterval: 2)
    }
  }

  private func circumstances() throws -> Circumstances {
    let load = Machine.load
    let formatter = ISO8601DateFormatter()
    formatter.formatOptions = [
      .withFullDate, .withTime, .withColonSeparatorInTime, .withSpaceBetweenDateAndTime,
    ]
    return Circumstances(
      load: load, peak: try PeakSpeed.measure(), versions: try versions(),
      machine: Machine.description,
      date: String(formatter.string(from: Date()).prefix(16)), threads: Threads.count)
  }

  private func versions() throws -> String {
    let worker = try tools.peerWorker("versions")
    defer { worker.end() }
    return try worker.ask(WorkerRequest(.prepare)).version ?? ""
  }

  private func measure(_ row: Row, _ circumstances: Circumstances) throws {
    let folder = NSTemporaryDirectory() + "fovea-bench-\(getpid())-\(row.name)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let duel = Duel(row: row, tools: tools, pairs: pairs, folder: folder)
    let measured = try duel.run(circumstances)
    try cache.store(measured, as: row.name)
    print("  " + RowText(row.tableRow, measured).line)
  }

  /// Writes the page from everything that is kept.
  private func write() throws {
    let measured = Catalogue.rows.map {
      ($0.tableRow, cache.value($0.name, as: RowMeasurement.self))
    }
    let text = PerformancePage(measured).markdown
    try writeAtomically(Data(text.utf8), to: "\(page)/performance.md")
    print("bench: wrote \(page)/performance.md")
  }
}

extension Row {
  /// What the table needs to know of a row.
  var tableRow: TableRow {
    TableRow(name: name, title: title, required: required, judges: judge)
  }

  private var judge: TableRow.Judge {
    switch kind {
    case .time: .time
    case .memory: .memory
    case .own: .own
    case .beside: .beside
    }
  }
}

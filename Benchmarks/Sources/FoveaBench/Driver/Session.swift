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
    let names = try checked(names)
    let rows = Catalogue.rows.filter { isChosen($0.name, names) }
    waitForQuiet()
    let circumstances = try circumstances()
    say("bench: \(rows.count) rows on \(circumstances.machine); load \(circumstances.load)")
    var failures: [String] = []
    for row in rows {
      do {
        try measure(row, circumstances)
      } catch {
        failures.append(row.name)
        say("  \(row.name): \(error)")
      }
    }
    for curve in GrowthCurves.all where isChosen(curve.name, names) {
      let measured = try curve.measure(circumstances)
      try cache.store(measured, as: curve.name)
      say("  \(curve.name): \(measured.caption)")
    }
    if isChosen(Self.compileName, names) {
      try cache.store(CompileTime.measure(), as: Self.compileName)
    }
    try write()
    guard failures.isEmpty else {
      throw FoveaError("these rows could not be measured: \(failures.joined(separator: ", "))")
    }
  }

  /// The compilation of plans among the names.
  static let compileName = "compile"

  /// All that can be chosen.
  static var names: [String] {
    Catalogue.rows.map(\.name) + GrowthCurves.all.map(\.name) + [compileName]
  }

  private func checked(_ names: [String]) throws -> [String] {
    for name in names where !Self.names.contains(where: { $0.hasPrefix(name) }) {
      throw FoveaError.unknown("row", name, known: Self.names)
    }
    return names
  }

  private func isChosen(_ name: String, _ names: [String]) -> Bool {
    names.isEmpty || names.contains { name.hasPrefix($0) }
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
      load: load, speed: try PeakSpeed.measure(), versions: try versions(),
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
    say("  " + RowText(row.tableRow, measured).line)
  }

  /// Writes the page and its pictures from everything that is kept.
  private func write() throws {
    let measured = Catalogue.rows.map {
      ($0.tableRow, cache.value($0.name, as: RowMeasurement.self))
    }
    let growth = GrowthCurves.all.compactMap { cache.value($0.name, as: GrowthMeasurement.self) }
    let pictures = "\(page)/performance"
    try FileManager.default.createDirectory(atPath: pictures, withIntermediateDirectories: true)
    for one in growth { try one.chart.write(to: "\(pictures)/\(one.name).png") }
    let section = GrowthSection(growth, compile: cache.value(Self.compileName) ?? [])
    let text = PerformancePage(measured, growth: section).markdown
    try writeAtomically(Data(text.utf8), to: "\(page)/performance.md")
    say("bench: wrote \(page)/performance.md")
  }
}

/// Prints a line at once, so that whoever watches a log sees each row when it is done.
private func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

extension Row {
  /// What the table needs to know of a row.
  var tableRow: TableRow {
    TableRow(
      name: name, title: title, required: required, judges: judge, arithmetic: arithmetic,
      remark: remark)
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

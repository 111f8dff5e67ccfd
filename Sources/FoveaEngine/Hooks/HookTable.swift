public import FoveaNetwork
public import FoveaTensor

/// Hook points with their shapes and sizes, known from shapes alone, before anything is compiled or computed.
public struct HookTable: Hashable, Sendable, Codable {
  /// One hook point.
  public struct Row: Hashable, Sendable, Codable {
    /// The hook point and, in a recorder's table, the phase: `conv1/value`.
    public let name: String
    /// The shape of one run's value.
    public let shape: Shape
    /// What a recorder keeps; empty without one.
    public let keeps: String
    /// The size, in bytes, of what a recorder keeps; of one run's value without one.
    public let bytes: Int
    /// The size, in bytes, of what a plan holds from one run to the next because of the hook, at most.
    public let planBytes: Int
  }

  /// The hook points in the order of computation.
  public let rows: [Row]

  /// The size of all, in bytes: what is kept and what plans hold for it.
  public var total: Int { rows.reduce(0) { $0 + $1.bytes + $1.planBytes } }

  /// The names of the rows that take most, with their sizes.
  func largest(_ count: Int) -> String {
    let sizes = rows.map { (name: $0.name, bytes: $0.bytes + $0.planBytes) }
    return sizes.enumerated().sorted { ($1.1.bytes, $0.0) < ($0.1.bytes, $1.0) }.prefix(count)
      .map { "\($0.1.name) \(byteText($0.1.bytes))" }.joined(separator: ", ")
  }
}

extension HookTable: CustomStringConvertible {
  /// A table with one line for each hook point, and the total; equal time steps share a line.
  public var description: String {
    var table = TextTable(columns: [
      ("hook", .left), ("shape", .left), ("keeps", .left), ("bytes", .right), ("plan", .right),
    ])
    var start = 0
    while start < rows.count {
      let run = Self.steps(from: start, in: rows)
      let row = rows[start]
      table.add([
        run.name, row.shape.description, row.keeps, byteText(row.bytes * run.count),
        row.planBytes == 0 ? "" : byteText(row.planBytes * run.count),
      ])
      start += run.count
    }
    let plan = rows.reduce(0) { $0 + $1.planBytes }
    table.addRule()
    table.add([
      "total", "", "", byteText(total - plan), plan == 0 ? "" : byteText(plan),
    ])
    return table.text
  }

  /// The rows that differ from the one at `start` by their step alone, under one name: `lstm/h[0..<64]/value`.
  private static func steps(from start: Int, in rows: [Row]) -> (name: String, count: Int) {
    let row = rows[start]
    guard let first = Numbered(row.name), first.stem.contains("/") else { return (row.name, 1) }
    var count = 1
    while start + count < rows.count {
      let next = rows[start + count]
      guard let name = Numbered(next.name), name.stem == first.stem, name.end == first.end,
        name.number == first.number + count,
        (next.shape, next.bytes, next.keeps) == (row.shape, row.bytes, row.keeps)
      else { break }
      count += 1
    }
    guard count > 1 else { return (row.name, 1) }
    return ("\(first.stem)[\(first.number)..<\(first.number + count)]\(first.end)", count)
  }

  /// A name such as `lstm/h[12]/value`, taken apart.
  private struct Numbered {
    let stem: Substring
    let number: Int
    let end: Substring

    init?(_ name: String) {
      guard let open = name.lastIndex(of: "["), let close = name.lastIndex(of: "]"),
        open < close, let number = Int(name[name.index(after: open)..<close])
      else { return nil }
      stem = name[..<open]
      self.number = number
      end = name[name.index(after: close)...]
    }
  }
}

extension Network {
  /// Every hook point with its shape and the size of one run's value, from shapes alone.
  ///
  /// - Parameter shapes: the inputs' shapes by name; inputs not named keep their own.
  /// - Throws: `FoveaError` that names the input or node that does not fit.
  public func hookTable(shapes: [String: Shape] = [:]) throws(FoveaError) -> HookTable {
    HookTable(
      rows: hookPoints(shapes: try self.shapes(for: shapes)).map {
        HookTable.Row(
          name: $0.name, shape: $0.shape, keeps: "",
          bytes: $0.shape.count * MemoryLayout<Float>.stride, planBytes: 0)
      })
  }

  /// Every hook point for a batch size.
  ///
  /// - Throws: `FoveaError` where a node does not fit that batch.
  public func hookTable(batch: Int) throws(FoveaError) -> HookTable {
    try hookTable(shapes: inputShapes(batch: batch))
  }
}

/// A number of bytes as people read it, such as `12.3 MiB`.
func byteText(_ bytes: Int) -> String {
  guard bytes >= 1024 else { return "\(bytes) B" }
  var value = Double(bytes)
  var unit = ""
  for next in ["KiB", "MiB", "GiB", "TiB"] where value >= 1024 {
    value /= 1024
    unit = next
  }
  return "\((value * 10).rounded() / 10) \(unit)"
}

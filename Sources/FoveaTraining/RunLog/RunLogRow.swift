/// All numbers that were measured at one moment: a line of a log on disk.
struct RunLogRow {
  var step: Int
  var epoch: Float
  var seconds: Float
  var values: [(name: String, value: Float)]

  func isSameMoment(as other: RunLogRow) -> Bool {
    step == other.step && epoch == other.epoch && seconds == other.seconds
  }
}

extension RunLog {
  /// The number of points of each series.
  var counts: [String: Int] {
    Dictionary(uniqueKeysWithValues: series.map { ($0.name, $0.points.count) })
  }

  /// The points behind the first `counts` of each series, by moment, in the order of time.
  func rows(behind counts: [String: Int] = [:]) -> [RunLogRow] {
    var single: [RunLogRow] = []
    for series in series {
      for point in series.points.dropFirst(counts[series.name] ?? 0) {
        single.append(
          RunLogRow(
            step: point.step, epoch: point.epoch, seconds: point.seconds,
            values: [(series.name, point.value)]))
      }
    }
    single.sort {
      ($0.seconds, $0.step, $0.values[0].name) < ($1.seconds, $1.step, $1.values[0].name)
    }
    var rows: [RunLogRow] = []
    for row in single {
      if let last = rows.last, last.isSameMoment(as: row) {
        rows[rows.count - 1].values += row.values
      } else {
        rows.append(row)
      }
    }
    return rows
  }

  /// Adds a row's numbers to their series.
  mutating func append(_ row: RunLogRow) {
    for (name, value) in row.values {
      append(
        Point(step: row.step, epoch: row.epoch, seconds: row.seconds, value: value), to: name)
    }
  }
}

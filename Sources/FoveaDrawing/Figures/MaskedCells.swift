/// The cells of a matrix that have no number, as two paths: their ground, and slanted lines across it.
///
/// Lines run on from cell to cell: they look like one area, and a large mask takes few of them.
struct MaskedCells {
  /// A rectangle for each run of a row.
  private(set) var ground = Path()
  /// The lines, from their upper right to their lower left end.
  private(set) var lines = Path()

  /// Finds the paths of cells of one size in the rectangle from (0, 0) to `size`.
  ///
  /// - Parameters:
  ///   - distance: from line to line, along an axis, in points.
  ///   - isMasked: whether the cell of a row and a column, counted from the upper left corner, has no number.
  init(
    rows: Int, columns: Int, size: Size, distance: Double = 4, isMasked: (Int, Int) -> Bool
  ) {
    let (width, height) = (size.width / Double(columns), size.height / Double(rows))
    var running: [Int: (from: Point, to: Point)] = [:]
    var ended: [(from: Point, to: Point)] = []
    for row in 0..<rows {
      let runs = Self.runs(count: columns) { isMasked(row, $0) }
      // From right to left, so that what belongs to one line comes from its upper end to its lower one.
      for run in runs.reversed() {
        let place = Rectangle(
          x: Double(run.lowerBound) * width, y: Double(row) * height,
          width: Double(run.count) * width, height: height)
        ground.elements += Path.rectangle(place).elements
        for (number, part) in Self.parts(of: place, distance) {
          if let line = running[number], abs(line.to.y - part.from.y) < 1e-9 * size.height {
            running[number] = (line.from, part.to)
          } else {
            if let line = running[number] { ended.append(line) }
            running[number] = part
          }
        }
      }
    }
    ended += running.keys.sorted().compactMap { running[$0] }
    lines = Path(ended.flatMap { [Path.Element.move($0.from), .line($0.to)] })
  }

  /// The runs of places for which something holds.
  private static func runs(count: Int, where holds: (Int) -> Bool) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var start: Int?
    for index in 0...count {
      let isInside = index < count && holds(index)
      if isInside, start == nil { start = index }
      if !isInside, let first = start {
        runs.append(first..<index)
        start = nil
      }
    }
    return runs
  }

  /// The lines x + y = (number + ½) · distance inside of a rectangle.
  private static func parts(
    of place: Rectangle, _ distance: Double
  ) -> [(number: Int, part: (from: Point, to: Point))] {
    let first = Int(((place.x + place.y) / distance - 0.5).rounded(.up))
    let last = Int(((place.maxX + place.maxY) / distance - 0.5).rounded(.down))
    var parts: [(number: Int, part: (from: Point, to: Point))] = []
    for number in first...max(first, last) {
      let sum = (Double(number) + 0.5) * distance
      let top = max(place.y, sum - place.maxX)
      let bottom = min(place.maxY, sum - place.x)
      guard bottom > top else { continue }
      parts.append((number, (Point(sum - top, top), Point(sum - bottom, bottom))))
    }
    return parts
  }
}

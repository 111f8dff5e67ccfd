public import FoveaTensor

/// The lines along which a function of two numbers, known on a grid, has one value: marching squares, joined.
///
/// Where a line passes between two neighbours of the grid is found by linear interpolation. A saddle within a cell is
/// resolved by the mean of its four corners. Cells with a corner that is not finite have no line.
public struct ContourLines: Hashable, Sendable {
  /// The value that the function has along the lines.
  public let level: Double
  /// The lines; a closed one ends where it began.
  public let lines: [[Point]]

  /// Finds the lines of one level.
  ///
  /// - Parameters:
  ///   - values: the function, `[rows, columns]`; rows follow y from its lower end, columns x.
  ///   - x: where the first and the last column lie.
  ///   - y: where the first and the last row lie.
  /// - Precondition: the rank is 2, and there are two rows and two columns or more.
  public init(
    of values: Tensor, x: ClosedRange<Double>, y: ClosedRange<Double>, level: Double
  ) {
    precondition(
      values.shape.rank == 2 && values.shape[0] > 1 && values.shape[1] > 1,
      "contour lines need a grid of 2×2 or more, got \(values.shape)")
    self.level = level
    let grid = Grid(values, level)
    lines = grid.joined().map { line in
      line.map { edge in
        let (column, row) = grid.place(of: edge)
        return Point(
          x.lowerBound + (x.upperBound - x.lowerBound) * column / Double(grid.columns - 1),
          y.lowerBound + (y.upperBound - y.lowerBound) * row / Double(grid.rows - 1))
      }
    }
  }

  /// The lines as thin series of a chart, without names.
  public func series(color: Color, width: Double = 0.7) -> [Series] {
    lines.map { line in
      var series = Series(name: "", points: line, color: color)
      series.width = width
      return series
    }
  }
}

/// The side between two neighbours of the grid: the one at (row, column), and the next to the right or above.
private struct Edge: Hashable {
  var row: Int
  var column: Int
  var isUpright: Bool
}

private struct Grid {
  let rows: Int
  let columns: Int
  let heights: [Double]

  init(_ values: Tensor, _ level: Double) {
    rows = values.shape[0]
    columns = values.shape[1]
    heights = values.scalars.map { Double($0) - level }
  }

  private func height(_ row: Int, _ column: Int) -> Double { heights[row * columns + column] }

  /// Where the function has the level on a side, in columns and rows.
  func place(of edge: Edge) -> (column: Double, row: Double) {
    let here = height(edge.row, edge.column)
    let next =
      edge.isUpright ? height(edge.row + 1, edge.column) : height(edge.row, edge.column + 1)
    let share = here / (here - next)
    return edge.isUpright
      ? (Double(edge.column), Double(edge.row) + share)
      : (Double(edge.column) + share, Double(edge.row))
  }

  /// The pieces of the lines, each from one side of a cell to another.
  private func pieces() -> [(Edge, Edge)] {
    var pieces: [(Edge, Edge)] = []
    for row in 0..<rows - 1 {
      for column in 0..<columns - 1 {
        let corners = [
          height(row, column), height(row, column + 1), height(row + 1, column + 1),
          height(row + 1, column),
        ]
        guard corners.allSatisfy(\.isFinite) else { continue }
        // The sides between the corners, in their order round the cell.
        let sides = [
          Edge(row: row, column: column, isUpright: false),
          Edge(row: row, column: column + 1, isUpright: true),
          Edge(row: row + 1, column: column, isUpright: false),
          Edge(row: row, column: column, isUpright: true),
        ]
        let crossed = (0..<4).filter { (corners[$0] > 0) != (corners[($0 + 1) % 4] > 0) }
        if crossed.count == 2 {
          pieces.append((sides[crossed[0]], sides[crossed[1]]))
        } else if crossed.count == 4 {
          let isCentreHigh = corners.reduce(0, +) > 0
          let cutsFirst = (corners[0] > 0) != isCentreHigh
          pieces +=
            cutsFirst
            ? [(sides[3], sides[0]), (sides[1], sides[2])]
            : [(sides[0], sides[1]), (sides[2], sides[3])]
        }
      }
    }
    return pieces
  }

  /// The pieces joined to lines, in the order in which the grid is read.
  func joined() -> [[Edge]] {
    let pieces = pieces()
    var touching: [Edge: [Int]] = [:]
    for (index, piece) in pieces.enumerated() {
      touching[piece.0, default: []].append(index)
      touching[piece.1, default: []].append(index)
    }
    var isUsed = [Bool](repeating: false, count: pieces.count)
    func walk(from start: Edge) -> [Edge] {
      var line = [start]
      while let last = line.last,
        let index = touching[last, default: []].first(where: { !isUsed[$0] })
      {
        isUsed[index] = true
        line.append(pieces[index].0 == last ? pieces[index].1 : pieces[index].0)
      }
      return line
    }
    var lines: [[Edge]] = []
    for index in pieces.indices where !isUsed[index] {
      isUsed[index] = true
      let ahead = walk(from: pieces[index].1)
      let behind = ahead.last == pieces[index].0 ? [pieces[index].0] : walk(from: pieces[index].0)
      lines.append(behind.reversed() + ahead)
    }
    return lines
  }
}

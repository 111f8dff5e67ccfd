import FoveaTensor

/// The line along which numbers on a grid have one value, as short straight pieces (marching squares: Lorensen & Cline
/// 1987, in two dimensions).
///
/// Coordinates are columns and rows: (0, 0) is the middle of the first cell. Between neighbours values grow evenly; where
/// the four corners of a square allow two ways, their mean decides. Squares with a corner that is not finite have no line.
struct Contour: Hashable {
  /// A straight piece.
  struct Piece: Hashable {
    var from: Point
    var to: Point
  }

  /// The pieces, in no order.
  let pieces: [Piece]

  /// Finds the line of a level in a matrix.
  init(of values: Tensor, at level: Double) {
    let (rows, columns) = (values.shape[0], values.shape[1])
    var pieces: [Piece] = []
    let numbers = values.scalars
    for row in 0..<max(rows - 1, 0) {
      for column in 0..<max(columns - 1, 0) {
        let start = row * columns + column
        let corners = [
          Double(numbers[start]), Double(numbers[start + 1]),
          Double(numbers[start + columns + 1]), Double(numbers[start + columns]),
        ]
        pieces += Self.pieces(corners, column: column, row: row, level: level)
      }
    }
    self.pieces = pieces
  }

  /// The pieces inside of one square, whose corners go round from the first row's left one.
  private static func pieces(
    _ corners: [Double], column: Int, row: Int, level: Double
  ) -> [Piece] {
    guard corners.allSatisfy(\.isFinite) else { return [] }
    let above = corners.map { $0 >= level }
    let crossings = (0..<4).filter { above[$0] != above[($0 + 1) % 4] }
    guard !crossings.isEmpty else { return [] }
    let places = [(0.0, 0.0), (1, 0), (1, 1), (0, 1)]
    func crossing(_ edge: Int) -> Point {
      let (a, b) = (edge, (edge + 1) % 4)
      let share = (level - corners[a]) / (corners[b] - corners[a])
      return Point(
        Double(column) + places[a].0 + (places[b].0 - places[a].0) * share,
        Double(row) + places[a].1 + (places[b].1 - places[a].1) * share)
    }
    let points = crossings.map(crossing)
    guard points.count == 4 else { return [Piece(from: points[0], to: points[1])] }
    // Two corners that lie across are above: whether they hang together, the middle says.
    let middle = corners.reduce(0, +) / 4 >= level
    return middle == above[0]
      ? [Piece(from: points[0], to: points[1]), Piece(from: points[2], to: points[3])]
      : [Piece(from: points[3], to: points[0]), Piece(from: points[1], to: points[2])]
  }
}

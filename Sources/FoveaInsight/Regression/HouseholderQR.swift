/// A matrix as an orthogonal matrix times a triangular one, by reflections (Householder 1958).
///
/// A P = Q R with column pivoting (Businger & Golub 1965), which shows the rank; without it P = 1.
struct HouseholderQR {
  let rows: Int
  let columns: Int
  /// How many columns are independent.
  private(set) var rank = 0
  /// Which column of A stands at each place.
  private(set) var order: [Int]
  /// Column by column: R on and above the diagonal, below it the reflections' vectors, whose first element is 1.
  private var cells: [Double]
  private var factors: [Double] = []

  /// - Parameters:
  ///   - matrix: the elements, column by column.
  ///   - tolerance: columns whose rest is not larger than this share of the longest column count as dependent; pivoted only.
  init(_ matrix: [Double], rows: Int, pivots: Bool, tolerance: Double = 1e-11) {
    precondition(rows > 0 && matrix.count % rows == 0, "the matrix has whole columns")
    let columns = matrix.count / rows
    self.rows = rows
    self.columns = columns
    order = Array(0..<columns)
    cells = matrix
    factor(pivots: pivots, tolerance: tolerance)
  }

  /// R's element.
  func upper(_ row: Int, _ column: Int) -> Double { cells[column * rows + row] }

  private mutating func factor(pivots: Bool, tolerance: Double) {
    let (rows, columns) = (rows, columns)
    var factors: [Double] = []
    var order = order
    var rank = 0
    unsafe cells.withUnsafeMutableBufferPointer { cells in
      guard let start = cells.baseAddress else { return }
      func column(_ index: Int) -> UnsafeMutablePointer<Double> { unsafe start + index * rows }
      var squares = (0..<columns).map { unsafe dot(column($0), column($0), rows) }
      let least = tolerance * tolerance * (squares.max() ?? 0)
      for step in 0..<min(rows, columns) {
        if pivots {
          var best = step
          for index in step..<columns where squares[index] > squares[best] { best = index }
          if best != step {
            squares.swapAt(step, best)
            order.swapAt(step, best)
            for row in 0..<rows {
              let kept = unsafe column(step)[row]
              unsafe column(step)[row] = column(best)[row]
              unsafe column(best)[row] = kept
            }
          }
        }
        let pivot = unsafe column(step) + step
        let length = rows - step
        let square = unsafe dot(pivot, pivot, length)
        if pivots, square <= least { break }
        rank += 1
        let first = unsafe pivot[0]
        let norm = square.squareRoot()
        guard norm > 0 else {
          factors.append(0)
          continue
        }
        let diagonal = first > 0 ? -norm : norm
        let factor = (diagonal - first) / diagonal
        factors.append(factor)
        for row in 1..<max(1, length) { unsafe pivot[row] /= first - diagonal }
        unsafe pivot[0] = 1
        for index in step + 1..<max(step + 1, columns) {
          let other = unsafe column(index) + step
          unsafe add(-factor * dot(pivot, other, length), pivot, to: other, length)
          let gone = unsafe other[0] * other[0]
          // What is left of a square after many subtractions is noise: it is then taken anew.
          let rest = squares[index] - gone
          squares[index] =
            unsafe rest > 1e-6 * squares[index] ? rest : dot(other + 1, other + 1, length - 1)
        }
        unsafe pivot[0] = diagonal
      }
    }
    self.factors = factors
    self.order = order
    self.rank = rank
  }

  /// Qᵀ times a vector of `rows` numbers.
  func reflected(_ vector: [Double]) -> [Double] { reflecting(vector, steps: Array(0..<rank)) }

  /// Q times a vector of `rows` numbers.
  func reflectedBack(_ vector: [Double]) -> [Double] {
    reflecting(vector, steps: (0..<rank).reversed())
  }

  private func reflecting(_ vector: [Double], steps: [Int]) -> [Double] {
    var result = vector
    for step in steps {
      let start = step * rows
      var along = result[step]
      for row in step + 1..<max(step + 1, rows) { along += cells[start + row] * result[row] }
      along *= factors[step]
      result[step] -= along
      for row in step + 1..<max(step + 1, rows) { result[row] -= along * cells[start + row] }
    }
    return result
  }
}

/// The sum of products, in four parts that the processor adds side by side.
private func dot(
  _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ count: Int
) -> Double {
  var sums = SIMD4<Double>.zero
  var index = 0
  while index + 4 <= count {
    sums +=
      unsafe SIMD4(a[index], a[index + 1], a[index + 2], a[index + 3])
      * SIMD4(b[index], b[index + 1], b[index + 2], b[index + 3])
    index += 4
  }
  var sum = sums.sum()
  while index < count {
    unsafe sum += a[index] * b[index]
    index += 1
  }
  return sum
}

private func add(
  _ factor: Double, _ a: UnsafePointer<Double>, to b: UnsafeMutablePointer<Double>, _ count: Int
) {
  for index in 0..<max(0, count) { unsafe b[index] += factor * a[index] }
}

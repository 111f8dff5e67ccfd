public import FoveaTensor

/// The linear map of least squared error; where several have it, the one of least norm.
///
/// Minimises |A W − B|² and, among all W that do, |W|²: with fewer samples than features and independent rows, W fits
/// exactly. It is what gradient descent from zero goes to. In double precision, by a complete orthogonal decomposition
/// (Golub & Van Loan 2013, section 5.5.2).
public struct LeastSquares: Hashable, Sendable {
  /// The map, `[features][outputs]`.
  public let weights: [[Double]]
  /// How many features (or samples) are independent.
  public let rank: Int

  /// Finds the map.
  ///
  /// - Parameters:
  ///   - samples: the features of each sample, `[samples][features]`.
  ///   - targets: the outputs that belong to each sample, `[samples][outputs]`.
  /// - Throws: `FoveaError` where there are no samples or features, rows have different lengths, or a number is not finite.
  public init(_ samples: [[Double]], targets: [[Double]]) throws(FoveaError) {
    guard let first = samples.first, !first.isEmpty, let outputs = targets.first?.count else {
      throw FoveaError("least squares need a sample with a feature and a target, got none")
    }
    let (rows, columns) = (samples.count, first.count)
    guard targets.count == rows, samples.allSatisfy({ $0.count == columns }),
      targets.allSatisfy({ $0.count == outputs })
    else {
      throw FoveaError(
        "least squares need as many targets as samples and rows of one length; there are "
          + "\(rows) samples of \(columns) features and \(targets.count) targets of \(outputs)")
    }
    guard samples.allSatisfy({ $0.allSatisfy(\.isFinite) }),
      targets.allSatisfy({ $0.allSatisfy(\.isFinite) })
    else { throw FoveaError("least squares need finite numbers") }
    var matrix = [Double](repeating: 0, count: rows * columns)
    for (row, sample) in samples.enumerated() {
      for (column, value) in sample.enumerated() { matrix[column * rows + row] = value }
    }
    let direct = HouseholderQR(matrix, rows: rows, pivots: true)
    let rank = direct.rank
    let solver = Solver(direct)
    var weights = [[Double]](
      repeating: [Double](repeating: 0, count: outputs), count: columns)
    for output in 0..<outputs where rank > 0 {
      let ordered = solver.solve(targets.map { $0[output] })
      for (place, value) in ordered.enumerated() { weights[direct.order[place]][output] = value }
    }
    self.weights = weights
    self.rank = rank
  }

  /// The root of the sum of all squared weights.
  public var norm: Double {
    weights.reduce(0) { $0 + $1.reduce(0) { $0 + $1 * $1 } }.squareRoot()
  }

  /// The outputs for one sample's features.
  ///
  /// - Precondition: there are as many as the map was found with.
  public func outputs(for features: [Double]) -> [Double] {
    precondition(features.count == weights.count, "the map takes \(weights.count) features")
    var result = [Double](repeating: 0, count: weights.first?.count ?? 0)
    for (feature, row) in zip(features, weights) {
      for index in result.indices { result[index] += feature * row[index] }
    }
    return result
  }
}

/// Solves R z = Qᵀ b for the shortest z, R being `rank` rows of the triangle.
private struct Solver {
  private let direct: HouseholderQR
  /// Rᵀ as an orthogonal matrix times a triangle, where R has more columns than rows.
  private let turned: HouseholderQR?

  init(_ direct: HouseholderQR) {
    self.direct = direct
    let (rank, columns) = (direct.rank, direct.columns)
    guard rank > 0, rank < columns else {
      turned = nil
      return
    }
    var transposed = [Double](repeating: 0, count: columns * rank)
    for row in 0..<rank {
      for column in row..<columns { transposed[row * columns + column] = direct.upper(row, column) }
    }
    turned = HouseholderQR(transposed, rows: columns, pivots: false)
  }

  func solve(_ target: [Double]) -> [Double] {
    var right = Array(direct.reflected(target).prefix(direct.rank))
    guard let turned else {
      for row in right.indices.reversed() {
        for column in row + 1..<max(row + 1, right.count) {
          right[row] -= direct.upper(row, column) * right[column]
        }
        right[row] /= direct.upper(row, row)
      }
      return right
    }
    for row in right.indices {
      for column in 0..<row { right[row] -= turned.upper(column, row) * right[column] }
      right[row] /= turned.upper(row, row)
    }
    let rest = [Double](repeating: 0, count: direct.columns - right.count)
    return turned.reflectedBack(right + rest)
  }
}

public import FoveaTensor

/// The directions in which points differ most (Pearson 1901): eigenvectors of their covariance, largest variance first.
public struct PrincipalComponents: Sendable {
  /// The points' mean, `[features]`.
  public let mean: [Double]
  /// The variance along each component, falling; of n points with the divisor n − 1.
  public let variances: [Double]
  /// The components, each of length 1; the sign is such that the entry of largest size is positive.
  public let components: [[Double]]

  /// The share of the whole variance that each component has.
  public var shares: [Double] {
    let whole = variances.reduce(0, +)
    return variances.map { whole > 0 ? $0 / whole : 0 }
  }

  /// Finds all components of points `[count, features]`.
  ///
  /// - Throws: `FoveaError` where there are fewer than two points, or one is not finite.
  public init(of points: Tensor) throws(FoveaError) {
    guard points.shape.rank == 2, points.shape[0] >= 2, points.shape[1] >= 1 else {
      throw FoveaError(
        "principal components need two points or more [count, features], got \(points.shape)")
    }
    guard points.scalars.allSatisfy(\.isFinite) else {
      throw FoveaError("principal components of points that are not finite do not exist")
    }
    let (count, features) = (points.shape[0], points.shape[1])
    let scalars = points.scalars.map(Double.init)
    var mean = [Double](repeating: 0, count: features)
    for row in 0..<count {
      for column in 0..<features { mean[column] += scalars[row * features + column] }
    }
    for column in 0..<features { mean[column] /= Double(count) }
    var covariance = [Double](repeating: 0, count: features * features)
    for row in 0..<count {
      for i in 0..<features {
        let a = scalars[row * features + i] - mean[i]
        for j in i..<features {
          covariance[i * features + j] += a * (scalars[row * features + j] - mean[j])
        }
      }
    }
    for i in 0..<features {
      for j in i..<features {
        let value = covariance[i * features + j] / Double(count - 1)
        covariance[i * features + j] = value
        covariance[j * features + i] = value
      }
    }
    let (values, vectors) = symmetricEigenpairs(covariance, size: features)
    self.mean = mean
    variances = values.map { max(0, $0) }
    components = vectors.map { vector in
      let largest = vector.max { abs($0) < abs($1) } ?? 1
      return largest < 0 ? vector.map { -$0 } : vector
    }
  }

  /// The points in the first so many components, `[count, dimensions]`.
  ///
  /// - Precondition: the points have as many features, and there are so many components.
  public func project(_ points: Tensor, dimensions: Int = 2) -> Tensor {
    precondition(
      points.shape.rank == 2 && points.shape[1] == mean.count && dimensions <= components.count,
      "\(points.shape) points do not fit \(components.count) components of \(mean.count)")
    let features = mean.count
    let scalars = points.scalars
    var projected: [Float] = []
    for row in 0..<points.shape[0] {
      for component in components.prefix(dimensions) {
        var sum = 0.0
        for column in 0..<features {
          sum += (Double(scalars[row * features + column]) - mean[column]) * component[column]
        }
        projected.append(Float(sum))
      }
    }
    return Tensor(shape: [points.shape[0], dimensions], scalars: projected)
  }
}

/// The eigenvalues of a symmetric matrix, falling, and their eigenvectors, by Jacobi's rotations (1846).
func symmetricEigenpairs(
  _ matrix: [Double], size: Int
) -> (values: [Double], vectors: [[Double]]) {
  var a = matrix
  var v = [Double](repeating: 0, count: size * size)
  for i in 0..<size { v[i * size + i] = 1 }
  let scale = a.reduce(0) { $0 + $1 * $1 }
  for _ in 0..<60 {
    var rest = 0.0
    for i in 0..<size {
      for j in i + 1..<max(size, i + 1) { rest += a[i * size + j] * a[i * size + j] }
    }
    guard rest > scale * 1e-26 else { break }
    for p in 0..<size {
      for q in p + 1..<max(size, p + 1) where a[p * size + q] != 0 {
        let theta = (a[q * size + q] - a[p * size + p]) / (2 * a[p * size + q])
        let t = (theta >= 0 ? 1.0 : -1.0) / (abs(theta) + (theta * theta + 1).squareRoot())
        let c = 1 / (t * t + 1).squareRoot()
        let s = t * c
        for k in 0..<size {
          let (x, y) = (a[k * size + p], a[k * size + q])
          a[k * size + p] = c * x - s * y
          a[k * size + q] = s * x + c * y
        }
        for k in 0..<size {
          let (x, y) = (a[p * size + k], a[q * size + k])
          a[p * size + k] = c * x - s * y
          a[q * size + k] = s * x + c * y
        }
        for k in 0..<size {
          let (x, y) = (v[k * size + p], v[k * size + q])
          v[k * size + p] = c * x - s * y
          v[k * size + q] = s * x + c * y
        }
      }
    }
  }
  let order = (0..<size).sorted { a[$0 * size + $0] > a[$1 * size + $1] }
  return (
    order.map { a[$0 * size + $0] },
    order.map { column in (0..<size).map { v[$0 * size + column] } }
  )
}

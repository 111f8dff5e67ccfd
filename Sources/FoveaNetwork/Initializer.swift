import Foundation
public import FoveaTensor

/// How a parameter gets its first values from a seed.
public enum Initializer: Hashable, Sendable, Codable {
  /// The same value everywhere.
  case constant(Float)
  /// Normal with standard deviation √(2 / fan-in) (He et al. 2015), for ReLU networks.
  case heNormal
  /// Uniform in ±√(6 / fan-in) (He et al. 2015).
  case heUniform
  /// Uniform in ±√(6 / (fan-in + fan-out)) (Glorot & Bengio 2010, eq. 16).
  case glorotUniform
  /// Normal with standard deviation √(2 / (fan-in + fan-out)) (Glorot & Bengio 2010).
  case glorotNormal
  /// Uniform in ±1/√fan-in: LeCun et al. 1998, and PyTorch's default for dense and convolution layers.
  case leCunUniform
  /// Rows (or columns, where there are fewer) orthonormal, times a gain (Saxe et al. 2014).
  case orthogonal(gain: Float)
  /// Each square block of rows orthonormal on its own: recurrent matrices that hold several gates.
  case orthogonalBlocks(count: Int)
  /// Normal with the given standard deviation.
  case normal(deviation: Float)
  /// Uniform in ±bound.
  case uniform(bound: Float)
  /// The identity matrix times a factor; for square recurrent matrices.
  case identity(Float)
  /// One value for each of equally long blocks, such as the biases of a cell's gates.
  case blocks([Float])
  /// Given values, in row-major order.
  case values([Float])

  /// Draws the values of a parameter.
  ///
  /// Fans are counted as in PyTorch: for `[outputs, inputs, kernel…]`, fan-in is inputs × kernel and fan-out is outputs ×
  /// kernel.
  ///
  /// - Precondition: the initialiser fits the shape: given values have as many elements, an identity is for a square
  ///   matrix, a bound is not negative.
  public func tensor(_ shape: Shape, from source: inout RandomSource) -> Tensor {
    do throws(ShapeError) { try check(shape) } catch { preconditionFailure(error.message) }
    let (fanIn, fanOut) = Self.fans(of: shape)
    func uniform(_ bound: Float, _ source: inout RandomSource) -> Tensor {
      .uniform(shape, in: -bound...bound, from: &source)
    }
    switch self {
    case .constant(let value): return Tensor(repeating: value, shape: shape)
    case .heNormal: return .normal(shape, deviation: (2 / fanIn).squareRoot(), from: &source)
    case .heUniform: return uniform((6 / fanIn).squareRoot(), &source)
    case .glorotUniform: return uniform((6 / (fanIn + fanOut)).squareRoot(), &source)
    case .glorotNormal:
      return .normal(shape, deviation: (2 / (fanIn + fanOut)).squareRoot(), from: &source)
    case .leCunUniform: return uniform(1 / fanIn.squareRoot(), &source)
    case .normal(let deviation): return .normal(shape, deviation: deviation, from: &source)
    case .uniform(let bound): return uniform(bound, &source)
    case .values(let values): return Tensor(shape: shape, scalars: values)
    case .blocks(let values):
      let length = shape.count / max(1, values.count)
      return Tensor(shape: shape, scalars: values.flatMap { [Float](repeating: $0, count: length) })
    case .orthogonal(let gain):
      let rows = shape.rank > 0 ? shape[0] : 1
      let columns = rows == 0 ? 0 : shape.count / rows
      let scalars = Self.orthogonal(rows: rows, columns: columns, from: &source)
      return Tensor(shape: shape, scalars: scalars.map { $0 * gain })
    case .orthogonalBlocks(let count):
      var scalars: [Float] = []
      for _ in 0..<count {
        scalars += Self.orthogonal(rows: shape[0] / count, columns: shape[1], from: &source)
      }
      return Tensor(shape: shape, scalars: scalars)
    case .identity(let factor):
      var identity = Tensor.zeros(shape)
      for index in 0..<shape[0] { identity[index, index] = factor }
      return identity
    }
  }

  /// Throws where the initialiser has no values for a shape.
  func check(_ shape: Shape) throws(ShapeError) {
    switch self {
    case .values(let values) where values.count != shape.count:
      throw ShapeError("\(values.count) first values do not fill the shape \(shape)")
    case .blocks(let values) where values.isEmpty || shape.count % values.count != 0:
      throw ShapeError("\(values.count) blocks do not divide the shape \(shape)")
    case .orthogonalBlocks(let count)
    where count < 1 || shape.rank != 2 || shape[0] % count != 0:
      throw ShapeError("the shape \(shape) has no \(count) blocks of rows")
    case .identity where shape.rank != 2 || shape[0] != shape[1]:
      throw ShapeError("an identity needs a square matrix, got \(shape)")
    case .uniform(let bound) where !(bound >= 0 && bound.isFinite):
      throw ShapeError("a uniform initialiser needs a bound that is not negative, got \(bound)")
    default: return
    }
  }

  private static func fans(of shape: Shape) -> (Float, Float) {
    guard shape.rank > 1 else { return (Float(max(1, shape.count)), Float(max(1, shape.count))) }
    let field = shape.dimensions.dropFirst(2).reduce(1, *)
    return (Float(max(1, shape[1] * field)), Float(max(1, shape[0] * field)))
  }

  /// Gram–Schmidt on normal samples, twice over for accuracy; in double precision.
  private static func orthogonal(
    rows: Int, columns: Int, from source: inout RandomSource
  ) -> [Float] {
    let (count, length) = rows <= columns ? (rows, columns) : (columns, rows)
    var basis: [[Double]] = []
    while basis.count < count {
      var vector = (0..<length).map { _ in Double(source.normal()) }
      for _ in 0..<2 {
        for other in basis {
          let along = zip(vector, other).reduce(0) { $0 + $1.0 * $1.1 }
          for index in vector.indices { vector[index] -= along * other[index] }
        }
      }
      let norm = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
      guard norm > 1e-6 else { continue }
      basis.append(vector.map { $0 / norm })
    }
    return (0..<rows).flatMap { row in
      (0..<columns).map { Float(rows <= columns ? basis[row][$0] : basis[$0][row]) }
    }
  }
}

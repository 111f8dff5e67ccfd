/// Legendre's polynomials P₀ … P_d on −1...1 as features of a number (Bonnet's recursion).
///
/// They are orthogonal to each other there, so that a polynomial of high degree can be fitted without the cancellation
/// that powers of x bring.
public struct LegendreBasis: Hashable, Sendable {
  /// The highest degree; there is one feature more.
  public let degree: Int
  /// Whether each has the mean square 1 on −1...1: P_k times √(2k + 1).
  public let isNormalized: Bool

  /// Creates a basis.
  ///
  /// - Precondition: the degree is not negative.
  public init(degree: Int, isNormalized: Bool = false) {
    precondition(degree >= 0, "a degree is not negative, got \(degree)")
    self.degree = degree
    self.isNormalized = isNormalized
  }

  /// The polynomials' values at a number.
  public func features(of x: Double) -> [Double] {
    var values = [1, x]
    for next in 2..<max(2, degree + 1) {
      let k = Double(next)
      values.append(((2 * k - 1) * x * values[next - 1] - (k - 1) * values[next - 2]) / k)
    }
    values = Array(values.prefix(degree + 1))
    guard isNormalized else { return values }
    return values.enumerated().map { $1 * (2 * Double($0) + 1).squareRoot() }
  }
}

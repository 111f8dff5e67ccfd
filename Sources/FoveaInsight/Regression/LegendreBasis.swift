import Foundation

/// Legendre's polynomials P₀ … P_d on −1...1 as features of a number (Bonnet's recursion).
///
/// They are orthogonal to each other there, so that a polynomial of high degree can be fitted without the cancellation
/// that powers of x bring.
public struct LegendreBasis: Hashable, Sendable {
  /// The highest degree; there is one feature more.
  public let degree: Int
  /// By which power features shrink: feature k is P_k / (k + 1)^decay.
  ///
  /// Where several fits are exact, the one of least norm
  /// then prefers low degrees; where one is, it does not matter.
  public let decay: Double

  /// Creates a basis.
  ///
  /// - Precondition: the degree is not negative, and the power is finite.
  public init(degree: Int, decay: Double = 0) {
    precondition(
      degree >= 0 && decay.isFinite, "there is no basis of degree \(degree), decay \(decay)")
    self.degree = degree
    self.decay = decay
  }

  /// The features of a number.
  public func features(of x: Double) -> [Double] {
    var values = [1, x]
    for next in 2..<max(2, degree + 1) {
      let k = Double(next)
      values.append(((2 * k - 1) * x * values[next - 1] - (k - 1) * values[next - 2]) / k)
    }
    values = Array(values.prefix(degree + 1))
    guard decay != 0 else { return values }
    return values.enumerated().map { $1 / pow(Double($0 + 1), decay) }
  }
}

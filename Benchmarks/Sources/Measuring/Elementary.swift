import Foundation

extension Double {
  /// The natural logarithm.
  static func log(_ x: Double) -> Double { Foundation.log(x) }
  /// The exponential.
  static func exp(_ x: Double) -> Double { Foundation.exp(x) }
}

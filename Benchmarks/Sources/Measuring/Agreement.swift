public import Fovea

/// How far the results of two sides lie apart.
///
/// ‖a − b‖ / max(‖a‖, ‖b‖) for each tensor, in the Euclidean norm; the largest of all counts. (Not the largest difference of
/// single elements: where a ReLU's input is nearly 0, rounding decides whether one gradient is there or not.)
public struct Agreement: Hashable, Sendable {
  /// The largest of the relative differences.
  public let difference: Double
  /// The tensor where it is.
  public let worst: String

  /// The difference that is still taken for rounding.
  public static let limit = 1e-3

  /// Compares tensors by name.
  ///
  /// - Throws: `FoveaError` where a name or a shape differs, a number is not finite, or there is nothing to compare.
  public init(_ own: SafetensorsFile, _ other: SafetensorsFile) throws(FoveaError) {
    guard !own.names.isEmpty, Set(own.names) == Set(other.names) else {
      let apart = Set(own.names).symmetricDifference(other.names).sorted().joined(separator: ", ")
      throw FoveaError("the sides have not the same results; only one has [\(apart)]")
    }
    var worst = (name: own.names[0], difference: 0.0)
    for name in own.names {
      let (a, b) = (try own.tensor(name), try other.tensor(name))
      guard a.shape == b.shape else {
        throw FoveaError("'\(name)' has the shapes \(a.shape) and \(b.shape)")
      }
      let difference = try Self.relative(a.scalars, b.scalars, name)
      if difference > worst.difference { worst = (name, difference) }
    }
    difference = worst.difference
    self.worst = worst.name
  }

  private static func relative(
    _ a: [Float], _ b: [Float], _ name: String
  ) throws(FoveaError) -> Double {
    var (apart, own, other) = (0.0, 0.0, 0.0)
    for index in a.indices {
      guard a[index].isFinite, b[index].isFinite else {
        throw FoveaError("'\(name)' has a number that is not finite")
      }
      let (x, y) = (Double(a[index]), Double(b[index]))
      apart += (x - y) * (x - y)
      own += x * x
      other += y * y
    }
    return apart > 0 ? (apart / max(own, other)).squareRoot() : 0
  }
}

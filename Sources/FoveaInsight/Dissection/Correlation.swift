public import FoveaTensor

extension Tensor {
  /// Pearson's coefficient of two tensors' elements: 1 where one is the other up to a positive factor and a constant.
  ///
  /// 0 where one of them has the same value everywhere.
  ///
  /// - Precondition: they have the same number of elements.
  public func correlation(with other: Tensor) -> Double {
    precondition(shape.count == other.shape.count, "\(shape) and \(other.shape) have no pairs")
    let (x, y) = (Self.centred(scalars), Self.centred(other.scalars))
    func product(_ a: [Double], _ b: [Double]) -> Double {
      zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let size = (product(x, x) * product(y, y)).squareRoot()
    return size > 0 ? product(x, y) / size : 0
  }

  private static func centred(_ values: [Float]) -> [Double] {
    let mean = values.reduce(0.0) { $0 + Double($1) } / Double(max(1, values.count))
    return values.map { Double($0) - mean }
  }
}

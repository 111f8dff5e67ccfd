public import FoveaTensor

/// The sum, mean, largest element or another summary along some axes.
public struct Reduction: Operation {
  /// The reductions.
  public enum Function: String, Hashable, Sendable, Codable, CaseIterable {
    /// Σ x.
    case sum
    /// Σ x / n.
    case mean
    /// √(Σ x²); the derivative where it is 0 is taken as 0.
    case l2
    /// The largest element; elements that share it share its gradient.
    case maximum
    /// The smallest element; elements that share it share its gradient.
    case minimum
    /// Π x.
    case product
    /// Σ |x|.
    case l1
    /// Σ x².
    case sumOfSquares
    /// ln Σ x.
    case logSum
    /// ln Σ eˣ, computed without overflow.
    case logSumExp
  }

  /// The name of the kind.
  public static let kind = "reduce"
  /// The reduction.
  public let function: Function
  /// The axes that vanish, negative ones counted from the end; `nil` for all.
  public let axes: [Int]?
  /// Whether reduced axes stay with extent 1.
  public let keepsAxes: Bool

  /// Creates a reduction.
  public init(_ function: Function, axes: [Int]? = nil, keepsAxes: Bool = false) {
    self.function = function
    self.axes = axes
    self.keepsAxes = keepsAxes
  }

  /// The axes of an input that are reduced, from the start and in order.
  public func reducedAxes(of input: Shape) throws(ShapeError) -> [Int] {
    guard let axes else { return Array(0..<input.rank) }
    var result: [Int] = []
    for axis in axes { result.append(try input.normalized(axis: axis)) }
    guard Set(result).count == result.count else {
      throw ShapeError("the axes \(axes) repeat one")
    }
    return result.sorted()
  }

  /// The input's shape without the reduced axes, or with 1 there.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    let reduced = try reducedAxes(of: inputs[0])
    return Shape(
      inputs[0].dimensions.enumerated().compactMap { axis, extent in
        reduced.contains(axis) ? (keepsAxes ? 1 : nil) : extent
      })
  }

  /// The reduction and its axes.
  public var summary: String { "\(function.rawValue) over \(axes.map { "\($0)" } ?? "all")" }
}

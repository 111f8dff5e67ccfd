public import FoveaTensor

/// In training, zeroes each element with a probability and divides the others by its complement (Srivastava 2014).
///
/// The choice depends on the run's seed, the node and the element only. In inference nothing happens.
public struct DropoutMask: Operation {
  /// The name of the kind.
  public static let kind = "dropout"
  /// The share of elements that become zero.
  public let probability: Float

  /// Creates a dropout.
  ///
  /// - Precondition: 0 ≤ probability < 1.
  public init(probability: Float = 0.5) {
    self.probability = probability
    requireSoundAttributes()
  }

  /// The probability lies in [0, 1).
  public func checkAttributes() throws(ShapeError) {
    guard probability >= 0, probability < 1 else {
      throw ShapeError("a probability in [0, 1) is needed, got \(probability)")
    }
  }

  /// The input's shape.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape { inputs[0] }

  /// The share.
  public var summary: String { "\(probability)" }
}

/// In training, zeroes each element with a probability (Srivastava 2014); otherwise does nothing.
public struct Dropout: OperationLayer {
  /// The word for a layer without a name.
  public static let stem = "dropout"
  /// The name of its node.
  public var name: String?
  /// What the node computes.
  public let operation: DropoutMask

  /// Creates a layer with a name.
  ///
  /// - Precondition: 0 ≤ probability < 1.
  public init(_ name: String, _ probability: Float = 0.5) {
    self.name = name
    operation = DropoutMask(probability: probability)
  }

  /// Creates a layer.
  ///
  /// - Precondition: 0 ≤ probability < 1.
  public init(_ probability: Float = 0.5) {
    name = nil
    operation = DropoutMask(probability: probability)
  }
}

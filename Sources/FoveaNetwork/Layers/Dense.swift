/// A fully connected layer along the last axis: y = x · Wᵀ + b.
///
/// `[batch, …, inputs]` becomes `[batch, …, units]`.
public struct Dense: OperationLayer {
  /// The word for a layer without a name.
  public static let stem = "dense"
  /// The name of its node.
  public var name: String?
  /// What the node computes.
  public let operation: DenseProduct

  /// Creates a layer with a name.
  ///
  /// - Precondition: there is a unit.
  public init(
    _ name: String, _ units: Int, bias: Bool = true, initializer: Initializer = .heNormal
  ) {
    self.name = name
    operation = DenseProduct(units: units, hasBias: bias, initializer: initializer)
  }

  /// Creates a layer.
  ///
  /// - Precondition: there is a unit.
  public init(_ units: Int, bias: Bool = true, initializer: Initializer = .heNormal) {
    name = nil
    operation = DenseProduct(units: units, hasBias: bias, initializer: initializer)
  }
}

/// A learned vector for each whole number: `[batch, time]` becomes `[batch, time, size]`.
public struct Embedding: OperationLayer {
  /// The word for a layer without a name.
  public static let stem = "embedding"
  /// The name of its node.
  public var name: String?
  /// What the node computes.
  public let operation: EmbeddingLookup

  /// Creates a table of `vocabulary` vectors of length `size`.
  ///
  /// - Precondition: both numbers are positive.
  public init(_ name: String? = nil, vocabulary: Int, size: Int) {
    self.name = name
    operation = EmbeddingLookup(vocabulary: vocabulary, size: size)
  }
}

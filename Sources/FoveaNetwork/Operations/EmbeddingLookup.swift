public import FoveaTensor

/// Looks up a row of a table for each whole number of the input.
///
/// Shapes: input `[…]` of indices, weight `[vocabulary, size]`, output `[…, size]`. An index outside of the vocabulary is
/// an error of the run.
public struct EmbeddingLookup: Operation {
  /// The name of the kind.
  public static let kind = "embedding"
  /// The number of rows.
  public let vocabulary: Int
  /// The length of a row.
  public let size: Int

  /// Creates an embedding.
  ///
  /// - Precondition: both numbers are positive.
  public init(vocabulary: Int, size: Int) {
    self.vocabulary = vocabulary
    self.size = size
    requireSoundAttributes()
  }

  /// The table has rows and columns.
  public func checkAttributes() throws(ShapeError) {
    try requirePositive([vocabulary, size], "a table's rows and columns")
  }

  /// The table, standard normal as in PyTorch.
  public func parameters(for inputs: [Shape]) throws(ShapeError) -> [ParameterSpecification] {
    let shape = try Shape(checking: [vocabulary, size])
    return [ParameterSpecification("weight", shape, .normal(deviation: 1))]
  }

  /// The input's shape with the row's length behind.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    try Shape(checking: inputs[0].dimensions + [size])
  }

  /// The table's size.
  public var summary: String { "\(vocabulary) × \(size)" }
}

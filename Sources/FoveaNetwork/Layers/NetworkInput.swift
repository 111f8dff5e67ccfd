public import FoveaTensor

/// What a network reads: the name and shape of one of its inputs, with a batch of one.
public struct NetworkInput: Hashable, Sendable {
  /// The name of the input's node.
  public var name: String
  /// The usual shape, batch first.
  public let shape: Shape

  /// Creates an input from its shape without the batch.
  ///
  /// - Precondition: all extents are positive.
  public init(_ name: String = "input", element: Shape) {
    precondition(
      element.dimensions.allSatisfy { $0 > 0 }, "an input's extents are positive, got \(element)")
    self.name = name
    shape = Shape([1] + element.dimensions)
  }

  /// Images: `[batch, channels, height, width]`.
  public static func image(channels: Int, height: Int, width: Int) -> NetworkInput {
    NetworkInput(element: [channels, height, width])
  }

  /// Sequences of vectors: `[batch, time, features]`.
  public static func sequence(length: Int, features: Int) -> NetworkInput {
    NetworkInput(element: [length, features])
  }

  /// Vectors: `[batch, features]`.
  public static func vector(_ features: Int) -> NetworkInput { NetworkInput(element: [features]) }

  /// Sequences of whole numbers, such as characters for an `Embedding`: `[batch, time]`.
  public static func indices(length: Int) -> NetworkInput { NetworkInput(element: [length]) }

  /// The same input by another name.
  public func named(_ name: String) -> NetworkInput {
    var copy = self
    copy.name = name
    return copy
  }
}

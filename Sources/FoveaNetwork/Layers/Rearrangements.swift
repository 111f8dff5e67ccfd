/// Joins all axes behind the batch into one: `[batch, …]` becomes `[batch, elements]`.
public struct Flatten: OperationLayer {
  /// The word for a layer without a name.
  public static let stem = "flatten"
  /// The name of its node.
  public var name: String?
  /// What the node computes.
  public let operation: Flattening

  /// Creates a layer that joins the axes from `axis` on.
  public init(_ name: String? = nil, from axis: Int = 1) {
    self.name = name
    operation = Flattening(from: axis)
  }
}

/// The same elements in another shape, batch included: 0 keeps an extent, one −1 takes what remains.
public struct Reshape: OperationLayer {
  /// The word for a layer without a name.
  public static let stem = "reshape"
  /// The name of its node.
  public var name: String?
  /// What the node computes.
  public let operation: Reshaping

  /// Creates a layer, such as `Reshape(to: [0, 8, -1])`.
  ///
  /// - Precondition: at most one −1, nothing smaller.
  public init(_ name: String? = nil, to dimensions: [Int]) {
    self.name = name
    operation = Reshaping(to: dimensions)
  }
}

/// The axes in another order, batch included.
public struct Transpose: OperationLayer {
  /// The word for a layer without a name.
  public static let stem = "transpose"
  /// The name of its node.
  public var name: String?
  /// What the node computes.
  public let operation: Transposition

  /// Creates a layer; `order` names for each axis of the output the input's axis.
  ///
  /// - Precondition: the order names each axis once.
  public init(_ name: String? = nil, order: [Int]) {
    self.name = name
    operation = Transposition(order: order)
  }
}

public import FoveaTensor

/// One operation in a network's graph, with what it reads.
public struct Node: Sendable, Identifiable {
  /// The position of a node in its network: nodes only read nodes of lower positions.
  public struct ID: Hashable, Sendable, Comparable, Codable {
    /// The position.
    public let position: Int

    /// Creates the identity of the node at a position.
    public init(_ position: Int) { self.position = position }

    /// Whether the left node comes first.
    public static func < (left: ID, right: ID) -> Bool { left.position < right.position }
  }

  /// The position in the network.
  public let id: ID
  /// The name of the layer; several nodes have one name where a layer is used several times.
  public let name: String
  /// How many nodes before this one are calls of the same layer.
  public let call: Int
  /// What is computed.
  public let operation: any Operation
  /// The nodes that are read, in order.
  public internal(set) var inputs: [ID]
  /// Positions in the network's parameter list, in the operation's order.
  public let parameters: [Int]
}

/// A named array of weights, shared by all calls of its layer.
public struct Parameter: Hashable, Sendable {
  /// The layer's name and the role, such as `conv1.weight`.
  public let name: String
  /// The extents.
  public let shape: Shape
  /// Whether an optimizer changes it.
  public let isTrainable: Bool
}

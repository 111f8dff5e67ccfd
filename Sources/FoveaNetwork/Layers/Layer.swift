public import FoveaTensor

/// What networks are built of: something that adds its nodes behind a node.
///
/// A layer whose name is in use already with the same meaning is the same layer, called once more: both calls share
/// their parameters.
public protocol Layer: Sendable {
  /// Adds the layer's nodes and returns the one that holds its result.
  ///
  /// - Throws: `FoveaError` that names the node and the shapes that do not fit.
  func attach(to network: inout Network, _ input: Node.ID) throws(FoveaError) -> Node.ID
}

/// A layer that can carry a name of its own.
public protocol NamedLayer: Layer {
  /// The name of its node; without one, its kind and a number.
  var name: String? { get set }
}

/// A layer of one node.
public protocol OperationLayer: NamedLayer {
  /// What the node computes.
  associatedtype Meaning: Operation

  /// The word that names the node where the layer has no name, such as `relu` for `relu1`.
  static var stem: String { get }

  /// What the node computes.
  var operation: Meaning { get }
}

extension OperationLayer {
  /// Adds the node.
  public func attach(to network: inout Network, _ input: Node.ID) throws(FoveaError) -> Node.ID {
    try network.add(operation, to: [input], name: name, stem: Self.stem)
  }
}

/// Any operation of one input as a layer.
public struct Apply<Meaning: Operation>: NamedLayer {
  /// The name of its node; without one, the operation's kind and a number.
  public var name: String?
  /// What the node computes.
  public let operation: Meaning

  /// Creates a layer of an operation.
  public init(_ name: String? = nil, _ operation: Meaning) {
    self.name = name
    self.operation = operation
  }

  /// Adds the node.
  public func attach(to network: inout Network, _ input: Node.ID) throws(FoveaError) -> Node.ID {
    try network.add(operation, to: [input], name: name)
  }
}

/// Layers one after another.
public struct Sequential: Layer {
  /// The layers, first to last.
  public let layers: [any Layer]

  /// Creates a sequence of given layers; an empty one passes its input on.
  public init(_ layers: [any Layer]) { self.layers = layers }

  /// Creates a sequence from a list with `if` and `for`.
  public init(@LayerBuilder _ layers: () -> Sequential) { self = layers() }

  /// Adds the layers, each behind the one before.
  public func attach(to network: inout Network, _ input: Node.ID) throws(FoveaError) -> Node.ID {
    var last = input
    for layer in layers { last = try layer.attach(to: &network, last) }
    return last
  }
}

/// One of several ways through `Concatenate`: layers one after another, none to pass the input on.
public typealias Branch = Sequential

/// Lists layers, with `if`, `switch` and `for`.
@resultBuilder
public enum LayerBuilder {
  /// One layer.
  public static func buildExpression(_ layer: some Layer) -> [any Layer] { [layer] }
  /// Layers one after another.
  public static func buildBlock(_ parts: [any Layer]...) -> [any Layer] { parts.flatMap(\.self) }
  /// Layers under an `if` without `else`.
  public static func buildOptional(_ part: [any Layer]?) -> [any Layer] { part ?? [] }
  /// Layers under an `if`.
  public static func buildEither(first part: [any Layer]) -> [any Layer] { part }
  /// Layers under an `else`.
  public static func buildEither(second part: [any Layer]) -> [any Layer] { part }
  /// Layers of a `for`.
  public static func buildArray(_ parts: [[any Layer]]) -> [any Layer] { parts.flatMap(\.self) }
  /// The whole list.
  public static func buildFinalResult(_ layers: [any Layer]) -> Sequential { Sequential(layers) }
}

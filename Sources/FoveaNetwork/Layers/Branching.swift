public import FoveaTensor

/// The sum of layers and of a way around them (He 2016).
///
///     Residual { Conv2D(…); ReLU(); Conv2D(…) }                       // input + layers(input)
///     Residual { … } shortcut: { Conv2D(filters: 64, kernel: 1, stride: 2) }
public struct Residual: NamedLayer {
  /// The name of the node of the sum.
  public var name: String?
  private let branch: Sequential
  private let detour: Sequential

  /// Creates a sum of layers and their input.
  public init(_ name: String? = nil, @LayerBuilder _ layers: () -> Sequential) {
    self.name = name
    branch = layers()
    detour = Sequential([])
  }

  /// Creates a sum of layers and of a shortcut that brings the input to their result's shape.
  public init(
    _ name: String? = nil, @LayerBuilder _ layers: () -> Sequential,
    @LayerBuilder shortcut: () -> Sequential
  ) {
    self.name = name
    branch = layers()
    detour = shortcut()
  }

  /// Adds both ways and their sum.
  ///
  /// - Throws: `FoveaError` where both ways do not give one shape; nothing is broadcast.
  public func attach(to network: inout Network, _ input: Node.ID) throws(FoveaError) -> Node.ID {
    let long = try branch.attach(to: &network, input)
    let short = try detour.attach(to: &network, input)
    let shapes = (network.nominalShape(of: long), network.nominalShape(of: short))
    guard shapes.0 == shapes.1 else {
      throw FoveaError(
        "\(name ?? "residual") (residual): the layers give \(shapes.0), the shortcut "
          + "\(shapes.1); both must have one shape")
    }
    return try network.add(Arithmetic(.add), to: [long, short], name: name, stem: "residual")
  }
}

/// Several ways from one input, their results one after another along an axis (Szegedy 2015).
///
///     Concatenate(axis: 1) {
///       Conv2D(filters: 16, kernel: 1)
///       Branch { Conv2D(filters: 16, kernel: 3, padding: .same); ReLU() }
///       Branch {}                                                       // the input itself
///     }
public struct Concatenate: NamedLayer {
  /// The name of the node of the result.
  public var name: String?
  private let axis: Int
  private let branches: [any Layer]

  /// Creates a concatenation: each layer in the list is one way.
  ///
  /// - Precondition: there is at least one.
  public init(_ name: String? = nil, axis: Int = 1, @LayerBuilder _ branches: () -> Sequential) {
    self.name = name
    self.axis = axis
    self.branches = branches().layers
    precondition(!self.branches.isEmpty, "a concatenation needs a branch")
  }

  /// Adds all ways and their concatenation.
  public func attach(to network: inout Network, _ input: Node.ID) throws(FoveaError) -> Node.ID {
    var ends: [Node.ID] = []
    for branch in branches { ends.append(try branch.attach(to: &network, input)) }
    return try network.add(Concatenation(axis: axis), to: ends, name: name, stem: "concat")
  }
}

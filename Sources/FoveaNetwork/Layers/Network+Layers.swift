public import FoveaTensor

extension Network {
  /// Creates a network of layers behind one input.
  ///
  ///     let network = try Network(input: .image(channels: 1, height: 28, width: 28), seed: 7) {
  ///       Conv2D("conv1", filters: 10, kernel: 5, stride: 2, padding: .same)
  ///       ReLU()
  ///       Flatten()
  ///       Dense("logits", 10)
  ///     }
  ///
  /// - Throws: `FoveaError` that names the layer and the shapes that do not fit.
  public init(
    input: NetworkInput, seed: UInt64 = 0, @LayerBuilder _ layers: () -> Sequential
  ) throws(FoveaError) {
    self.init(seed: seed)
    let first = try self.input(input)
    output(try apply(layers(), to: first))
  }

  /// Creates a network of any form: the closure adds inputs, applies layers and marks outputs.
  ///
  ///     let network = try Network(seed: 7) { graph in
  ///       let image = try graph.input("image", .image(channels: 3, height: 32, width: 32))
  ///       let facts = try graph.input("facts", .vector(4))
  ///       let seen = try graph.apply(to: image) { Conv2D(filters: 8, kernel: 3); Flatten() }
  ///       let joined = try graph.add(Concatenation(axis: 1), to: [seen, facts])
  ///       graph.output(try graph.apply(Dense("logits", 10), to: joined))
  ///     }
  ///
  /// - Throws: what the closure throws.
  public init<Failure: Error>(
    seed: UInt64 = 0, _ build: (_ graph: inout Network) throws(Failure) -> Void
  ) throws(Failure) {
    self.init(seed: seed)
    try build(&self)
  }

  /// Adds an input.
  ///
  /// - Parameter name: the node's name; without one, the input's own.
  /// - Throws: `FoveaError` where the name is taken.
  public mutating func input(
    _ name: String? = nil, _ input: NetworkInput
  ) throws(FoveaError) -> Node.ID {
    try addInput(name ?? input.name, shape: input.shape)
  }

  /// Adds an input by its own name.
  public mutating func input(_ input: NetworkInput) throws(FoveaError) -> Node.ID {
    try addInput(input.name, shape: input.shape)
  }

  /// Adds a layer behind a node and returns the node of its result.
  ///
  /// - Throws: `FoveaError` that names the layer and the shapes that do not fit.
  @discardableResult
  public mutating func apply(
    _ layer: some Layer, to input: Node.ID
  ) throws(FoveaError) -> Node.ID {
    try layer.attach(to: &self, input)
  }

  /// Adds layers one after another behind a node and returns the node of the result.
  ///
  /// - Throws: `FoveaError` that names the layer and the shapes that do not fit.
  @discardableResult
  public mutating func apply(
    to input: Node.ID, @LayerBuilder _ layers: () -> Sequential
  ) throws(FoveaError) -> Node.ID {
    try apply(layers(), to: input)
  }

  /// Marks the nodes whose values are the network's answer.
  public mutating func output(_ nodes: Node.ID...) { outputs = nodes }
}

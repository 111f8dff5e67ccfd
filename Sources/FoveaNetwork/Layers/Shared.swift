public import FoveaTensor

/// Layers under one name, which share their parameters each time they are applied.
///
/// One layer takes the name itself: its calls are addressed `NAME[0]`, `NAME[1]`, … Several layers get it as prefix, such as
/// `tower.conv1`, and layers without a name are numbered within: `tower.relu1`.
///
///     let tower = Shared("tower") { Conv2D("conv", filters: 8, kernel: 3); ReLU() }
///     let left = try graph.apply(tower, to: a)
///     let right = try graph.apply(tower, to: b)
public struct Shared: Layer {
  private let name: String
  private let layer: any Layer

  /// Names a layer.
  public init(_ name: String, _ layer: some Layer) {
    self.name = name
    self.layer = layer
  }

  /// Names layers.
  public init(_ name: String, @LayerBuilder _ layers: () -> Sequential) {
    let list = layers()
    self.name = name
    layer = list.layers.count == 1 ? list.layers[0] : list
  }

  /// Adds a call of the layers.
  public func attach(to network: inout Network, _ input: Node.ID) throws(FoveaError) -> Node.ID {
    if var single = layer as? any NamedLayer {
      single.name = name
      return try single.attach(to: &network, input)
    }
    let outer = network.scope
    let prefix = outer.map { "\($0.prefix).\(name)" } ?? name
    network.scope = NameScope(prefix: prefix)
    defer { network.scope = outer }
    return try layer.attach(to: &network, input)
  }
}

/// The same layers several times in a row, with shared parameters.
///
/// Stacks of layers with parameters of their own are written with `for`.
public struct Repeat: Layer {
  private let shared: Shared
  private let times: Int

  /// Creates a repetition of layers under one name, as in `Shared`.
  ///
  /// - Precondition: the number of times is not negative.
  public init(_ name: String, times: Int, @LayerBuilder _ layers: () -> Sequential) {
    precondition(times >= 0, "layers cannot be repeated \(times) times")
    shared = Shared(name, layers)
    self.times = times
  }

  /// Adds the calls.
  public func attach(to network: inout Network, _ input: Node.ID) throws(FoveaError) -> Node.ID {
    var last = input
    for _ in 0..<times { last = try shared.attach(to: &network, last) }
    return last
  }
}

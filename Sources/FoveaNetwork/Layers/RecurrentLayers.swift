public import FoveaTensor

/// A layer of recurrent cells that reads `[batch, time, features]`.
///
/// With several layers the nodes are called `NAME.0`, `NAME.1`, …; each reads all steps of the one before. The result is
/// `[batch, time, hidden]`, or the last step's `[batch, hidden]`.
public protocol RecurrentLayer: NamedLayer {
  /// The word for a layer without a name.
  static var stem: String { get }
  /// The cell of all layers.
  var cell: Recurrent.Cell { get }
  /// What the layers have in common.
  var settings: RecurrentSettings { get }
}

/// What all recurrent layers have in common.
public struct RecurrentSettings: Hashable, Sendable {
  /// The number of hidden units.
  public var hidden: Int
  /// How many layers lie above each other.
  public var layers: Int
  /// Whether every step's state is put out, or the last alone.
  public var returnsSequence: Bool
  /// For each layer the nodes of its first states: h, or h and c for an LSTM; empty for zeros.
  public var initialStates: [[Node.ID]]
  /// The first values of the recurrent matrices; uniform in ±1/√hidden unless given.
  public var recurrentInitializer: Initializer?
  /// What an LSTM's forget gate adds up from at first.
  public var forgetBias: Float = 0
}

extension RecurrentLayer {
  /// Adds a node for each layer.
  public func attach(to network: inout Network, _ input: Node.ID) throws(FoveaError) -> Node.ID {
    precondition(
      settings.initialStates.isEmpty || settings.initialStates.count == settings.layers,
      "\(name ?? Self.stem) has \(settings.layers) layers and first states for "
        + "\(settings.initialStates.count)")
    var last = input
    for layer in 0..<settings.layers {
      let isLast = layer == settings.layers - 1
      let operation = Recurrent(
        cell, hidden: settings.hidden, returnsSequence: settings.returnsSequence || !isLast,
        recurrentInitializer: settings.recurrentInitializer, forgetBias: settings.forgetBias)
      let states = settings.initialStates.isEmpty ? [] : settings.initialStates[layer]
      last = try network.add(
        operation, to: [last] + states,
        name: settings.layers == 1 ? name : name.map { "\($0).\(layer)" }, stem: Self.stem)
    }
    return last
  }
}

/// A plain recurrent layer (Elman 1990): h_t = f(W x_t + b + U h_{t−1} + d).
public struct ElmanRNN: RecurrentLayer {
  /// The word for a layer without a name.
  public static let stem = "elman"
  /// The name of its node.
  public var name: String?
  /// The cell.
  public let cell: Recurrent.Cell
  /// Sizes and states.
  public let settings: RecurrentSettings

  /// Creates a recurrent layer.
  ///
  /// - Parameter initialStates: for each layer the node of its first h, `[batch, hidden]`; zeros where there are none.
  /// - Precondition: there is a hidden unit and a layer.
  public init(
    _ name: String? = nil, hidden: Int, layers: Int = 1, returnsSequence: Bool = true,
    nonlinearity: Recurrent.Nonlinearity = .tanh, recurrentInitializer: Initializer? = nil,
    initialStates: [Node.ID] = []
  ) {
    precondition(layers > 0 && hidden > 0, "got \(layers) layers of \(hidden) hidden units")
    self.name = name
    cell = .elman(nonlinearity)
    settings = RecurrentSettings(
      hidden: hidden, layers: layers, returnsSequence: returnsSequence,
      initialStates: initialStates.map { [$0] }, recurrentInitializer: recurrentInitializer)
  }
}

/// Long short-term memory (Hochreiter & Schmidhuber 1997) with a forget gate.
public struct LSTM: RecurrentLayer {
  /// The word for a layer without a name.
  public static let stem = "lstm"
  /// The name of its node.
  public var name: String?
  /// The cell.
  public let cell = Recurrent.Cell.lstm
  /// Sizes and states.
  public let settings: RecurrentSettings

  /// Creates a recurrent layer.
  ///
  /// - Parameters:
  ///   - forgetBias: what the forget gate adds up from at first; 1 helps to remember (Jozefowicz et al. 2015).
  ///   - initialStates: for each layer the nodes of its first h and c, `[batch, hidden]`; zeros where there are none.
  /// - Precondition: there is a hidden unit and a layer.
  public init(
    _ name: String? = nil, hidden: Int, layers: Int = 1, returnsSequence: Bool = true,
    recurrentInitializer: Initializer? = nil, forgetBias: Float = 0,
    initialStates: [(h: Node.ID, c: Node.ID)] = []
  ) {
    precondition(layers > 0 && hidden > 0, "got \(layers) layers of \(hidden) hidden units")
    self.name = name
    settings = RecurrentSettings(
      hidden: hidden, layers: layers, returnsSequence: returnsSequence,
      initialStates: initialStates.map { [$0.h, $0.c] },
      recurrentInitializer: recurrentInitializer, forgetBias: forgetBias)
  }
}

/// A layer of gated recurrent units (Cho 2014).
public struct GRU: RecurrentLayer {
  /// The word for a layer without a name.
  public static let stem = "gru"
  /// The name of its node.
  public var name: String?
  /// The cell.
  public let cell = Recurrent.Cell.gru
  /// Sizes and states.
  public let settings: RecurrentSettings

  /// Creates a recurrent layer.
  ///
  /// - Parameter initialStates: for each layer the node of its first h, `[batch, hidden]`; zeros where there are none.
  /// - Precondition: there is a hidden unit and a layer.
  public init(
    _ name: String? = nil, hidden: Int, layers: Int = 1, returnsSequence: Bool = true,
    recurrentInitializer: Initializer? = nil, initialStates: [Node.ID] = []
  ) {
    precondition(layers > 0 && hidden > 0, "got \(layers) layers of \(hidden) hidden units")
    self.name = name
    settings = RecurrentSettings(
      hidden: hidden, layers: layers, returnsSequence: returnsSequence,
      initialStates: initialStates.map { [$0] }, recurrentInitializer: recurrentInitializer)
  }
}

public import FoveaTensor

/// One layer of a recurrent network, unrolled over time: every step is a hook point.
///
/// Input `[N, T, I]`; optional further inputs are the initial h `[N, H]` and, for an LSTM, the initial c `[N, H]`.
/// Output `[N, T, H]`, or `[N, H]` for the last step alone. With x_t and h_{t−1} (⊙ elementwise, σ the sigmoid):
///
/// - Elman (1990): h_t = f(W x_t + b + U h_{t−1} + d)
/// - LSTM (Hochreiter & Schmidhuber 1997, with the forget gate of Gers et al. 2000): i, f, o = σ(…), g = tanh(…),
///   c_t = f ⊙ c_{t−1} + i ⊙ g, h_t = o ⊙ tanh(c_t)
/// - GRU (Cho et al. 2014, in PyTorch's form): r, z = σ(…), n = tanh(W x_t + b + r ⊙ (U h_{t−1} + d)),
///   h_t = (1 − z) ⊙ n + z ⊙ h_{t−1}
///
/// Parameters as in PyTorch: `weight_ih [G·H, I]`, `weight_hh [G·H, H]`, `bias_ih`, `bias_hh` `[G·H]` with the gates in the
/// order i, f, g, o (LSTM) or r, z, n (GRU). Hook points: `h[t]`, `c[t]` and each gate by its letter. The gradient at
/// `h[t]` holds all paths, those through later steps included.
public struct Recurrent: Operation {
  /// The cells.
  public enum Cell: Hashable, Sendable, Codable {
    /// A plain recurrence with one of tanh, relu, sigmoid or identity.
    case elman(Nonlinearity)
    /// Long short-term memory.
    case lstm
    /// Gated recurrent unit.
    case gru

    /// How many blocks of H rows the weights have.
    public var gates: Int {
      switch self {
      case .elman: 1
      case .lstm: 4
      case .gru: 3
      }
    }

    /// The letters of the gates in the order of the weights; none for an Elman cell.
    public var gateNames: [String] {
      switch self {
      case .elman: []
      case .lstm: ["i", "f", "g", "o"]
      case .gru: ["r", "z", "n"]
      }
    }
  }

  /// The functions of an Elman cell.
  public enum Nonlinearity: String, Hashable, Sendable, Codable, CaseIterable {
    /// The hyperbolic tangent.
    case tanh
    /// max(x, 0).
    case relu
    /// 1 / (1 + e⁻ˣ).
    case sigmoid
    /// x itself: a linear recurrent network.
    case identity
  }

  /// The name of the kind.
  public static let kind = "recurrent"
  /// The longest sequence; each step has hook points of its own.
  public static let stepLimit = 1 << 20
  /// The cell.
  public let cell: Cell
  /// The number of hidden units H.
  public let hidden: Int
  /// Whether every step's h is put out, or the last alone.
  public let returnsSequence: Bool
  /// The first values of `weight_hh`.
  public let recurrentInitializer: Initializer
  /// What an LSTM's forget gate adds up from at first; Jozefowicz, Zaremba & Sutskever (2015) advise 1.
  public let forgetBias: Float

  /// Creates a recurrent operation.
  ///
  /// - Precondition: there is a hidden unit.
  public init(
    _ cell: Cell, hidden: Int, returnsSequence: Bool = true,
    recurrentInitializer: Initializer? = nil, forgetBias: Float = 0
  ) {
    self.cell = cell
    self.hidden = hidden
    self.returnsSequence = returnsSequence
    self.recurrentInitializer =
      recurrentInitializer ?? .uniform(bound: 1 / Float(hidden).squareRoot())
    self.forgetBias = forgetBias
    requireSoundAttributes()
  }

  /// There are hidden units.
  public func checkAttributes() throws(ShapeError) {
    try requirePositive([hidden], "the number of hidden units")
  }

  /// The input, and one or two initial states.
  public var arity: ClosedRange<Int> { 1...(cell == .lstm ? 3 : 2) }

  /// Weights and biases, uniform in ±1/√H unless the recurrent matrix is asked for otherwise.
  public func parameters(for inputs: [Shape]) throws(ShapeError) -> [ParameterSpecification] {
    let rows = cell.gates * hidden
    let bound = Initializer.uniform(bound: 1 / Float(hidden).squareRoot())
    var bias = bound
    if cell == .lstm, forgetBias != 0 {
      bias = .blocks([0, forgetBias, 0, 0])
    }
    return [
      ParameterSpecification("weight_ih", try Shape(checking: [rows, inputs[0][2]]), bound),
      ParameterSpecification(
        "weight_hh", try Shape(checking: [rows, hidden]), recurrentInitializer),
      ParameterSpecification("bias_ih", [rows], bias),
      ParameterSpecification("bias_hh", [rows], bound),
    ]
  }

  /// `[N, T, H]` or `[N, H]`.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    try inputs[0].requireRank(3, "[batch, time, features]")
    guard inputs[0][1] > 0, inputs[0][1] <= Self.stepLimit else {
      throw ShapeError("a sequence has 1 to \(Self.stepLimit) steps, got \(inputs[0])")
    }
    let state: Shape = [inputs[0][0], hidden]
    for initial in inputs.dropFirst() where initial != state {
      throw ShapeError("an initial state must have the shape \(state), got \(initial)")
    }
    let all = try Shape(checking: [inputs[0][0], inputs[0][1], hidden])
    return returnsSequence ? all : state
  }

  /// The states and gates at each step.
  public func records(for inputs: [Shape]) -> [RecordSpecification] {
    let names = ["h"] + (cell == .lstm ? ["c"] : []) + cell.gateNames
    return names.map {
      RecordSpecification($0, steps: inputs[0][1], shape: [inputs[0][0], hidden])
    }
  }

  /// The cell and its size.
  public var summary: String {
    switch cell {
    case .elman(let nonlinearity): "elman \(nonlinearity.rawValue) \(hidden)"
    case .lstm: "lstm \(hidden)"
    case .gru: "gru \(hidden)"
    }
  }

  /// Two for each weight, row and step.
  public func arithmetic(for inputs: [Shape], output: Shape) -> Int {
    saturatingProduct([
      2, inputs[0][0], inputs[0][1], cell.gates, hidden, inputs[0][2] + hidden,
    ])
  }
}

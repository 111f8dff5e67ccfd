public import FoveaTensor

/// One direction of a recurrent layer with all that ONNX lets it have; slower than `Recurrent`, which computes less.
///
/// Inputs: x `[N, T, I]`, then, where the attributes say so, lengths `[N]` (steps behind a sample's length leave its state
/// alone and put out 0), the first h `[N, H]`, and for an LSTM the first c `[N, H]`. The output holds everything along its
/// time axis: h of each step, the last h, and for an LSTM the last c: `[N, T + 1, H]` or `[N, T + 2, H]`. With f, g, k the
/// activations and W x the input's share with both biases (⊙ elementwise):
///
/// - plain: h_t = f(W x + U h_{t−1})
/// - LSTM, gates i, o, f, c: i, f = f(… + P ⊙ c_{t−1}), c_t = f ⊙ c_{t−1} + i ⊙ g(…), o = f(… + P ⊙ c_t), h_t = o ⊙ k(c_t)
/// - GRU, gates z, r, h: z, r = f(…), n = g(W x + U (r ⊙ h_{t−1})), or g(W x + r ⊙ (U h_{t−1} + d)) where the reset comes
///   last, h_t = (1 − z) ⊙ n + z ⊙ h_{t−1}
///
/// Parameters: `weight_ih [G·H, I]`, `weight_hh [G·H, H]`, `bias_ih` and `bias_hh` `[G·H]`, and for an LSTM that looks at its
/// cell `peephole [3·H]` (i, o, f). Hook points: `h[t]` and `c[t]`; t is the place in the sequence, whatever the direction.
public struct RecurrentSequence: Operation {
  /// The cells.
  public enum Cell: Hashable, Sendable, Codable {
    /// A plain recurrence.
    case plain
    /// Long short-term memory; coupled: f = 1 − i.
    case lstm(hasPeepholes: Bool = false, isCoupled: Bool = false)
    /// Gated recurrent unit.
    case gru(resetsLast: Bool = false)

    /// How many blocks of H rows the weights have.
    public var gates: Int {
      switch self {
      case .plain: 1
      case .lstm: 4
      case .gru: 3
      }
    }

    /// Whether there is a second state c.
    public var hasCellState: Bool {
      if case .lstm = self { return true }
      return false
    }
  }

  /// A function of single elements.
  public enum Activation: Hashable, Sendable, Codable {
    /// max(x, 0).
    case relu
    /// The hyperbolic tangent.
    case tanh
    /// 1 / (1 + e⁻ˣ).
    case sigmoid
    /// scale · x + offset.
    case affine(scale: Float, offset: Float)
    /// x for x > 0, else slope · x.
    case leakyReLU(slope: Float)
    /// x above the threshold, else 0.
    case thresholdedReLU(threshold: Float)
    /// scale · tanh(slope · x).
    case scaledTanh(scale: Float, slope: Float)
    /// slope · x + offset, held within 0…1.
    case hardSigmoid(slope: Float, offset: Float)
    /// x for x > 0, else alpha (eˣ − 1).
    case elu(alpha: Float)
    /// x / (1 + |x|).
    case softsign
    /// ln(1 + eˣ).
    case softplus
  }

  /// The name of the kind.
  public static let kind = "sequence"
  /// The cell.
  public let cell: Cell
  /// The number of hidden units H.
  public let hidden: Int
  /// f, g and k, as many as the cell has.
  public let activations: [Activation]
  /// What the gates' sums are held within ± of before their functions; `nil` for no bound.
  public let clip: Float?
  /// Whether the sequence is read from its end.
  public let isReversed: Bool
  /// Whether lengths are given.
  public let hasLengths: Bool
  /// Whether the first states are given; zeros otherwise.
  public let hasInitialState: Bool

  /// Creates an operation.
  ///
  /// - Parameter activations: the cell's usual ones where `nil`.
  /// - Precondition: there is a hidden unit, as many activations as the cell has, and a positive clip.
  public init(
    _ cell: Cell, hidden: Int, activations: [Activation]? = nil, clip: Float? = nil,
    isReversed: Bool = false, hasLengths: Bool = false, hasInitialState: Bool = false
  ) {
    self.cell = cell
    self.hidden = hidden
    self.activations = activations ?? Self.usualActivations(of: cell)
    self.clip = clip
    self.isReversed = isReversed
    self.hasLengths = hasLengths
    self.hasInitialState = hasInitialState
    requireSoundAttributes()
  }

  private static func usualActivations(of cell: Cell) -> [Activation] {
    switch cell {
    case .plain: [.tanh]
    case .lstm: [.sigmoid, .tanh, .tanh]
    case .gru: [.sigmoid, .tanh]
    }
  }

  /// There are hidden units, activations and a positive clip.
  public func checkAttributes() throws(ShapeError) {
    try requirePositive([hidden], "the number of hidden units")
    let wanted = Self.usualActivations(of: cell).count
    guard activations.count == wanted else {
      throw ShapeError("the cell has \(wanted) activations, got \(activations.count)")
    }
    guard let clip, !(clip > 0) else { return }
    throw ShapeError("the bound of the gates' sums must be positive, got \(clip)")
  }

  /// x, and the lengths and first states where they are given.
  public var arity: ClosedRange<Int> {
    let states = hasInitialState ? (cell.hasCellState ? 2 : 1) : 0
    let count = 1 + (hasLengths ? 1 : 0) + states
    return count...count
  }

  /// Weights, biases and peepholes, uniform in ±1/√H.
  public func parameters(for inputs: [Shape]) throws(ShapeError) -> [ParameterSpecification] {
    let rows = saturatingProduct([cell.gates, hidden])
    let bound = Initializer.uniform(bound: 1 / Float(hidden).squareRoot())
    let weights = [
      ParameterSpecification("weight_ih", try Shape(checking: [rows, inputs[0][2]]), bound),
      ParameterSpecification("weight_hh", try Shape(checking: [rows, hidden]), bound),
      ParameterSpecification("bias_ih", [rows], bound),
      ParameterSpecification("bias_hh", [rows], bound),
    ]
    guard case .lstm(hasPeepholes: true, _) = cell else { return weights }
    return weights + [ParameterSpecification("peephole", [3 * hidden], bound)]
  }

  /// `[N, T + states, H]`.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    let x = inputs[0]
    try x.requireRank(3, "[batch, time, features]")
    guard x[1] >= 1, x[1] <= Recurrent.stepLimit, x[2] > 0 else {
      throw ShapeError(
        "a sequence has 1 to \(Recurrent.stepLimit) steps of at least one feature, got \(x)")
    }
    let state: Shape = [x[0], hidden]
    var expected: [Shape] = hasLengths ? [[x[0]]] : []
    if hasInitialState { expected += cell.hasCellState ? [state, state] : [state] }
    guard Array(inputs.dropFirst()) == expected else {
      throw ShapeError(
        "lengths and first states need the shapes \(expected), got \(inputs.dropFirst())")
    }
    return try Shape(checking: [x[0], x[1] + (cell.hasCellState ? 2 : 1), hidden])
  }

  /// The states after each step.
  public func records(for inputs: [Shape]) -> [RecordSpecification] {
    let state: Shape = [inputs[0][0], hidden]
    return (cell.hasCellState ? ["h", "c"] : ["h"]).map {
      RecordSpecification($0, steps: inputs[0][1], shape: state)
    }
  }

  /// The cell and its size.
  public var summary: String { "\(cell), \(hidden)\(isReversed ? ", reversed" : "")" }

  /// Two for each weight, row and step.
  public func arithmetic(for inputs: [Shape], output: Shape) -> Int {
    saturatingProduct([2, inputs[0][0], inputs[0][1], cell.gates, hidden, inputs[0][2] + hidden])
  }
}

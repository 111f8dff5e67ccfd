public import FoveaTensor

/// Hidden layers one after another: dense layers, each followed by a function of its values.
///
/// The dense layers are called `NAME1`, `NAME2` and so on; what they give, before the function, is the pre-activation.
///
///     DenseStack([100, 100, 100], activation: .sigmoid, initializer: .glorotUniform)
public struct DenseStack: Layer {
  private let name: String
  private let widths: [Int]
  private let activation: Elementwise.Function
  private let initializer: Initializer
  private let hasBatchNorm: Bool
  private let dropout: Float

  /// Creates hidden layers of the given widths; none pass the input on.
  ///
  /// - Parameters:
  ///   - name: how the names of the layers begin.
  ///   - batchNorm: whether each pre-activation is normalised over the batch before the function; its nodes are called
  ///     `NAME1.norm` and so on.
  ///   - dropout: the probability with which each value is zeroed in training behind the function; 0 for none.
  /// - Precondition: the widths are positive, and 0 ≤ dropout < 1.
  public init(
    _ widths: [Int], name: String = "hidden", activation: Elementwise.Function = .relu,
    initializer: Initializer = .heNormal, batchNorm: Bool = false, dropout: Float = 0
  ) {
    precondition(widths.allSatisfy { $0 > 0 }, "a hidden layer has a unit, got \(widths)")
    precondition(dropout >= 0 && dropout < 1, "dropout lies in [0, 1), got \(dropout)")
    self.name = name
    self.widths = widths
    self.activation = activation
    self.initializer = initializer
    hasBatchNorm = batchNorm
    self.dropout = dropout
  }

  /// Adds the layers.
  public func attach(to network: inout Network, _ input: Node.ID) throws(FoveaError) -> Node.ID {
    var last = input
    for (index, width) in widths.enumerated() {
      let layer = "\(name)\(index + 1)"
      last = try network.apply(to: last) {
        Dense(layer, width, initializer: initializer)
        if hasBatchNorm { BatchNorm("\(layer).norm") }
        Activation("\(layer).activation", activation)
        if dropout > 0 { Dropout("\(layer).dropout", dropout) }
      }
    }
    return last
  }
}

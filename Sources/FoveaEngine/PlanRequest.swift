public import FoveaNetwork

/// What is asked of a plan: only this is computed.
public struct PlanRequest: Sendable {
  /// How dropout and batch normalisation behave.
  public enum Mode: String, Sendable, Codable, CaseIterable {
    /// Dropout does nothing; running moments are used.
    case inference
    /// Dropout drops; the batch's moments are used and running ones updated.
    case training
  }

  /// Of what the gradient is taken.
  public enum Origin: Sendable {
    /// No gradients.
    case none
    /// A node with one element.
    case scalar(Node.ID)
    /// Nodes whose gradients are given before each run with `setSeed`: a vector–Jacobian product.
    case seeds([Node.ID])
  }

  /// How dropout and batch normalisation behave.
  public var mode: Mode
  /// Nodes whose values are read after a run; the network's outputs where `nil`.
  public var outputs: [Node.ID]?
  /// Of what the gradient is taken.
  public var origin: Origin
  /// Which parameters get gradients.
  public var parameters: ParameterChoice
  /// Inputs, by name, that get gradients.
  public var inputs: [String]
  /// Hook points whose values are kept to the end of a run.
  public var values: Set<HookPoint>
  /// Hook points whose gradients are kept to the end of a run.
  public var gradients: Set<HookPoint>
  /// Whether a convolution or dense layer and the ReLU behind it may become one step where nobody looks between.
  public var allowsFusion: Bool
  /// Whether the batch may be cut into parts for the threads where every sample is computed on its own.
  public var allowsParts: Bool

  /// Whether 3×3 convolutions may be computed by Winograd's algorithm: up to three times as fast, with rounding errors of
  /// about 1e-5 of the largest value instead of 1e-6 (Lavin & Gray 2016).
  ///
  /// Where exact arithmetic gives 0 (a bias of 0 before a black background) it may give ±1e-8: a ReLU behind then counts as
  /// open or shut by chance. Switch it off where single gradients at such places matter.
  public var allowsWinograd: Bool

  /// A choice of parameters.
  public enum ParameterChoice: Sendable {
    /// None.
    case none
    /// All trainable ones.
    case trainable
    /// Those at the given positions of the network's list.
    case positions(Set<Int>)
  }

  /// Creates a request; as it stands, for a forward pass in inference.
  public init(
    mode: Mode = .inference, outputs: [Node.ID]? = nil, origin: Origin = .none,
    parameters: ParameterChoice = .none, inputs: [String] = [], values: Set<HookPoint> = [],
    gradients: Set<HookPoint> = [], allowsFusion: Bool = true,
    allowsParts: Bool = true, allowsWinograd: Bool = true
  ) {
    self.mode = mode
    self.outputs = outputs
    self.origin = origin
    self.parameters = parameters
    self.inputs = inputs
    self.values = values
    self.gradients = gradients
    self.allowsFusion = allowsFusion
    self.allowsParts = allowsParts
    self.allowsWinograd = allowsWinograd
  }

  func wants(parameter position: Int, of network: Network) -> Bool {
    switch parameters {
    case .none: false
    case .trainable: network.parameters[position].isTrainable
    case .positions(let chosen): chosen.contains(position)
    }
  }

  var origins: [Node.ID] {
    switch origin {
    case .none: []
    case .scalar(let node): [node]
    case .seeds(let nodes): nodes
    }
  }
}

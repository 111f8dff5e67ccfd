/// max(x, 0).
public struct ReLU: OperationLayer {
  /// The word for a layer without a name.
  public static let stem = "relu"
  /// The name of its node.
  public var name: String?
  /// What the node computes.
  public let operation = Elementwise(.relu)

  /// Creates a layer.
  public init(_ name: String? = nil) { self.name = name }
}

/// x where it is positive, else slope · x (Maas, Hannun & Ng 2013).
public struct LeakyReLU: OperationLayer {
  /// The word for a layer without a name.
  public static let stem = "leakyrelu"
  /// The name of its node.
  public var name: String?
  /// What the node computes.
  public let operation: Elementwise

  /// Creates a layer.
  public init(_ name: String? = nil, slope: Float = 0.01) {
    self.name = name
    operation = Elementwise(.leakyReLU(slope: slope))
  }
}

/// 1 / (1 + e⁻ˣ).
public struct Sigmoid: OperationLayer {
  /// The word for a layer without a name.
  public static let stem = "sigmoid"
  /// The name of its node.
  public var name: String?
  /// What the node computes.
  public let operation = Elementwise(.sigmoid)

  /// Creates a layer.
  public init(_ name: String? = nil) { self.name = name }
}

/// The hyperbolic tangent.
public struct Tanh: OperationLayer {
  /// The word for a layer without a name.
  public static let stem = "tanh"
  /// The name of its node.
  public var name: String?
  /// What the node computes.
  public let operation = Elementwise(.tanh)

  /// Creates a layer.
  public init(_ name: String? = nil) { self.name = name }
}

/// x Φ(x) with the normal distribution's Φ (Hendrycks & Gimpel 2016).
public struct GELU: OperationLayer {
  /// The word for a layer without a name.
  public static let stem = "gelu"
  /// The name of its node.
  public var name: String?
  /// What the node computes.
  public let operation: Elementwise

  /// Creates a layer, exact or by the usual approximation with tanh.
  public init(_ name: String? = nil, approximate: Bool = false) {
    self.name = name
    operation = Elementwise(approximate ? .geluTanh : .gelu)
  }
}

/// Any function of each element on its own, such as `.swish`, `.elu(alpha: 1)` or `.clamp(low: 0, high: 6)`.
public struct Activation: OperationLayer {
  /// The word for a layer without a name.
  public static let stem = "activation"
  /// The name of its node.
  public var name: String?
  /// What the node computes.
  public let operation: Elementwise

  /// Creates a layer with a name.
  public init(_ name: String, _ function: Elementwise.Function) {
    self.name = name
    operation = Elementwise(function)
  }

  /// Creates a layer.
  public init(_ function: Elementwise.Function) {
    name = nil
    operation = Elementwise(function)
  }
}

/// eˣ over its sum along an axis: probabilities from logits.
public struct Softmax: OperationLayer {
  /// The word for a layer without a name.
  public static let stem = "softmax"
  /// The name of its node.
  public var name: String?
  /// What the node computes.
  public let operation: SoftmaxFunction

  /// Creates a layer; negative axes count from the end.
  public init(_ name: String? = nil, axis: Int = -1) {
    self.name = name
    operation = SoftmaxFunction(axis: axis)
  }
}

/// The logarithm of the softmax along an axis.
public struct LogSoftmax: OperationLayer {
  /// The word for a layer without a name.
  public static let stem = "logsoftmax"
  /// The name of its node.
  public var name: String?
  /// What the node computes.
  public let operation: SoftmaxFunction

  /// Creates a layer; negative axes count from the end.
  public init(_ name: String? = nil, axis: Int = -1) {
    self.name = name
    operation = SoftmaxFunction(axis: axis, isLogarithm: true)
  }
}

/// Normalises each channel over the batch and all positions (Ioffe & Szegedy 2015).
public struct BatchNorm: OperationLayer {
  /// The word for a layer without a name.
  public static let stem = "batchnorm"
  /// The name of its node.
  public var name: String?
  /// What the node computes.
  public let operation: BatchNormalization

  /// Creates a layer; `momentum` is the share of the new batch in the running moments.
  public init(_ name: String? = nil, epsilon: Float = 1e-5, momentum: Float = 0.1) {
    self.name = name
    operation = BatchNormalization(epsilon: epsilon, momentum: momentum)
  }
}

/// Normalises each row over its last axes (Ba, Kiros & Hinton 2016).
public struct LayerNorm: OperationLayer {
  /// The word for a layer without a name.
  public static let stem = "layernorm"
  /// The name of its node.
  public var name: String?
  /// What the node computes.
  public let operation: LayerNormalization

  /// Creates a layer over the given number of last axes.
  ///
  /// - Precondition: at least one axis.
  public init(_ name: String? = nil, axes: Int = 1, epsilon: Float = 1e-5) {
    self.name = name
    operation = LayerNormalization(axes: axes, epsilon: epsilon)
  }
}

/// Divides each element by a norm over neighbouring channels (Krizhevsky 2012).
public struct LocalResponseNorm: OperationLayer {
  /// The word for a layer without a name.
  public static let stem = "lrn"
  /// The name of its node.
  public var name: String?
  /// What the node computes.
  public let operation: LocalResponseNormalization

  /// Creates a layer: x / (k + alpha / size · Σ x²)^beta over `size` channels.
  ///
  /// - Precondition: the size is odd and positive.
  public init(
    _ name: String? = nil, size: Int = 5, alpha: Float = 1e-4, beta: Float = 0.75, k: Float = 1
  ) {
    self.name = name
    operation = LocalResponseNormalization(size: size, alpha: alpha, beta: beta, k: k)
  }
}

/// Brings pixels to the scale that the layers behind want: (x − mean) / deviation, for each channel.
///
/// As a part of the network it lets pictures and attacks live in pixel units.
public struct Normalize: OperationLayer {
  /// The word for a layer without a name.
  public static let stem = "normalize"
  /// The name of its node.
  public var name: String?
  /// What the node computes.
  public let operation: Standardization

  /// Creates a layer from one number for each channel.
  ///
  /// - Precondition: as many means as deviations, none of which is zero.
  public init(_ name: String? = nil, mean: [Float], deviation: [Float]) {
    self.name = name
    operation = Standardization(mean: mean, deviation: deviation)
  }

  /// Creates a layer from one mean and deviation for all channels.
  ///
  /// - Precondition: the deviation is not zero.
  public init(_ name: String? = nil, mean: Float, deviation: Float) {
    self.init(name, mean: [mean], deviation: [deviation])
  }
}

public import FoveaTensor

/// Normalises each channel over the batch and all positions (Ioffe & Szegedy 2015).
///
/// y = (x − mean) / √(variance + epsilon) · weight + bias. In training the batch's own moments are used (variance with
/// 1/n) and running ones are updated: new = (1 − momentum) · old + momentum · batch's, the variance with 1/(n − 1) as
/// in PyTorch. In inference the running ones are used.
public struct BatchNormalization: Operation {
  /// The name of the kind.
  public static let kind = "batchnorm"
  /// What is added to the variance.
  public let epsilon: Float
  /// The share of the new batch in the running moments.
  public let momentum: Float

  /// Creates a batch normalisation.
  public init(epsilon: Float = 1e-5, momentum: Float = 0.1) {
    self.epsilon = epsilon
    self.momentum = momentum
  }

  /// Weight, bias and the running moments.
  public func parameters(for inputs: [Shape]) throws(ShapeError) -> [ParameterSpecification] {
    let channels: Shape = [inputs[0][1]]
    return [
      ParameterSpecification("weight", channels, .constant(1)),
      ParameterSpecification("bias", channels, .constant(0)),
      ParameterSpecification("running_mean", channels, .constant(0), isTrainable: false),
      ParameterSpecification("running_var", channels, .constant(1), isTrainable: false),
    ]
  }

  /// The input's shape.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    guard inputs[0].rank >= 2 else {
      throw ShapeError("the input must have the shape [batch, channels, …], got \(inputs[0])")
    }
    return inputs[0]
  }
}

/// Normalises each row over its last axes (Ba, Kiros & Hinton 2016): (x − mean) / √(variance + epsilon) · weight + bias.
public struct LayerNormalization: Operation {
  /// The name of the kind.
  public static let kind = "layernorm"
  /// How many of the last axes are normalised together.
  public let axes: Int
  /// What is added to the variance (with 1/n).
  public let epsilon: Float

  /// Creates a layer normalisation.
  ///
  /// - Precondition: at least one axis.
  public init(axes: Int = 1, epsilon: Float = 1e-5) {
    self.axes = axes
    self.epsilon = epsilon
    requireSoundAttributes()
  }

  /// There is an axis.
  public func checkAttributes() throws(ShapeError) {
    try requirePositive([axes], "the number of normalised axes")
  }

  /// Weight and bias of the normalised shape.
  public func parameters(for inputs: [Shape]) throws(ShapeError) -> [ParameterSpecification] {
    let shape = Shape(Array(inputs[0].dimensions.suffix(axes)))
    return [
      ParameterSpecification("weight", shape, .constant(1)),
      ParameterSpecification("bias", shape, .constant(0)),
    ]
  }

  /// The input's shape.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    guard inputs[0].rank >= axes, inputs[0].dimensions.suffix(axes).allSatisfy({ $0 > 0 }) else {
      throw ShapeError("the last \(axes) axes are normalised, got \(inputs[0])")
    }
    return inputs[0]
  }
}

/// Divides each element by a norm over neighbouring channels (Krizhevsky 2012).
///
/// y = x / (k + alpha / size · Σ x²)^beta, the sum over `size` channels around the element's own, the odd one behind it.
/// Shapes: `[N, C, size…]`.
public struct LocalResponseNormalization: Operation {
  /// The name of the kind.
  public static let kind = "lrn"
  /// The number of channels in the sum.
  public let size: Int
  /// The factor of the sum.
  public let alpha: Float
  /// The exponent.
  public let beta: Float
  /// What is added to the sum.
  public let k: Float

  /// Creates a local response normalisation.
  ///
  /// - Precondition: the size is positive.
  public init(size: Int = 5, alpha: Float = 1e-4, beta: Float = 0.75, k: Float = 1) {
    self.size = size
    self.alpha = alpha
    self.beta = beta
    self.k = k
    requireSoundAttributes()
  }

  /// The size is positive.
  public func checkAttributes() throws(ShapeError) {
    try requirePositive([size], "the size")
  }

  /// The input's shape.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    guard inputs[0].rank >= 3 else {
      throw ShapeError("the input must have the shape [batch, channels, size…], got \(inputs[0])")
    }
    return inputs[0]
  }
}

/// Brings pixels to the scale that a network was made for: (x − mean) / deviation, for each channel.
///
/// Being a node of the network, it lets attacks and pictures live in pixel units.
public struct Standardization: Operation {
  /// The name of the kind.
  public static let kind = "standardize"
  /// What is subtracted, for each channel.
  public let mean: [Float]
  /// What is divided by, for each channel.
  public let deviation: [Float]

  /// Creates a standardisation.
  ///
  /// - Precondition: as many means as deviations, none of which is zero.
  public init(mean: [Float], deviation: [Float]) {
    self.mean = mean
    self.deviation = deviation
    requireSoundAttributes()
  }

  /// Means and deviations pair up, and no deviation is zero.
  public func checkAttributes() throws(ShapeError) {
    guard mean.count == deviation.count, !deviation.contains(0) else {
      throw ShapeError(
        "means \(mean) and deviations \(deviation) must pair up, without a zero deviation")
    }
  }

  /// The input's shape.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    guard inputs[0].rank >= 2, inputs[0][1] == mean.count || mean.count == 1 else {
      throw ShapeError("\(mean.count) means do not fit the channels of \(inputs[0])")
    }
    return inputs[0]
  }
}

public import FoveaTensor

/// Normalises groups of channels of each sample over all positions (Wu & He 2018): (x − mean) / √(variance + epsilon) ·
/// weight + bias.
///
/// Shapes: input `[N, C, size…]`, weight and bias `[C]`; the variance is with 1/n. With as many groups as channels it is
/// instance normalisation (Ulyanov, Vedaldi & Lempitsky 2016).
public struct GroupNormalization: Operation {
  /// The name of the kind.
  public static let kind = "groupnorm"
  /// How many groups the channels fall into; `nil` for one a channel.
  public let groups: Int?
  /// What is added to the variance.
  public let epsilon: Float

  /// Creates a group normalisation.
  ///
  /// - Precondition: groups are positive.
  public init(groups: Int?, epsilon: Float = 1e-5) {
    self.groups = groups
    self.epsilon = epsilon
    requireSoundAttributes()
  }

  /// Groups are positive.
  public func checkAttributes() throws(ShapeError) {
    guard let groups else { return }
    try requirePositive([groups], "groups")
  }

  /// Weight and bias.
  public func parameters(for inputs: [Shape]) throws(ShapeError) -> [ParameterSpecification] {
    let channels: Shape = [inputs[0][1]]
    return [
      ParameterSpecification("weight", channels, .constant(1)),
      ParameterSpecification("bias", channels, .constant(0)),
    ]
  }

  /// The input's shape.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    guard inputs[0].rank >= 2 else {
      throw ShapeError("the input must have the shape [batch, channels, …], got \(inputs[0])")
    }
    guard inputs[0][1] % (groups ?? 1) == 0 else {
      throw ShapeError("\(groups ?? 1) groups do not divide the \(inputs[0][1]) channels")
    }
    return inputs[0]
  }

  /// The number of groups.
  public var summary: String { groups.map { "\($0) groups" } ?? "each channel" }
}

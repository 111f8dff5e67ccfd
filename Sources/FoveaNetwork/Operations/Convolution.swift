public import FoveaTensor

/// A convolution as networks use it: the kernel slides over the input without being flipped.
///
/// Shapes: input `[N, C, size…]`, weight `[filters, C / groups, kernel…]`, bias `[filters]`, output
/// `[N, filters, outputs…]` with outputs as in `Window.outputs(for:)`. Borders are zeros; other borders are made by
/// `Padding` before it.
public struct Convolution: Operation {
  /// The name of the kind.
  public static let kind = "conv"
  /// The number of output channels.
  public let filters: Int
  /// The sliding window.
  public let window: Window
  /// How many independent groups the channels fall into; the number of input channels makes it depthwise.
  public let groups: Int
  /// Whether a number is added to each output channel.
  public let hasBias: Bool
  /// The kernel's first values.
  public let initializer: Initializer

  /// Creates a convolution.
  ///
  /// - Precondition: filters and groups are positive.
  public init(
    filters: Int, window: Window, groups: Int = 1, hasBias: Bool = true,
    initializer: Initializer = .heNormal
  ) {
    self.filters = filters
    self.window = window
    self.groups = groups
    self.hasBias = hasBias
    self.initializer = initializer
    requireSoundAttributes()
  }

  /// Filters and groups are positive, the window makes sense.
  public func checkAttributes() throws(ShapeError) {
    try requirePositive([filters, groups], "filters and groups")
    try window.check()
  }

  /// Weight and bias.
  public func parameters(for inputs: [Shape]) throws(ShapeError) -> [ParameterSpecification] {
    let channels = inputs[0][1]
    let weight = ParameterSpecification(
      "weight", try Shape(checking: [filters, channels / groups] + window.kernel), initializer)
    return hasBias ? [weight, ParameterSpecification("bias", [filters], .constant(0))] : [weight]
  }

  /// `[N, filters, outputs…]`.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    let input = inputs[0]
    try input.requireRank(2 + window.kernel.count, "[batch, channels, height, width]")
    guard input[1] % groups == 0, filters % groups == 0 else {
      throw ShapeError(
        "\(groups) groups must divide the \(input[1]) input channels and the \(filters) filters")
    }
    guard input[1] > 0 else { throw ShapeError("the input has no channel: \(input)") }
    let outputs = try window.outputs(for: Array(input.dimensions.dropFirst(2)))
    return try Shape(checking: [input[0], filters] + outputs)
  }

  /// Filters and window.
  public var summary: String {
    "\(filters) × \(window.summary)" + (groups > 1 ? ", \(groups) groups" : "")
  }

  /// Two for each weight that meets each output.
  public func arithmetic(for inputs: [Shape], output: Shape) -> Int {
    saturatingProduct([2, output.count, inputs[0][1] / groups] + window.kernel)
  }
}

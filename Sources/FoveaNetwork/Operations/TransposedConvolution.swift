public import FoveaTensor

/// The transpose of a convolution: each input element adds a kernel's worth of elements to the output.
///
/// Shapes: input `[N, C, size…]`, weight `[C, filters / groups, kernel…]` as in PyTorch, bias `[filters]`, output
/// `[N, filters, outputs…]` with (size − 1) · stride + extent − borders + outputPadding outputs along each axis. The
/// border `same` gives size · stride outputs.
public struct TransposedConvolution: Operation {
  /// The name of the kind.
  public static let kind = "convtranspose"
  /// The number of output channels.
  public let filters: Int
  /// The window that slides over the output; its borders are cut off.
  public let window: Window
  /// Elements added at the far end of each axis, which a convolution's stride would have left out.
  public let outputPadding: [Int]
  /// How many independent groups the channels fall into.
  public let groups: Int
  /// Whether a number is added to each output channel.
  public let hasBias: Bool
  /// The kernel's first values.
  public let initializer: Initializer

  /// Creates a transposed convolution.
  ///
  /// - Precondition: filters and groups are positive; `outputPadding`, where given, has a number for each axis.
  public init(
    filters: Int, window: Window, outputPadding: [Int]? = nil, groups: Int = 1,
    hasBias: Bool = true, initializer: Initializer = .heNormal
  ) {
    self.filters = filters
    self.window = window
    self.outputPadding = outputPadding ?? [Int](repeating: 0, count: window.kernel.count)
    self.groups = groups
    self.hasBias = hasBias
    self.initializer = initializer
    requireSoundAttributes()
  }

  /// Filters and groups are positive, the window makes sense, the output's padding is smaller than the stride.
  public func checkAttributes() throws(ShapeError) {
    try requirePositive([filters, groups], "filters and groups")
    try window.check()
    guard outputPadding.count == window.kernel.count,
      zip(outputPadding, window.stride).allSatisfy({ $0 >= 0 && $0 < $1 })
    else {
      throw ShapeError(
        "an output padding of \(outputPadding) must be smaller than the stride \(window.stride)")
    }
  }

  /// Weight and bias.
  public func parameters(for inputs: [Shape]) throws(ShapeError) -> [ParameterSpecification] {
    let shape = try Shape(checking: [inputs[0][1], filters / groups] + window.kernel)
    let weight = ParameterSpecification("weight", shape, initializer)
    return hasBias ? [weight, ParameterSpecification("bias", [filters], .constant(0))] : [weight]
  }

  /// The elements cut off before and behind each axis.
  public var borders: (before: [Int], behind: [Int]) {
    guard window.border == .same || window.border == .sameLower else {
      return window.borders(for: window.kernel)
    }
    let total = window.kernel.indices.map { axis in
      max(0, window.extent[axis] - window.stride[axis] + outputPadding[axis])
    }
    let (less, more) = (total.map { $0 / 2 }, total.map { $0 - $0 / 2 })
    return window.border == .same ? (less, more) : (more, less)
  }

  /// `[N, filters, outputs…]`.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    let input = inputs[0]
    try input.requireRank(2 + window.kernel.count, "[batch, channels, height, width]")
    guard input[1] > 0, input[1] % groups == 0, filters % groups == 0 else {
      throw ShapeError(
        "\(groups) groups must divide the \(input[1]) input channels and the \(filters) filters")
    }
    let (before, behind) = borders
    var outputs: [Int] = []
    for axis in window.kernel.indices {
      let whole = saturatingProduct([input[axis + 2] - 1, window.stride[axis]])
      let size = min(whole, 2 * Shape.countLimit) + window.extent[axis] + outputPadding[axis]
      let left = size - before[axis] - behind[axis]
      guard input[axis + 2] > 0, left > 0 else {
        throw ShapeError("nothing is left of axis \(axis + 2) of \(input) with \(window.summary)")
      }
      outputs.append(left)
    }
    return try Shape(checking: [input[0], filters] + outputs)
  }

  /// Filters and window.
  public var summary: String {
    "\(filters) × \(window.summary)" + (groups > 1 ? ", \(groups) groups" : "")
  }

  /// Two for each weight that meets each input.
  public func arithmetic(for inputs: [Shape], output: Shape) -> Int {
    saturatingProduct([2, inputs[0].count, filters / groups] + window.kernel)
  }
}

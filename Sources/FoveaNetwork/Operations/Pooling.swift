public import FoveaTensor

/// Replaces each window by its maximum or its mean.
///
/// Shapes as a convolution's, with the channels kept. A maximum ignores the border; a mean counts it only where
/// `countsBorder` is set.
public struct Pooling: Operation {
  /// Which number stands for the window.
  public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    /// The largest element.
    case max
    /// The arithmetic mean.
    case average
  }

  /// The name of the kind.
  public static let kind = "pool"
  /// Which number stands for the window.
  public let reduction: Kind
  /// The sliding window.
  public let window: Window
  /// Whether a mean divides by the kernel's size also at the border.
  public let countsBorder: Bool

  /// Creates a pooling operation.
  ///
  /// - Precondition: the window makes sense.
  public init(_ reduction: Kind, window: Window, countsBorder: Bool = false) {
    self.reduction = reduction
    self.window = window
    self.countsBorder = countsBorder
    requireSoundAttributes()
  }

  /// The window makes sense.
  public func checkAttributes() throws(ShapeError) { try window.check() }

  /// `[N, C, outputs…]`.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    let input = inputs[0]
    try input.requireRank(2 + window.kernel.count, "[batch, channels, height, width]")
    let sizes = Array(input.dimensions.dropFirst(2))
    let borders = try window.checkedBorders(for: sizes)
    for axis in sizes.indices
    where max(borders.before[axis], borders.behind[axis]) >= window.extent[axis] {
      throw ShapeError(
        "padding must be smaller than the window of \(window.extent[axis]), else a window is empty")
    }
    return try Shape(checking: [input[0], input[1]] + (try window.outputs(for: sizes)))
  }

  /// The reduction and its window.
  public var summary: String { "\(reduction.rawValue) \(window.summary)" }
}

/// Replaces each channel by its maximum or its mean over all positions: `[N, C, size…]` to `[N, C]`.
public struct GlobalPooling: Operation {
  /// The name of the kind.
  public static let kind = "globalpool"
  /// Which number stands for the channel.
  public let reduction: Pooling.Kind

  /// Creates a global pooling operation.
  public init(_ reduction: Pooling.Kind) { self.reduction = reduction }

  /// `[N, C]`.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    guard inputs[0].rank > 2, inputs[0].dimensions.dropFirst(2).allSatisfy({ $0 > 0 }) else {
      throw ShapeError("the input must have the shape [batch, channels, size…], got \(inputs[0])")
    }
    return [inputs[0][0], inputs[0][1]]
  }

  /// The reduction.
  public var summary: String { reduction.rawValue }
}

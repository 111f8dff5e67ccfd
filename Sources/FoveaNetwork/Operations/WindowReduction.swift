public import FoveaTensor

/// Replaces each window by one number, with all that models ask of pooling beside what `Pooling` does.
///
/// Shapes as a convolution's, with the channels kept, for one to three spatial axes. Borders may be of any size, and
/// `roundsUp` lets a last window stand over the far end: ⌈(size + borders − extent) / stride⌉ + 1 windows, without those
/// that begin behind the input and the border before it.
public struct WindowReduction: Operation {
  /// The numbers.
  public enum Function: Hashable, Sendable, Codable {
    /// The largest element; the border is ignored.
    case maximum
    /// Where the largest element lies in the whole input, counted row by row (or column by column); no gradient.
    case place(countsColumns: Bool)
    /// The mean, of a border of zeros too where `countsBorder` is set; what `roundsUp` adds never counts.
    case average(countsBorder: Bool)
    /// (Σ |x|ᵖ)^(1/p); the derivative where it is 0 is taken as 0.
    case norm(p: Float)
  }

  /// The name of the kind.
  public static let kind = "windowreduce"
  /// The number.
  public let function: Function
  /// The sliding window.
  public let window: Window
  /// Whether a last window may stand over the far end.
  public let roundsUp: Bool

  /// Creates an operation.
  ///
  /// - Precondition: one to three axes; a norm's p is positive.
  public init(_ function: Function, window: Window, roundsUp: Bool = false) {
    self.function = function
    self.window = window
    self.roundsUp = roundsUp
    requireSoundAttributes()
  }

  /// One to three axes, a positive p.
  public func checkAttributes() throws(ShapeError) {
    try window.check()
    guard window.kernel.count <= 3 else {
      throw ShapeError("windows have one to three axes, got \(window.kernel.count)")
    }
    guard case .norm(let p) = function, !(p > 0 && p.isFinite) else { return }
    throw ShapeError("a norm's p must be positive, got \(p)")
  }

  /// `[N, C, outputs…]`.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    let input = inputs[0]
    try input.requireRank(2 + window.kernel.count, "[batch, channels, height, width]")
    let sizes = Array(input.dimensions.dropFirst(2))
    var outputs = try window.outputs(for: sizes)
    let (before, behind) = window.borders(for: sizes)
    for axis in sizes.indices where roundsUp {
      let room = sizes[axis] + before[axis] + behind[axis] - window.extent[axis]
      guard room % window.stride[axis] != 0 else { continue }
      if outputs[axis] * window.stride[axis] < sizes[axis] + before[axis] { outputs[axis] += 1 }
    }
    return try Shape(checking: [input[0], input[1]] + outputs)
  }

  /// The number and the window.
  public var summary: String { "\(function), \(window.summary)\(roundsUp ? ", rounded up" : "")" }
}

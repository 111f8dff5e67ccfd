public import FoveaTensor

/// The largest or smallest elements along an axis, or where they are.
///
/// The axis becomes `count` long, the best first; of equal ones the first (or the last) in order comes first. Values have
/// gradients; indices are whole numbers carried as floats.
public struct Ranking: Operation {
  /// What is put out.
  public enum Content: String, Hashable, Sendable, Codable, CaseIterable {
    /// The elements.
    case values
    /// Their indices along the axis.
    case indices
  }

  /// The name of the kind.
  public static let kind = "rank"
  /// What is put out.
  public let content: Content
  /// The axis; negative ones count from the end.
  public let axis: Int
  /// How many elements are taken.
  public let count: Int
  /// Whether the largest are the best.
  public let isLargest: Bool
  /// Whether the last of equal elements comes first.
  public let prefersLast: Bool

  /// Creates a ranking.
  ///
  /// - Precondition: the count is positive.
  public init(
    _ content: Content, axis: Int = -1, count: Int = 1, isLargest: Bool = true,
    prefersLast: Bool = false
  ) {
    self.content = content
    self.axis = axis
    self.count = count
    self.isLargest = isLargest
    self.prefersLast = prefersLast
    requireSoundAttributes()
  }

  /// The count is positive.
  public func checkAttributes() throws(ShapeError) { try requirePositive([count], "the count") }

  /// The input's shape with the axis `count` long.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    let axis = try inputs[0].normalized(axis: axis)
    guard count <= inputs[0][axis] else {
      throw ShapeError("axis \(axis) of \(inputs[0]) has no \(count) elements")
    }
    return inputs[0].replacing(axis, with: count)
  }

  /// What is taken.
  public var summary: String {
    "\(content.rawValue) of the \(count) \(isLargest ? "largest" : "smallest"), axis \(axis)"
  }
}

/// Turns indices into rows that hold one number at the index and another elsewhere.
///
/// The output has one axis more, of `depth` elements. Indices outside of −depth…depth − 1 give a row without a mark.
public struct OneHot: Operation {
  /// The name of the kind.
  public static let kind = "onehot"
  /// The number of classes.
  public let depth: Int
  /// Where the new axis lies in the output; negative ones count from its end.
  public let axis: Int
  /// The number at the index.
  public let on: Float
  /// The number elsewhere.
  public let off: Float

  /// Creates an operation.
  ///
  /// - Precondition: the depth is positive.
  public init(depth: Int, axis: Int = -1, on: Float = 1, off: Float = 0) {
    self.depth = depth
    self.axis = axis
    self.on = on
    self.off = off
    requireSoundAttributes()
  }

  /// The depth is positive.
  public func checkAttributes() throws(ShapeError) { try requirePositive([depth], "the depth") }

  /// The indices' shape with the new axis.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    let frame = try AxisInsertion([axis]).outputShape(for: inputs)
    return try Shape(
      checking: frame.replacing(try frame.normalized(axis: axis), with: depth).dimensions)
  }

  /// The depth and the axis.
  public var summary: String { "\(depth), axis \(axis)" }
}

/// Keeps the upper or lower triangle of matrices in the last two axes and makes the rest 0.
public struct Triangle: Operation {
  /// The name of the kind.
  public static let kind = "triangle"
  /// Whether the upper part is kept.
  public let isUpper: Bool
  /// The diagonal up to which the part reaches: 0 for the main one, above it for positive numbers.
  public let diagonal: Int

  /// Creates an operation.
  public init(isUpper: Bool, diagonal: Int = 0) {
    self.isUpper = isUpper
    self.diagonal = diagonal
  }

  /// The input's shape.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    guard inputs[0].rank >= 2 else {
      throw ShapeError("the input must have the shape […, rows, columns], got \(inputs[0])")
    }
    return inputs[0]
  }

  /// The part.
  public var summary: String { "\(isUpper ? "upper" : "lower"), diagonal \(diagonal)" }
}

/// Sums along an axis up to each element.
public struct RunningSum: Operation {
  /// The name of the kind.
  public static let kind = "cumsum"
  /// The axis; negative ones count from the end.
  public let axis: Int
  /// Whether an element's own value is left out.
  public let isExclusive: Bool
  /// Whether sums begin at the far end.
  public let isReversed: Bool

  /// Creates an operation.
  public init(axis: Int, isExclusive: Bool = false, isReversed: Bool = false) {
    self.axis = axis
    self.isExclusive = isExclusive
    self.isReversed = isReversed
  }

  /// The input's shape.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    _ = try inputs[0].normalized(axis: axis)
    return inputs[0]
  }

  /// The axis and the manner.
  public var summary: String {
    "axis \(axis)" + (isExclusive ? ", exclusive" : "") + (isReversed ? ", reversed" : "")
  }
}

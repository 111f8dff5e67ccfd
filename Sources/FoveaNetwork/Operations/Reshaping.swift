public import FoveaTensor

/// The same elements in another shape.
public struct Reshaping: Operation {
  /// The name of the kind.
  public static let kind = "reshape"
  /// The new extents: 0 keeps the input's extent at that place, one −1 takes what remains.
  public let dimensions: [Int]

  /// Creates a reshape.
  ///
  /// - Precondition: at most one −1, nothing smaller.
  public init(to dimensions: [Int]) {
    self.dimensions = dimensions
    requireSoundAttributes()
  }

  /// At most one −1, nothing smaller.
  public func checkAttributes() throws(ShapeError) {
    guard dimensions.filter({ $0 == -1 }).count <= 1, dimensions.allSatisfy({ $0 >= -1 }) else {
      throw ShapeError("new extents are positive, 0 for kept, or one −1, got \(dimensions)")
    }
  }

  /// The new shape.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    var result: [Int] = []
    for (axis, extent) in dimensions.enumerated() {
      guard extent != 0 || axis < inputs[0].rank else {
        throw ShapeError("\(dimensions) keeps axis \(axis), which \(inputs[0]) does not have")
      }
      result.append(extent == 0 ? inputs[0][axis] : extent)
    }
    if let free = result.firstIndex(of: -1) {
      result[free] = 1
      let rest = saturatingProduct(result)
      result[free] = rest == 0 ? 0 : inputs[0].count / rest
    }
    guard saturatingProduct(result) == inputs[0].count else {
      throw ShapeError("\(inputs[0]) with \(inputs[0].count) elements cannot become \(dimensions)")
    }
    return try Shape(checking: result)
  }

  /// The new extents.
  public var summary: String { "to \(dimensions)" }
}

/// Joins all axes from `axis` on into one.
public struct Flattening: Operation {
  /// The name of the kind.
  public static let kind = "flatten"
  /// The first axis that is joined.
  public let axis: Int

  /// Creates a flattening.
  public init(from axis: Int = 1) { self.axis = axis }

  /// The axes before, then one with all the rest.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    guard axis >= 0, axis <= inputs[0].rank else {
      throw ShapeError("axis \(axis) is outside of the input's shape \(inputs[0])")
    }
    let kept = inputs[0].dimensions.prefix(axis)
    return Shape(Array(kept) + [inputs[0].dimensions.dropFirst(axis).reduce(1, *)])
  }
}

/// The axes in another order.
public struct Transposition: Operation {
  /// The name of the kind.
  public static let kind = "transpose"
  /// For each axis of the output, the input's axis that it comes from.
  public let order: [Int]

  /// Creates a transposition.
  ///
  /// - Precondition: the order names each axis once.
  public init(order: [Int]) {
    self.order = order
    requireSoundAttributes()
  }

  /// The order names each axis once.
  public func checkAttributes() throws(ShapeError) {
    guard order.sorted() == Array(0..<order.count) else {
      throw ShapeError("\(order) does not name each axis once")
    }
  }

  /// The extents in the new order.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    guard inputs[0].rank == order.count else {
      throw ShapeError("the order \(order) does not fit \(inputs[0])")
    }
    return Shape(order.map { inputs[0][$0] })
  }

  /// The order.
  public var summary: String { "\(order)" }
}

/// A part of a tensor along one axis.
public struct Slicing: Operation {
  /// The name of the kind.
  public static let kind = "slice"
  /// The axis; negative ones count from the end.
  public let axis: Int
  /// The first element kept; negative ones count from the end.
  public let start: Int
  /// How many elements are kept.
  public let count: Int
  /// The distance between kept elements.
  public let step: Int

  /// Creates a slice.
  ///
  /// - Precondition: count and step are positive.
  public init(axis: Int, start: Int, count: Int, step: Int = 1) {
    self.axis = axis
    self.start = start
    self.count = count
    self.step = step
    requireSoundAttributes()
  }

  /// Count and step are positive.
  public func checkAttributes() throws(ShapeError) {
    try requirePositive([count, step], "a slice's count and step")
    guard start >= -attributeLimit, start <= attributeLimit else {
      throw ShapeError("a slice's start lies within ±2^30, got \(start)")
    }
  }

  /// The input's shape with `count` along the axis.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    let axis = try inputs[0].normalized(axis: axis)
    let extent = inputs[0][axis]
    let first = start < 0 ? start + extent : start
    guard first >= 0, first + (count - 1) * step < extent else {
      throw ShapeError(
        "elements \(start)… (\(count), step \(step)) are outside of axis \(axis) of \(inputs[0])")
    }
    return inputs[0].replacing(axis, with: count)
  }

  /// Axis and range.
  public var summary: String { "axis \(axis), \(start) + \(count)\(step > 1 ? " by \(step)" : "")" }
}

/// Tensors one after another along an axis.
public struct Concatenation: Operation {
  /// The name of the kind.
  public static let kind = "concat"
  /// The axis; negative ones count from the end.
  public let axis: Int

  /// Creates a concatenation.
  public init(axis: Int = 1) { self.axis = axis }

  /// Any number from one on.
  public var arity: ClosedRange<Int> { 1...Int.max }

  /// The shape with the extents along the axis added up.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    let axis = try inputs[0].normalized(axis: axis)
    var total = 0
    for input in inputs {
      guard input.rank == inputs[0].rank,
        input.replacing(axis, with: 0) == inputs[0].replacing(axis, with: 0)
      else {
        throw ShapeError("all inputs must agree but for axis \(axis), got \(inputs)")
      }
      total += input[axis]
    }
    var dimensions = inputs[0].dimensions
    dimensions[axis] = total
    return try Shape(checking: dimensions)
  }

  /// The axis.
  public var summary: String { "axis \(axis)" }
}

public import FoveaTensor

/// An operation whose output copies the input's elements, the index along each axis chosen on its own.
///
/// Cuts with any step, repetitions and expansions are such: output[i, j, …] = input[a(i), b(j), …].
public protocol AxisMapping: Operation {
  /// For each axis of the output (as many as the input has, ones inserted in front), the input's index at each position.
  ///
  /// - Throws: `ShapeError` where the input does not fit.
  func sources(for input: Shape) throws(ShapeError) -> [[Int]]
}

/// Parts of a tensor along several axes, with ranges as NumPy and ONNX have them: clamped to what is there.
///
/// Unlike `Slicing` it suits inputs of any size, and steps may be negative.
public struct RangeSlicing: AxisMapping {
  /// One axis and what is kept of it.
  public struct Range: Hashable, Sendable, Codable {
    /// The axis; negative ones count from the end.
    public let axis: Int
    /// The first index; negative ones count from the end.
    public let start: Int
    /// The index before which the range ends (behind which, for negative steps); negative ones count from the end.
    ///
    /// Numbers far outside, such as ±2⁶⁰, stand for the whole rest.
    public let end: Int
    /// The distance between neighbours; not 0.
    public let step: Int

    /// Creates a range.
    public init(axis: Int, start: Int, end: Int, step: Int = 1) {
      (self.axis, self.start, self.end, self.step) = (axis, start, end, step)
    }

    /// The indices of an axis of `extent` elements.
    func indices(extent: Int) -> StrideTo<Int> {
      let range = clamped(to: extent)
      return stride(from: range.start, to: range.end, by: range.step)
    }

    /// How many indices there are.
    func count(extent: Int) -> Int {
      let range = clamped(to: extent)
      let distance = range.step > 0 ? range.end - range.start : range.start - range.end
      return distance <= 0 ? 0 : (distance - 1) / abs(range.step) + 1
    }

    /// Starts and ends within the axis as NumPy clamps them: for negative steps to −1…extent − 1.
    private func clamped(to extent: Int) -> (start: Int, end: Int, step: Int) {
      let (low, high) = step > 0 ? (0, extent) : (-1, extent - 1)
      func place(_ index: Int) -> Int {
        let counted = index < 0 ? max(index, -Shape.countLimit) + extent : index
        return min(max(counted, low), high)
      }
      return (place(start), place(end), min(max(step, -Shape.countLimit), Shape.countLimit))
    }
  }

  /// The name of the kind.
  public static let kind = "ranges"
  /// The ranges, each of another axis.
  public let ranges: [Range]

  /// Creates a cut.
  ///
  /// - Precondition: no step is 0.
  public init(_ ranges: [Range]) {
    self.ranges = ranges
    requireSoundAttributes()
  }

  /// No step is 0.
  public func checkAttributes() throws(ShapeError) {
    guard ranges.allSatisfy({ $0.step != 0 }) else {
      throw ShapeError("a range's step must not be 0")
    }
  }

  /// The input's shape with what is kept.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    var shape = inputs[0]
    for (axis, range) in try rangesByAxis(of: inputs[0]) {
      shape = shape.replacing(axis, with: range.count(extent: inputs[0][axis]))
    }
    return shape
  }

  /// The indices kept along each axis.
  public func sources(for input: Shape) throws(ShapeError) -> [[Int]] {
    var sources = input.dimensions.map { Array(0..<$0) }
    for (axis, range) in try rangesByAxis(of: input) {
      sources[axis] = Array(range.indices(extent: input[axis]))
    }
    return sources
  }

  private func rangesByAxis(of input: Shape) throws(ShapeError) -> [Int: Range] {
    var result: [Int: Range] = [:]
    for range in ranges {
      let axis = try input.normalized(axis: range.axis)
      guard result.updateValue(range, forKey: axis) == nil else {
        throw ShapeError("two ranges of axis \(axis)")
      }
    }
    return result
  }

  /// The axes and their ranges.
  public var summary: String {
    ranges.map { range in
      "axis \(range.axis), \(range.start)..<\(range.end)"
        + (range.step == 1 ? "" : " by \(range.step)")
    }.joined(separator: "; ")
  }
}

/// Repeats a tensor along axes of extent 1, by NumPy's broadcasting.
public struct Expansion: AxisMapping {
  /// The name of the kind.
  public static let kind = "expand"
  /// The wanted extents, aligned at the end; 1 keeps the input's own.
  public let dimensions: [Int]

  /// Creates an expansion.
  ///
  /// - Precondition: all extents are positive.
  public init(to dimensions: [Int]) {
    self.dimensions = dimensions
    requireSoundAttributes()
  }

  /// All extents are positive.
  public func checkAttributes() throws(ShapeError) {
    try requirePositive(dimensions, "the extents to expand to")
  }

  /// The shape that the input and the wanted extents broadcast to.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    try Shape(broadcasting: [inputs[0], try Shape(checking: dimensions)])
  }

  /// The one index again and again, or all in order.
  public func sources(for input: Shape) throws(ShapeError) -> [[Int]] {
    let output = try outputShape(for: [input])
    let lead = output.rank - input.rank
    return output.dimensions.enumerated().map { axis, extent in
      axis < lead || input[axis - lead] == 1
        ? [Int](repeating: 0, count: extent) : Array(0..<extent)
    }
  }

  /// The wanted extents.
  public var summary: String { "to \(dimensions)" }
}

/// Repeats a tensor as a whole along its axes, as tiles lie side by side.
public struct Tiling: AxisMapping {
  /// The name of the kind.
  public static let kind = "tile"
  /// How many times it lies there along each axis.
  public let repeats: [Int]

  /// Creates a tiling.
  ///
  /// - Precondition: all numbers are positive.
  public init(_ repeats: [Int]) {
    self.repeats = repeats
    requireSoundAttributes()
  }

  /// All numbers are positive.
  public func checkAttributes() throws(ShapeError) { try requirePositive(repeats, "repeats") }

  /// Each extent times its number.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    guard inputs[0].rank == repeats.count else {
      throw ShapeError("repeats \(repeats) do not fit \(inputs[0])")
    }
    return try Shape(
      checking: zip(inputs[0].dimensions, repeats).map { saturatingProduct([$0, $1]) })
  }

  /// All indices in order, again and again.
  public func sources(for input: Shape) throws(ShapeError) -> [[Int]] {
    _ = try outputShape(for: [input])
    return zip(input.dimensions, repeats).map { extent, count in
      (0..<extent * count).map { $0 % extent }
    }
  }

  /// The numbers.
  public var summary: String { "\(repeats)" }
}

/// Repeats a value of one sample as often as another tensor has samples: a class token, a first state.
///
/// Inputs: the value `[1, …]` and a tensor `[N, …]`, of which only the shape counts; output `[N, …]` with the value's
/// other axes. It suits any batch, which an expansion to written extents does not.
public struct BatchRepetition: Operation {
  /// The name of the kind.
  public static let kind = "repeatbatch"

  /// Creates a repetition.
  public init() {}

  /// The value and the tensor whose batch counts.
  public var arity: ClosedRange<Int> { 2...2 }

  /// The value's shape with the other's first extent.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    guard inputs[0].rank > 0, inputs[0][0] == 1, inputs[1].rank > 0 else {
      throw ShapeError("[1, …] is repeated for each sample of [N, …], got \(inputs)")
    }
    return try Shape(checking: inputs[0].replacing(0, with: inputs[1][0]).dimensions)
  }
}

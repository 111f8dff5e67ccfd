/// The extents of a tensor, outermost dimension first.
///
/// Images are `[batch, channels, height, width]` (NCHW), sequences `[batch, time, features]`. A scalar has no
/// dimensions and one element. A dimension may be zero; it is never negative.
public struct Shape: Hashable, Sendable {
  /// The extents, outermost first.
  public let dimensions: [Int]

  /// Creates a shape.
  ///
  /// - Precondition: no extent is negative, and the number of elements fits in an `Int`.
  public init(_ dimensions: [Int]) {
    precondition(
      Self.isPossible(dimensions),
      "\(dimensions) is no shape: an extent is negative or its elements cannot be counted")
    self.dimensions = dimensions
  }

  /// Whether no extent is negative and the number of elements fits in an `Int`.
  static func isPossible(_ dimensions: [Int]) -> Bool {
    var count = 1
    for extent in dimensions {
      // Not by `multipliedReportingOverflow`: Swift 6.3 drops its check where the product is not used.
      let factor = max(extent, 1)
      guard extent >= 0, count <= Int.max / factor else { return false }
      count *= factor
    }
    return true
  }

  /// The shape without dimensions, of one element.
  public static let scalar = Shape([])

  /// The number of dimensions.
  public var rank: Int { dimensions.count }

  /// The number of elements: the product of the extents, 1 for a scalar.
  public var count: Int { dimensions.reduce(1, *) }

  /// The distance, in elements, between neighbours along each dimension in row-major order.
  public var strides: [Int] {
    var strides = [Int](repeating: 1, count: rank)
    for axis in stride(from: rank - 2, through: 0, by: -1) {
      strides[axis] = strides[axis + 1] * dimensions[axis + 1]
    }
    return strides
  }

  /// The extent along `axis`; negative axes count from the end.
  ///
  /// - Precondition: `-rank ≤ axis < rank`.
  public subscript(axis: Int) -> Int {
    precondition(axis >= -rank && axis < rank, "axis \(axis) is outside of the shape \(self)")
    return dimensions[axis < 0 ? axis + rank : axis]
  }

  /// The same shape with the extent along `axis` replaced; negative axes count from the end.
  public func replacing(_ axis: Int, with extent: Int) -> Shape {
    var changed = dimensions
    changed[axis < 0 ? axis + rank : axis] = extent
    return Shape(changed)
  }

  /// The shape that `self` and `other` broadcast to by NumPy's rule, or `nil` where they do not fit.
  ///
  /// Dimensions are aligned at the end; two extents fit where they are equal or one of them is 1.
  public func broadcast(with other: Shape) -> Shape? {
    let length = max(rank, other.rank)
    var result = [Int](repeating: 1, count: length)
    for offset in 0..<length {
      let a = offset < rank ? dimensions[rank - 1 - offset] : 1
      let b = offset < other.rank ? other.dimensions[other.rank - 1 - offset] : 1
      guard a == b || a == 1 || b == 1 else { return nil }
      result[length - 1 - offset] = a == 1 ? b : a
    }
    return Shape(result)
  }

  /// The axes and extents where this shape, padded to `target`'s rank, is repeated to become `target`.
  ///
  /// Returns for each axis of `target` the stride with which to read a tensor of this shape (0 where it repeats).
  public func stridesBroadcast(to target: Shape) -> [Int] {
    let own = strides
    let lead = target.rank - rank
    return target.dimensions.indices.map { axis in
      guard axis >= lead, dimensions[axis - lead] != 1 || target.dimensions[axis] == 1 else {
        return 0
      }
      return own[axis - lead]
    }
  }
}

extension Shape: ExpressibleByArrayLiteral {
  /// Creates a shape from its extents.
  public init(arrayLiteral elements: Int...) { self.init(elements) }
}

extension Shape: Codable {
  /// Reads a list of extents.
  ///
  /// - Throws: `DecodingError` where one is negative, or the elements cannot be counted.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let extents = try container.decode([Int].self)
    guard Self.isPossible(extents) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "\(extents) are not the extents of a tensor")
    }
    self.init(extents)
  }

  /// Writes the list of extents.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(dimensions)
  }
}

extension Shape: CustomStringConvertible {
  /// The extents in brackets, such as `[32, 1, 28, 28]`.
  public var description: String {
    "[" + dimensions.map(String.init).joined(separator: ", ") + "]"
  }
}

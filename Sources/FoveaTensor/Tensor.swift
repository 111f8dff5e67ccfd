/// Numbers with a shape: a plain value, row-major.
///
/// Copying is cheap until one copy is changed. All arithmetic on large tensors happens in a plan; this type carries
/// data to it and from it.
public struct Tensor: Hashable, Sendable {
  /// The extents.
  public let shape: Shape

  /// The elements in row-major order.
  public var scalars: [Float] {
    didSet { precondition(scalars.count == shape.count, "a tensor keeps its number of elements") }
  }

  /// Creates a tensor of the elements in row-major order.
  ///
  /// - Precondition: there are `shape.count` of them.
  public init(shape: Shape, scalars: [Float]) {
    precondition(
      scalars.count == shape.count,
      "a tensor of shape \(shape) has \(shape.count) elements, got \(scalars.count)")
    self.shape = shape
    self.scalars = scalars
  }

  /// Creates a tensor with one value everywhere.
  public init(repeating value: Float, shape: Shape) {
    self.init(shape: shape, scalars: [Float](repeating: value, count: shape.count))
  }

  /// Creates a vector.
  public init(_ scalars: [Float]) {
    self.init(shape: [scalars.count], scalars: scalars)
  }

  /// Creates a scalar.
  public init(_ value: Float) {
    self.init(shape: .scalar, scalars: [value])
  }

  /// A tensor of zeros.
  public static func zeros(_ shape: Shape) -> Tensor { Tensor(repeating: 0, shape: shape) }

  /// A tensor of independent normal samples.
  public static func normal(
    _ shape: Shape, mean: Float = 0, deviation: Float = 1, from source: inout RandomSource
  ) -> Tensor {
    var scalars = [Float](repeating: 0, count: shape.count)
    for index in scalars.indices { scalars[index] = mean + deviation * source.normal() }
    return Tensor(shape: shape, scalars: scalars)
  }

  /// A tensor of independent uniform samples of `range`.
  public static func uniform(
    _ shape: Shape, in range: ClosedRange<Float>, from source: inout RandomSource
  ) -> Tensor {
    var scalars = [Float](repeating: 0, count: shape.count)
    for index in scalars.indices { scalars[index] = source.uniform(in: range) }
    return Tensor(shape: shape, scalars: scalars)
  }

  /// The element at `index`, one position per dimension.
  ///
  /// - Precondition: `index` has the tensor's rank and lies inside of it.
  public subscript(index: Int...) -> Float {
    get { scalars[offset(index)] }
    set { scalars[offset(index)] = newValue }
  }

  /// The only element of a tensor with one element.
  ///
  /// - Precondition: there is exactly one.
  public var scalar: Float {
    precondition(scalars.count == 1, "a tensor of shape \(shape) is not one number")
    return scalars[0]
  }

  private func offset(_ index: [Int]) -> Int {
    precondition(index.count == shape.rank, "\(index) does not address the shape \(shape)")
    var offset = 0
    for (axis, position) in index.enumerated() {
      precondition(
        position >= 0 && position < shape.dimensions[axis], "\(index) is outside of \(shape)")
      offset = offset * shape.dimensions[axis] + position
    }
    return offset
  }
}

extension Tensor {
  /// The same elements with another shape.
  ///
  /// - Precondition: both shapes have as many elements.
  public func reshaped(to shape: Shape) -> Tensor { Tensor(shape: shape, scalars: scalars) }

  /// The elements at `positions` of the outermost dimension: a part of a batch.
  ///
  /// - Precondition: the range lies inside of it.
  public subscript(positions: Range<Int>) -> Tensor {
    precondition(
      shape.rank > 0 && positions.lowerBound >= 0 && positions.upperBound <= shape[0],
      "\(positions) is outside of the outermost dimension of \(shape)")
    let row = shape[0] == 0 ? 0 : shape.count / shape[0]
    return Tensor(
      shape: shape.replacing(0, with: positions.count),
      scalars: Array(scalars[positions.lowerBound * row..<positions.upperBound * row]))
  }

  /// The element of the outermost dimension at `position`, without that dimension.
  public func element(_ position: Int) -> Tensor {
    self[position..<position + 1].reshaped(to: Shape(Array(shape.dimensions.dropFirst())))
  }

  /// The elements of the outermost dimension at `positions`, in that order.
  public func gathering(_ positions: [Int]) -> Tensor {
    let row = shape[0] == 0 ? 0 : shape.count / shape[0]
    var gathered: [Float] = []
    gathered.reserveCapacity(row * positions.count)
    for position in positions {
      precondition(
        position >= 0 && position < shape[0],
        "position \(position) is outside of the outermost dimension of \(shape)")
      gathered.append(contentsOf: scalars[position * row..<(position + 1) * row])
    }
    return Tensor(shape: shape.replacing(0, with: positions.count), scalars: gathered)
  }

  /// Tensors of equal shape one after another along a new outermost dimension.
  ///
  /// - Precondition: there is at least one, and all have one shape.
  public static func stacking(_ tensors: [Tensor]) -> Tensor {
    precondition(!tensors.isEmpty, "there is nothing to stack")
    let shape = tensors[0].shape
    var scalars: [Float] = []
    scalars.reserveCapacity(shape.count * tensors.count)
    for tensor in tensors {
      precondition(tensor.shape == shape, "cannot stack shapes \(shape) and \(tensor.shape)")
      scalars.append(contentsOf: tensor.scalars)
    }
    return Tensor(shape: Shape([tensors.count] + shape.dimensions), scalars: scalars)
  }

  /// The tensor with each element transformed.
  public func map(_ transform: (Float) -> Float) -> Tensor {
    Tensor(shape: shape, scalars: scalars.map(transform))
  }

  /// The smallest and largest element; `nil` without elements or where one is not a number.
  public var range: ClosedRange<Float>? {
    guard var low = scalars.first, var high = scalars.first else { return nil }
    for value in scalars {
      guard !value.isNaN else { return nil }
      low = min(low, value)
      high = max(high, value)
    }
    return low...high
  }

  /// The position of the largest element of each row of a `[rows, columns]` tensor; the first one on a tie.
  ///
  /// - Precondition: the rank is 2 and there is a column.
  public func argmaxOfRows() -> [Int] {
    precondition(shape.rank == 2 && shape[1] > 0, "rows need a shape [rows, columns], got \(shape)")
    let columns = shape[1]
    return (0..<shape[0]).map { row in
      var best = row * columns
      for index in row * columns..<(row + 1) * columns where scalars[index] > scalars[best] {
        best = index
      }
      return best - row * columns
    }
  }
}

extension Tensor: CustomStringConvertible {
  /// The shape, the range and the first elements.
  public var description: String {
    let head = scalars.prefix(6).map { "\($0)" }.joined(separator: ", ")
    return "Tensor \(shape) [\(head)\(scalars.count > 6 ? ", …" : "")]"
  }
}

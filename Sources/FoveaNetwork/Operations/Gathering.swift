public import FoveaTensor

/// Picks parts of a tensor along one axis by indices that are themselves a tensor.
///
/// Inputs: data and indices (whole numbers carried as floats; negative ones count from the end). The output's shape is
/// the data's with the axis replaced by the indices' shape. Indices get no gradient; a run fails where one is outside.
public struct Gathering: Operation {
  /// The name of the kind.
  public static let kind = "gather"
  /// The axis; negative ones count from the end.
  public let axis: Int

  /// Creates a gathering.
  public init(axis: Int = 0) { self.axis = axis }

  /// Data and indices.
  public var arity: ClosedRange<Int> { 2...2 }

  /// The data's shape with the axis replaced.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    let data = inputs[0]
    let axis = try data.normalized(axis: axis)
    return try Shape(
      checking: data.dimensions[..<axis] + inputs[1].dimensions + data.dimensions[(axis + 1)...])
  }

  /// The axis.
  public var summary: String { "axis \(axis)" }
}

/// Picks elements along one axis: output[i, j, k] = data[i, indices[i, j, k], k] for the middle axis.
///
/// Inputs: data and indices of one rank, the indices nowhere longer than the data but along the axis. The output has the
/// indices' shape.
public struct ElementGathering: Operation {
  /// The name of the kind.
  public static let kind = "gatherelements"
  /// The axis; negative ones count from the end.
  public let axis: Int

  /// Creates a gathering.
  public init(axis: Int = 0) { self.axis = axis }

  /// Data and indices.
  public var arity: ClosedRange<Int> { 2...2 }

  /// The indices' shape.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    try inputs[0].requireIndices(inputs[1], along: axis)
    return inputs[1]
  }

  /// The axis.
  public var summary: String { "axis \(axis)" }
}

/// What an element that is written somewhere does to the one that lies there.
public enum Scattering: String, Hashable, Sendable, Codable, CaseIterable {
  /// It takes its place; of several, the last in order. Its gradient goes to the update.
  case replace
  /// It is added.
  case add
}

/// Writes elements along one axis: output[i, indices[i, j, k], k] = updates[i, j, k] for the middle axis.
///
/// Inputs: data, indices, and updates of the indices' shape. Where nothing is written the data stays.
public struct ElementScattering: Operation {
  /// The name of the kind.
  public static let kind = "scatterelements"
  /// The axis; negative ones count from the end.
  public let axis: Int
  /// What becomes of the elements that lie there.
  public let reduction: Scattering

  /// Creates a scattering.
  public init(axis: Int = 0, reduction: Scattering = .replace) {
    self.axis = axis
    self.reduction = reduction
  }

  /// Data, indices and updates.
  public var arity: ClosedRange<Int> { 3...3 }

  /// The data's shape.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    try inputs[0].requireIndices(inputs[1], along: axis)
    guard inputs[1] == inputs[2] else {
      throw ShapeError("updates need the indices' shape \(inputs[1]), got \(inputs[2])")
    }
    return inputs[0]
  }

  /// The axis and what becomes of the elements.
  public var summary: String { "axis \(axis), \(reduction.rawValue)" }
}

/// Picks slices by tuples of indices along the indices' last axis.
///
/// Inputs: data `[batch…, D₁, …, D_k, rest…]` and indices `[batch…, places…, k]`; output `[batch…, places…, rest…]`.
public struct TupleGathering: Operation {
  /// The name of the kind.
  public static let kind = "gathertuples"
  /// How many leading axes data and indices go through side by side.
  public let batchAxes: Int

  /// Creates a gathering.
  ///
  /// - Precondition: the number of batch axes is not negative.
  public init(batchAxes: Int = 0) {
    self.batchAxes = batchAxes
    requireSoundAttributes()
  }

  /// The number of batch axes is not negative.
  public func checkAttributes() throws(ShapeError) {
    guard batchAxes >= 0, batchAxes <= 64 else { throw ShapeError("\(batchAxes) batch axes") }
  }

  /// Data and indices.
  public var arity: ClosedRange<Int> { 2...2 }

  /// `[batch…, places…, rest…]`.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    let (data, indices) = (inputs[0], inputs[1])
    try data.requireTuples(indices, batchAxes: batchAxes)
    return try Shape(
      checking: indices.dimensions.dropLast() + data.dimensions.dropFirst(batchAxes + indices[-1]))
  }

  /// The number of batch axes.
  public var summary: String { batchAxes == 0 ? "" : "\(batchAxes) batch axes" }
}

/// Writes slices at tuples of indices.
///
/// Inputs: data `[D₁, …, D_k, rest…]`, indices `[places…, k]` and updates `[places…, rest…]`; the output is the data with
/// the updates written into it.
public struct TupleScattering: Operation {
  /// The name of the kind.
  public static let kind = "scattertuples"
  /// What becomes of the elements that lie there.
  public let reduction: Scattering

  /// Creates a scattering.
  public init(reduction: Scattering = .replace) { self.reduction = reduction }

  /// Data, indices and updates.
  public var arity: ClosedRange<Int> { 3...3 }

  /// The data's shape.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    let slices = try TupleGathering().outputShape(for: [inputs[0], inputs[1]])
    guard inputs[2] == slices else {
      throw ShapeError("updates need the shape \(slices), got \(inputs[2])")
    }
    return inputs[0]
  }

  /// What becomes of the elements.
  public var summary: String { reduction.rawValue }
}

extension Shape {
  /// Throws unless indices of that shape can pick elements along an axis.
  fileprivate func requireIndices(_ indices: Shape, along axis: Int) throws(ShapeError) {
    let axis = try normalized(axis: axis)
    guard indices.rank == rank,
      (0..<rank).allSatisfy({ $0 == axis || indices[$0] <= self[$0] })
    else {
      throw ShapeError("indices \(indices) do not pick elements along axis \(axis) of \(self)")
    }
  }

  /// Throws unless indices of that shape hold tuples for this shape.
  fileprivate func requireTuples(_ indices: Shape, batchAxes: Int) throws(ShapeError) {
    guard indices.rank > batchAxes, rank >= batchAxes, indices[-1] <= rank - batchAxes,
      indices[-1] > 0,
      indices.dimensions.prefix(batchAxes) == dimensions.prefix(batchAxes)
    else {
      throw ShapeError("indices \(indices) with \(batchAxes) batch axes do not fit \(self)")
    }
  }
}

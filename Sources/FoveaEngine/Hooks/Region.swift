import FoveaTensor

/// Which elements of a value are meant: some positions along some of its axes, all along the others.
public struct Region: Hashable, Sendable {
  private struct Choice: Hashable, Sendable {
    let axis: Int
    let positions: [Int]
    /// What lies along the axis, for messages.
    let kind: String
  }

  private let choices: [Choice]

  /// Every element.
  public static let everywhere = Region(choices: [])

  /// Positions along an axis; negative axes count from the end.
  public static func along(_ axis: Int, _ positions: some Sequence<Int>) -> Region {
    Region(choices: [Choice(axis: axis, positions: Array(positions), kind: "position")])
  }

  /// Channels of images `[batch, channel, …]`.
  public static func channels(_ positions: some Sequence<Int>) -> Region {
    Region(choices: [Choice(axis: 1, positions: Array(positions), kind: "channel")])
  }

  /// Units along the last axis: of a dense layer, a recurrent state, each step of a sequence.
  public static func units(_ positions: some Sequence<Int>) -> Region {
    Region(choices: [Choice(axis: -1, positions: Array(positions), kind: "unit")])
  }

  /// Rows of images `[batch, channel, row, column]`.
  public static func rows(_ positions: some Sequence<Int>) -> Region {
    Region(choices: [Choice(axis: -2, positions: Array(positions), kind: "row")])
  }

  /// Columns of images `[batch, channel, row, column]`.
  public static func columns(_ positions: some Sequence<Int>) -> Region {
    Region(choices: [Choice(axis: -1, positions: Array(positions), kind: "column")])
  }

  /// Time steps of sequences `[batch, time, feature]`; a state such as `lstm/h[3]` is one step already.
  public static func times(_ positions: some Sequence<Int>) -> Region {
    Region(choices: [Choice(axis: 1, positions: Array(positions), kind: "time step")])
  }

  /// Samples of a batch.
  public static func samples(_ positions: some Sequence<Int>) -> Region {
    Region(choices: [Choice(axis: 0, positions: Array(positions), kind: "sample")])
  }

  /// The elements that lie in both regions.
  public func and(_ other: Region) -> Region { Region(choices: choices + other.choices) }

  /// Ones inside and zeros outside, with an extent of 1 along every axis that is not chosen from.
  ///
  /// - Throws: `FoveaError` where an axis or a position is outside of the shape; `name` says whose.
  func mask(for shape: Shape, of name: String) throws(FoveaError) -> Tensor {
    var inside: [Int: Set<Int>] = [:]
    for choice in choices {
      let axis = choice.axis < 0 ? choice.axis + shape.rank : choice.axis
      guard axis >= 0, axis < shape.rank else {
        throw FoveaError("'\(name)' has the shape \(shape): there is no \(choice.kind) to choose")
      }
      for position in choice.positions where position < 0 || position >= shape[axis] {
        throw FoveaError(
          "'\(name)' has no \(choice.kind) \(position): there are \(shape[axis]), counted from 0")
      }
      inside[axis] = (inside[axis] ?? Set(0..<shape[axis])).intersection(choice.positions)
    }
    let extents = shape.dimensions.indices.map { inside[$0] == nil ? 1 : shape[$0] }
    var mask = Tensor(1)
    for (axis, chosen) in inside.sorted(by: { $0.key < $1.key }) {
      let line = Tensor(
        shape: Shape(Array(repeating: 1, count: shape.rank)).replacing(axis, with: shape[axis]),
        scalars: (0..<shape[axis]).map { chosen.contains($0) ? 1 : 0 })
      mask = mask.combined(with: line) { $0 * $1 }
    }
    return mask.broadcast(to: inside.isEmpty ? .scalar : Shape(extents))
  }
}

extension Tensor {
  /// Both tensors, broadcast to each other, element by element.
  ///
  /// - Precondition: the shapes broadcast.
  func combined(with other: Tensor, _ combine: (Float, Float) -> Float) -> Tensor {
    guard let common = shape.broadcast(with: other.shape) else {
      preconditionFailure("the shapes \(shape) and \(other.shape) do not broadcast")
    }
    let (a, b) = (broadcast(to: common), other.broadcast(to: common))
    return Tensor(shape: common, scalars: zip(a.scalars, b.scalars).map(combine))
  }
}

public import FoveaTensor

/// Extends a tensor at the ends of its axes, or cuts them off where numbers are negative.
///
/// What is cut off is gone before new elements are made.
public struct Padding: Operation {
  /// Where the new elements come from.
  public enum Mode: Hashable, Sendable, Codable {
    /// One number.
    case constant(Float)
    /// The nearest element of the border.
    case replicate
    /// The elements mirrored at the border's middle, the border itself not repeated.
    case reflect
    /// The elements from the other end.
    case circular
  }

  /// The name of the kind.
  public static let kind = "pad"
  /// Elements added before each axis.
  public let before: [Int]
  /// Elements added behind each axis.
  public let behind: [Int]
  /// Where they come from.
  public let mode: Mode

  /// Creates a padding, one number for each axis of the input, batch and channels included.
  ///
  /// - Precondition: as many numbers before as behind.
  public init(before: [Int], behind: [Int], mode: Mode) {
    self.before = before
    self.behind = behind
    self.mode = mode
    requireSoundAttributes()
  }

  /// As many numbers before as behind.
  public func checkAttributes() throws(ShapeError) {
    guard before.count == behind.count,
      (before + behind).allSatisfy({ $0 >= -attributeLimit && $0 <= attributeLimit })
    else {
      throw ShapeError("padding \(before) and \(behind) must pair up and lie within ±2^30")
    }
  }

  /// The input's shape, extended.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    let input = inputs[0]
    guard input.rank == before.count else {
      throw ShapeError("padding for \(before.count) axes does not fit \(input)")
    }
    for axis in 0..<input.rank {
      let most = max(before[axis], behind[axis])
      let rest = kept(axis: axis, extent: input[axis]).count
      let limit = mode == .reflect ? rest - 1 : mode == .circular ? rest : Int.max
      guard most <= 0 || most <= limit, most <= 0 || rest > 0 || isConstant else {
        throw ShapeError("axis \(axis) of \(input) is too short for \(mode) padding by \(most)")
      }
      guard input[axis] + before[axis] + behind[axis] >= 0 else {
        throw ShapeError(
          "padding \(before) and \(behind) cuts off more than axis \(axis) of \(input)")
      }
    }
    return try Shape(
      checking: input.dimensions.indices.map { input[$0] + before[$0] + behind[$0] })
  }

  private var isConstant: Bool {
    if case .constant = mode { return true }
    return false
  }

  /// What is left of an axis once negative numbers have been cut off.
  private func kept(axis: Int, extent: Int) -> Range<Int> {
    let first = min(max(0, -before[axis]), extent)
    return first..<max(first, extent + min(0, behind[axis]))
  }

  /// For each element along `axis` of the output, the input's element that it copies; `nil` for the constant.
  public func sources(axis: Int, extent: Int) -> [Int?] {
    let kept = kept(axis: axis, extent: extent)
    let (first, last) = (kept.lowerBound, kept.upperBound - 1)
    return (-before[axis]..<max(-before[axis], extent + behind[axis])).map { position in
      guard !kept.contains(position) else { return position }
      let isBefore = position < first
      switch mode {
      case .constant: return nil
      case .replicate: return isBefore ? first : last
      case .reflect: return isBefore ? 2 * first - position : 2 * last - position
      case .circular: return isBefore ? position + kept.count : position - kept.count
      }
    }
  }

  /// The mode.
  public var summary: String { "\(mode)" }
}

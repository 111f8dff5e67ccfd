public import FoveaTensor

/// Extends a tensor at the ends of its axes.
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
  /// - Precondition: as many numbers before as behind, none negative.
  public init(before: [Int], behind: [Int], mode: Mode) {
    self.before = before
    self.behind = behind
    self.mode = mode
    requireSoundAttributes()
  }

  /// As many numbers before as behind, none negative.
  public func checkAttributes() throws(ShapeError) {
    guard before.count == behind.count,
      (before + behind).allSatisfy({ $0 >= 0 && $0 <= attributeLimit })
    else {
      throw ShapeError(
        "padding \(before) and \(behind) must pair up, not be negative and be at most 2^30")
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
      let limit = mode == .reflect ? input[axis] - 1 : mode == .circular ? input[axis] : Int.max
      guard most <= limit, most == 0 || input[axis] > 0 || isConstant else {
        throw ShapeError("axis \(axis) of \(input) is too short for \(mode) padding by \(most)")
      }
    }
    return try Shape(
      checking: input.dimensions.indices.map { input[$0] + before[$0] + behind[$0] })
  }

  private var isConstant: Bool {
    if case .constant = mode { return true }
    return false
  }

  /// For each element along `axis` of the output, the input's element that it copies; `nil` for the constant.
  public func sources(axis: Int, extent: Int) -> [Int?] {
    (-before[axis]..<extent + behind[axis]).map { position in
      guard position < 0 || position >= extent else { return position }
      switch mode {
      case .constant: return nil
      case .replicate: return position < 0 ? 0 : extent - 1
      case .reflect: return position < 0 ? -position : 2 * (extent - 1) - position
      case .circular: return position < 0 ? position + extent : position - extent
      }
    }
  }

  /// The mode.
  public var summary: String { "\(mode)" }
}

public import FoveaTensor

/// Moves blocks of channels into blocks of pixels, or back.
///
/// Source: Shi et al., "Real-time single image and video super-resolution" (2016). Shapes: `[N, C · b², H, W]` to
/// `[N, C, H · b, W · b]`; the inverse the other way round.
public struct PixelShuffle: Operation {
  /// How a channel's number is made up.
  public enum Order: String, Hashable, Sendable, Codable, CaseIterable {
    /// (row in block, column in block, channel), ONNX's "DCR".
    case blockFirst
    /// (channel, row in block, column in block), ONNX's "CRD" and PyTorch's way.
    case channelFirst
  }

  /// The name of the kind.
  public static let kind = "pixelshuffle"
  /// The block's side b.
  public let block: Int
  /// How a channel's number is made up.
  public let order: Order
  /// Whether pixels become channels instead.
  public let isInverse: Bool

  /// Creates a shuffle.
  ///
  /// - Precondition: the block is positive.
  public init(block: Int, order: Order = .channelFirst, isInverse: Bool = false) {
    self.block = block
    self.order = order
    self.isInverse = isInverse
    requireSoundAttributes()
  }

  /// The block is positive.
  public func checkAttributes() throws(ShapeError) {
    try requirePositive([block], "the block")
    guard block <= 1 << 15 else { throw ShapeError("a block of \(block)²") }
  }

  /// The shape with b² channels for each block of pixels, or the other way round.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    let input = inputs[0]
    try input.requireRank(4, "[batch, channels, height, width]")
    if isInverse {
      guard input[2] % block == 0, input[3] % block == 0 else {
        throw ShapeError("blocks of \(block) do not divide the pixels of \(input)")
      }
      return try Shape(
        checking: [input[0], input[1] * block * block, input[2] / block, input[3] / block])
    }
    guard input[1] % (block * block) == 0 else {
      throw ShapeError("\(block * block) channels for each block do not divide \(input)")
    }
    return try Shape(
      checking: [input[0], input[1] / (block * block), input[2] * block, input[3] * block])
  }

  /// The block and the order.
  public var summary: String { "\(isInverse ? "to channels, " : "")\(block), \(order.rawValue)" }
}

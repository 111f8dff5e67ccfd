import Foundation
import FoveaTensor

/// What an image must be robust to while it is maximised: random shifts, scalings and rotations, anew at every step.
public struct ImageTransform: Hashable, Sendable {
  /// The largest shift along each axis, in pixels.
  public var jitter: Float
  /// The range of scales; above 1 the picture is enlarged.
  public var scale: ClosedRange<Float>
  /// The largest rotation either way, in degrees.
  public var rotation: Float

  /// Creates a transform; as it stands, none.
  ///
  /// - Precondition: jitter and rotation are not negative, scales are positive.
  public init(jitter: Float = 0, scale: ClosedRange<Float> = 1...1, rotation: Float = 0) {
    precondition(
      jitter >= 0 && rotation >= 0 && scale.lowerBound > 0,
      "a transform needs jitter \(jitter) ≥ 0, rotation \(rotation) ≥ 0, scale \(scale) > 0")
    self.jitter = jitter
    self.scale = scale
    self.rotation = rotation
  }

  /// No transform.
  public static let none = ImageTransform()

  /// What suits a picture of a size: shifts by a twentieth, scales ±5 %, rotations by 5 degrees.
  public static func standard(for size: Int) -> ImageTransform {
    ImageTransform(jitter: max(1, Float(size) / 20), scale: 0.95...1.05, rotation: 5)
  }

  /// Whether nothing happens.
  public var isIdentity: Bool { self == .none }

  /// Draws the map of one step, as `AffineSampling` takes it: from the output's pixels to the picture's.
  func map(from source: inout RandomSource) -> [Float] {
    let angle = rotation == 0 ? 0 : source.uniform(in: -rotation...rotation) * .pi / 180
    let factor = 1 / source.uniform(in: scale)
    let shift = (0..<2).map { _ in jitter == 0 ? 0 : source.uniform(in: -jitter...jitter) }
    let (cosine, sine) = (cos(angle) * factor, sin(angle) * factor)
    return [cosine, -sine, shift[0], sine, cosine, shift[1]]
  }
}

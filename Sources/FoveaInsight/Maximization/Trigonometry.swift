import Foundation

/// Sine and cosine of radians, so that only one file needs the system's mathematics.
enum Trigonometry {
  static func cosine(_ angle: Float) -> Float { cos(angle) }
  static func sine(_ angle: Float) -> Float { sin(angle) }
}

/// A colour in sRGB, each part of 0 to 1.
public struct Color: Hashable, Sendable {
  /// The share of red.
  public var red: Double
  /// The share of green.
  public var green: Double
  /// The share of blue.
  public var blue: Double
  /// 1 covers what lies below, 0 shows it.
  public var opacity: Double

  /// Creates a colour.
  public init(red: Double, green: Double, blue: Double, opacity: Double = 1) {
    self.red = red
    self.green = green
    self.blue = blue
    self.opacity = opacity
  }

  /// Creates a colour of its usual hexadecimal number, such as `0x0072B2`.
  public init(_ hex: UInt32) {
    self.init(
      red: Double(hex >> 16 & 255) / 255, green: Double(hex >> 8 & 255) / 255,
      blue: Double(hex & 255) / 255)
  }

  /// Creates a grey, 0 black to 1 white.
  public init(grey: Double) { self.init(red: grey, green: grey, blue: grey) }

  /// Black.
  public static let black = Color(grey: 0)
  /// White.
  public static let white = Color(grey: 1)

  /// The colour with another opacity.
  public func opacity(_ opacity: Double) -> Color {
    Color(red: red, green: green, blue: blue, opacity: opacity)
  }

  /// The colour mixed with white: 0 unchanged, 1 white.
  public func lighter(_ amount: Double) -> Color {
    Color(
      red: red + (1 - red) * amount, green: green + (1 - green) * amount,
      blue: blue + (1 - blue) * amount, opacity: opacity)
  }

  /// The relative luminance of WCAG 2.1, 0 black to 1 white.
  public var luminance: Double {
    0.2126 * linearLight(red) + 0.7152 * linearLight(green) + 0.0722 * linearLight(blue)
  }

  /// Black or white, whichever reads better on this colour.
  public var contrasting: Color { luminance > 0.19 ? .black : .white }

  /// The colour as three 8-bit samples.
  public var samples: [UInt8] {
    [red, green, blue].map { UInt8(min(max($0, 0), 1) * 255 + 0.5) }
  }
}

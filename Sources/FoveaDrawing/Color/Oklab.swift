import Foundation

/// A colour by lightness and two opponent axes, in which equal distances look about equal (Ottosson 2020, "Oklab").
struct Oklab: Hashable {
  var lightness: Double
  var a: Double
  var b: Double

  init(_ color: Color) {
    let red = linearLight(color.red)
    let green = linearLight(color.green)
    let blue = linearLight(color.blue)
    let l = cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    let m = cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    let s = cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s
    a = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s
    b = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s
  }

  /// How different two colours look; 1 is the distance of black and white.
  func distance(to other: Oklab) -> Double {
    let d = (lightness - other.lightness, a - other.a, b - other.b)
    return (d.0 * d.0 + d.1 * d.1 + d.2 * d.2).squareRoot()
  }
}

/// The amount of light of an sRGB value (IEC 61966-2-1).
func linearLight(_ value: Double) -> Double {
  value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
}

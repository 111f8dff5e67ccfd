import Foundation
import Fovea

/// A drawn street with one stop sign and other things that are red, or of a stop sign's form in other colours.
enum StreetScene {
  /// The side of the sign in pixels.
  static let side = 33
  /// The sign's upper left corner in the scene.
  static let place = (x: 142, y: 37)
  /// A red as a stop sign has it, and a blue and a green that are the same grey (luma 0.299 R + 0.587 G + 0.114 B).
  static let red = Color(0xC8202A)
  static let blue = Color(red: 0.12, green: 0.32, blue: 0.8).scaled(toLumaOf: red)
  static let green = Color(red: 0.1, green: 0.45, blue: 0.2).scaled(toLumaOf: red)

  /// The sign alone on the grey of the wall behind it, `[3, side, side]`.
  static func template() throws -> Tensor {
    try PixelImage.drawn(width: side, height: side) { canvas in
      canvas.fill(Rectangle(x: 0, y: 0, width: 33, height: 33), wall)
      sign(canvas, at: Point(16.5, 16.5), color: red)
    }.tensor
  }

  /// The scene, `[3, 150, 240]`, in evening light with a little noise.
  ///
  /// - Parameter noise: the deviation of the noise.
  static func picture(noise: Float, seed: UInt64) throws -> Tensor {
    let clean = try PixelImage.drawn(width: 240, height: 150, draw).tensor
    var source = RandomSource(seed: seed, purpose: "street scene")
    return clean.map { min(max(0.06 + 0.82 * $0 + noise * source.normal(), 0), 1) }
  }

  private static let wall = Color(0xA9A39A)

  /// An octagon with a white rim and a bar where the letters stand.
  private static func sign(_ canvas: any Canvas, at middle: Point, color: Color) {
    canvas.fill(octagon(middle, 15.5), .white)
    canvas.fill(octagon(middle, 14), color)
    canvas.draw("STOP", at: middle, TextStyle(Font(9, bold: true), .white, .middle, .middle))
  }

  private static func octagon(_ middle: Point, _ radius: Double) -> Path {
    .polygon(
      (0..<8).map { corner in
        let angle = (Double(corner) + 0.5) * .pi / 4
        let reach = radius / cos(.pi / 8)
        return Point(middle.x + reach * cos(angle), middle.y + reach * sin(angle))
      })
  }

  private static func draw(_ canvas: any Canvas) {
    canvas.fill(Rectangle(x: 0, y: 0, width: 240, height: 60), Color(0xBFD6EA))
    canvas.fill(Rectangle(x: 0, y: 22, width: 240, height: 96), wall)
    canvas.fill(Rectangle(x: 0, y: 112, width: 240, height: 38), Color(0x55565A))
    canvas.fill(Rectangle(x: 0, y: 106, width: 240, height: 7), Color(0x8C8A86))
    for column in 0..<6 {
      canvas.fill(
        Rectangle(x: 8 + Double(column) * 40, y: 128, width: 22, height: 3), Color(0xD8D4B0))
    }
    // A shop with a red awning, a red door and windows.
    canvas.fill(Rectangle(x: 0, y: 34, width: 52, height: 14), red)
    for stripe in 0..<4 {
      canvas.fill(Rectangle(x: 6 + Double(stripe) * 13, y: 34, width: 6, height: 14), .white)
    }
    canvas.fill(Rectangle(x: 6, y: 56, width: 18, height: 26), Color(0x3C4C5A))
    canvas.fill(Rectangle(x: 32, y: 60, width: 16, height: 46), Color(0xA0262E))
    // A tree with apples, and a red car.
    canvas.fill(Rectangle(x: 72, y: 70, width: 6, height: 36), Color(0x5B4632))
    canvas.circle(Point(75, 56), radius: 20, Color(0x3E7A3A))
    for apple in [Point(66, 50), Point(80, 46), Point(86, 60), Point(70, 64)] {
      canvas.circle(apple, radius: 2.5, red)
    }
    canvas.fill(
      .polygon([
        Point(160, 126), Point(164, 112), Point(176, 110), Point(184, 99), Point(212, 99),
        Point(220, 111), Point(232, 114), Point(233, 126),
      ]), red)
    canvas.fill(
      .polygon([Point(181, 110), Point(187, 102), Point(209, 102), Point(214, 110)]),
      Color(0xBFD0DA))
    for wheel in [Point(176, 126), Point(217, 126)] { canvas.circle(wheel, radius: 7, .black) }
    // Three signs of one form and one grey: only the colour tells them apart.
    for (x, color) in [(place.x - 46, blue), (place.x, red), (place.x + 46, green)] {
      let middle = Point(Double(x) + 16.5, Double(place.y) + 16.5)
      canvas.fill(Rectangle(x: middle.x - 1.5, y: middle.y, width: 3, height: 54), Color(0x6A6A6A))
      sign(canvas, at: middle, color: color)
    }
    // A round red sign.
    canvas.circle(Point(112, 98), radius: 11, red)
    canvas.circle(Point(112, 98), radius: 8, .white)
  }
}

extension Color {
  private var luma: Double { 0.299 * red + 0.587 * green + 0.114 * blue }

  /// The same hue, lighter or darker so that it becomes the same grey as another.
  fileprivate func scaled(toLumaOf other: Color) -> Color {
    let factor = other.luma / luma
    return Color(
      red: min(1, red * factor), green: min(1, green * factor), blue: min(1, blue * factor))
  }
}

import Foundation
import Fovea

/// Drawn city-scapes and landscapes, each one different, `[1, 120, 160]` in grey.
enum DrawnScene {
  /// The scenes' width in pixels.
  static let width = 160
  /// The scenes' height in pixels.
  static let height = 120

  /// Towers of different height and grey before a clear sky: edges, some of them long.
  static func city(_ source: inout RandomSource) throws -> Tensor {
    var towers: [(x: Double, width: Double, top: Double, grey: Double)] = []
    var x = Double(source.uniform(in: -8...4))
    while x < Double(width) {
      let breadth = Double(source.uniform(in: 16...34))
      towers.append(
        (x, breadth, Double(source.uniform(in: 14...70)), Double(source.uniform(in: 0.2...0.6))))
      x += breadth + Double(source.uniform(in: -4...10))
    }
    let windows = towers.map { tower in
      (0..<3).map { _ in Double(source.uniform(in: 0.2...0.8)) * tower.width }
    }
    return try picture(&source) { canvas in
      canvas.fill(
        Rectangle(x: 0, y: 0, width: Double(width), height: Double(height)), Color(grey: 0.8))
      for (tower, lit) in zip(towers, windows) {
        canvas.fill(
          Rectangle(x: tower.x, y: tower.top, width: tower.width, height: 120),
          Color(grey: tower.grey))
        for (row, offset) in lit.enumerated() {
          canvas.fill(
            Rectangle(
              x: tower.x + offset, y: tower.top + 10 + Double(row) * 14, width: 3, height: 3),
            Color(grey: 0.75))
        }
      }
      canvas.fill(Rectangle(x: 0, y: 108, width: Double(width), height: 12), Color(grey: 0.3))
    }
  }

  /// Hills under a sky with meadows, thin or dense, of short blades and round trees: edges, all short.
  static func landscape(_ source: inout RandomSource) throws -> Tensor {
    let horizon = Double(source.uniform(in: 36...56))
    let hills = (0...16).map { _ in horizon - Double(source.uniform(in: 0...24)) }
    let count = 80 + source.index(below: 600)
    let blades = (0..<count).map { _ in
      (
        x: Double(source.uniform(in: 0...160)), y: Double(source.uniform()),
        lean: Double(source.uniform(in: -5...5)), length: Double(source.uniform(in: 3...8)),
        grey: Double(source.uniform(in: 0.2...0.85))
      )
    }
    let trees = (0..<4).map { _ in
      (
        x: Double(source.uniform(in: 10...150)), y: horizon + Double(source.uniform(in: 2...30)),
        radius: Double(source.uniform(in: 5...11))
      )
    }
    return try picture(&source) { canvas in
      canvas.fill(
        Rectangle(x: 0, y: 0, width: Double(width), height: Double(height)), Color(grey: 0.85))
      let ridge = hills.enumerated().map { Point(Double($0) * 10, $1) }
      canvas.fill(
        .polygon(ridge + [Point(160, 120), Point(0, 120)]), Color(grey: 0.6))
      canvas.fill(
        Rectangle(x: 0, y: horizon, width: Double(width), height: 120 - horizon), Color(grey: 0.5))
      for tree in trees {
        canvas.fill(
          Rectangle(x: tree.x - 1, y: tree.y, width: 2, height: tree.radius + 4), Color(grey: 0.25))
        canvas.circle(Point(tree.x, tree.y - 2), radius: tree.radius, Color(grey: 0.3))
      }
      for blade in blades {
        let foot = Point(blade.x, horizon + blade.y * (120 - horizon))
        canvas.line(
          foot, Point(foot.x + blade.lean, foot.y - blade.length),
          Stroke(Color(grey: blade.grey), width: 1.2))
      }
    }
  }

  /// A drawing with a little noise, as a camera adds it.
  private static func picture(
    _ source: inout RandomSource, _ draw: (any Canvas) -> Void
  ) throws -> Tensor {
    let clean = try PixelImage.drawn(width: width, height: height, draw).grey.tensor
    return clean.map { min(max($0 + 0.02 * source.normal(), 0), 1) }
  }
}

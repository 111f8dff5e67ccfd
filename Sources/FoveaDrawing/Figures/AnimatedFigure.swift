import FoveaImage
public import FoveaTensor
public import Foundation

/// Figures of one size shown one after another, as an animated PNG file.
///
/// Programs that know no animation show the last frame.
public struct AnimatedFigure: Sendable {
  /// The frames in order.
  public var frames: [any Figure]
  /// How long each frame stays, in seconds.
  public var seconds: Double
  /// How long the last frame stays, in seconds.
  public var lastSeconds: Double
  /// How often the frames are shown, 0 for ever.
  public var loops: Int

  /// Creates an animation.
  public init(frames: [any Figure], seconds: Double, lastSeconds: Double = 2, loops: Int = 0) {
    self.frames = frames
    self.seconds = seconds
    self.lastSeconds = lastSeconds
    self.loops = loops
  }

  /// Throws where there is no frame, one cannot be drawn, or they differ in size.
  ///
  /// - Throws: `FoveaError` that says which.
  public func validate() throws(FoveaError) {
    guard let size = frames.first?.size else {
      throw FoveaError("an animation has nothing to draw: no frames")
    }
    for (index, frame) in frames.enumerated() {
      try frame.validate()
      guard frame.size == size else {
        throw FoveaError(
          "frame \(index) of an animation is \(frame.size.width) x \(frame.size.height) points, "
            + "the first is \(size.width) x \(size.height)")
      }
    }
  }

  /// The animation as a PNG file in memory; the same figures give the same bytes.
  ///
  /// - Parameters:
  ///   - scale: the pixels to a point.
  ///   - settings: what made the pictures, kept in text chunks.
  /// - Throws: `FoveaError` where a frame cannot be drawn or sizes differ.
  public func pngData(
    scale: Double = 2, settings: [Setting] = []
  ) throws(FoveaError) -> Data {
    try validate()
    var file = AnimatedPNG(loops: loops)
    for (index, frame) in frames.enumerated() {
      let canvas = try CairoCanvas(size: frame.size, format: .pixels(scale: scale))
      frame.draw(on: canvas)
      let isLast = index == frames.count - 1
      try file.append(canvas.pixels(), seconds: isLast ? lastSeconds : seconds)
    }
    return try file.encode(
      text: [("Software", "Fovea")] + settings,
      pixelsPerMetre: Int((scale * 72 / 0.0254).rounded()))
  }

  /// Writes the animation whole or not at all.
  ///
  /// - Throws: `FoveaError` where the path does not end with `.png`, the file cannot be written, or as `pngData` does.
  public func write(
    to path: String, scale: Double = 2, settings: [Setting] = []
  ) throws(FoveaError) {
    guard try FigureFormat(path: path) == .png else {
      throw FoveaError("cannot write an animation to '\(path)': only PNG files can move")
    }
    let bytes: Data
    do throws(FoveaError) {
      bytes = try pngData(scale: scale, settings: settings)
    } catch {
      throw FoveaError("cannot write '\(path)': \(error.message)")
    }
    try writeAtomically(bytes, to: path)
  }
}

public import FoveaImage
public import FoveaTensor

extension PixelImage {
  /// A picture in red, green and blue that is drawn: a canvas of `width` x `height` points becomes as many pixels, or
  /// `scale` times as many on each side.
  ///
  /// - Throws: `FoveaError` where the picture has no area or the drawing fails.
  public static func drawn(
    width: Int, height: Int, scale: Double = 1, _ draw: (_ canvas: any Canvas) -> Void
  ) throws(FoveaError) -> PixelImage {
    let canvas = try CairoCanvas(
      size: Size(Double(width), Double(height)), format: .pixels(scale: scale))
    draw(canvas)
    return try canvas.pixels()
  }
}

import CCairo
public import FoveaImage
public import FoveaTensor
public import Foundation

extension CairoCanvas {
  /// Ends the drawing and gives its pixels as a PNG file with text chunks.
  ///
  /// - Precondition: the canvas is one of pixels.
  /// - Throws: `FoveaError` with Cairo's reason where anything on the way failed, or as `PNGFile.encode` does.
  public func png(text: [PNGFile.Entry] = []) throws(FoveaError) -> Data {
    let drawn = try finishedPixels()
    let scale = Double(drawn.width) / size.width
    return try unsafe PNGFile.encode(
      words: drawn.words, width: drawn.width, height: drawn.height, stride: drawn.stride,
      text: text, pixelsPerMetre: Int((scale * 72 / 0.0254).rounded()))
  }

  /// Ends the drawing and gives its pixels.
  ///
  /// - Precondition: the canvas is one of pixels.
  /// - Throws: `FoveaError` with Cairo's reason where anything on the way failed.
  public func pixels() throws(FoveaError) -> PixelImage {
    let drawn = try finishedPixels()
    let count = drawn.width * drawn.height * 3
    let samples = unsafe [UInt8](unsafeUninitializedCapacity: count) { samples, used in
      for y in 0..<drawn.height {
        for x in 0..<drawn.width {
          let pixel = unsafe drawn.words[y * drawn.stride + x]
          unsafe samples[used] = UInt8(truncatingIfNeeded: pixel >> 16)
          unsafe samples[used + 1] = UInt8(truncatingIfNeeded: pixel >> 8)
          unsafe samples[used + 2] = UInt8(truncatingIfNeeded: pixel)
          used += 3
        }
      }
    }
    return PixelImage(width: drawn.width, height: drawn.height, channels: 3, samples: samples)
  }

  /// The pixels of the finished drawing, alive as long as the canvas.
  private func finishedPixels() throws(FoveaError) -> FinishedPixels {
    guard case .pixels = format else { preconditionFailure("a vector drawing has no pixels") }
    _ = try finish()
    let width = unsafe Int(cairo_image_surface_get_width(surface))
    let height = unsafe Int(cairo_image_surface_get_height(surface))
    let stride = unsafe Int(cairo_image_surface_get_stride(surface)) / 4
    guard let data = unsafe cairo_image_surface_get_data(surface) else {
      throw FoveaError("the drawing failed: its pixels cannot be reached")
    }
    let words = unsafe UnsafeRawPointer(data).assumingMemoryBound(to: UInt32.self)
    return unsafe FinishedPixels(words: words, width: width, height: height, stride: stride)
  }
}

/// The pixels that a canvas keeps: a word `0x00RRGGBB` each, `stride` words from one row to the next.
@safe private struct FinishedPixels {
  let words: UnsafePointer<UInt32>
  let width: Int
  let height: Int
  let stride: Int
}

/// A Cairo surface of a picture's pixels, to be destroyed by the caller; `nil` where there is no memory for it.
@unsafe func imageSurface(of image: PixelImage) -> OpaquePointer? {
  let format = image.channels == 4 ? CAIRO_FORMAT_ARGB32 : CAIRO_FORMAT_RGB24
  let surface = unsafe cairo_image_surface_create(
    format, Int32(image.width), Int32(image.height))
  guard let data = unsafe cairo_image_surface_get_data(surface) else {
    unsafe cairo_surface_destroy(surface)
    return nil
  }
  let stride = unsafe Int(cairo_image_surface_get_stride(surface))
  unsafe cairo_surface_flush(surface)
  for y in 0..<image.height {
    let row = image.samples[
      y * image.width * image.channels..<(y + 1) * image.width * image.channels]
    unsafe (data + y * stride).withMemoryRebound(to: UInt32.self, capacity: image.width) { target in
      unsafe pack(row, channels: image.channels, into: target)
    }
  }
  unsafe cairo_surface_mark_dirty(surface)
  return unsafe surface
}

/// Cairo's pixels: one word each, colours multiplied by opacity.
@unsafe private func pack(
  _ row: ArraySlice<UInt8>, channels: Int, into target: UnsafeMutablePointer<UInt32>
) {
  var source = row.startIndex
  var column = 0
  while source < row.endIndex {
    let first = UInt32(row[source])
    if channels == 1 {
      unsafe target[column] = 0xFF00_0000 | first << 16 | first << 8 | first
    } else {
      let opacity = channels == 4 ? UInt32(row[source + 3]) : 255
      func times(_ value: UInt32) -> UInt32 { (value * opacity + 127) / 255 }
      let (green, blue) = (UInt32(row[source + 1]), UInt32(row[source + 2]))
      unsafe target[column] =
        opacity << 24 | times(first) << 16 | times(green) << 8 | times(blue)
    }
    source += channels
    column += 1
  }
}

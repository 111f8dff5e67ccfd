import CCairo
import FoveaImage

extension CairoCanvas {
  /// Writes an opaque picture straight into the drawing's memory, each of its pixels as a block.
  ///
  /// That is what Cairo would make of it where each pixel becomes a whole number of the device's, but without a surface, a
  /// pattern and a path for each: a sheet of 512 maps has as many pictures.
  ///
  /// - Parameter place: where the picture goes, in the device's pixels.
  /// - Returns: whether it could be done: not in vector files, where the place is not aligned with the pixels or leaves
  ///   the part that may be drawn on.
  func writeBlocks(of image: PixelImage, at place: Rectangle) -> Bool {
    guard case .pixels = format, image.channels != 4,
      let (x, y) = place.corner, let (width, height) = place.extent,
      width % image.width == 0, height % image.height == 0, isDrawable(place),
      let data = unsafe cairo_image_surface_get_data(surface)
    else { return false }
    let stride = unsafe Int(cairo_image_surface_get_stride(surface)) / 4
    unsafe cairo_surface_flush(surface)
    unsafe data.withMemoryRebound(to: UInt32.self, capacity: stride * (y + height)) { words in
      unsafe Self.write(
        image, (width / image.width, height / image.height), words + y * stride + x, stride)
    }
    unsafe cairo_surface_mark_dirty_rectangle(
      surface, Int32(x), Int32(y), Int32(width), Int32(height))
    return true
  }

  private static func write(
    _ image: PixelImage, _ block: (width: Int, height: Int),
    _ target: UnsafeMutablePointer<UInt32>, _ stride: Int
  ) {
    let width = image.width * block.width
    unsafe image.samples.withUnsafeBufferPointer { samples in
      var source = 0
      for row in 0..<image.height {
        let first = unsafe target + row * block.height * stride
        var column = 0
        for _ in 0..<image.width {
          let red = unsafe UInt32(samples[source])
          let isGrey = image.channels == 1
          let green = isGrey ? red : unsafe UInt32(samples[source + 1])
          let blue = isGrey ? red : unsafe UInt32(samples[source + 2])
          source += image.channels
          let word = 0xFF00_0000 | red << 16 | green << 8 | blue
          for _ in 0..<block.width {
            unsafe first[column] = word
            column += 1
          }
        }
        for copy in 1..<max(1, block.height) {
          unsafe (first + copy * stride).update(from: first, count: width)
        }
      }
    }
  }
}

extension Rectangle {
  /// The upper left corner where it lies on whole numbers that are not negative.
  fileprivate var corner: (x: Int, y: Int)? { Self.whole(x, y) }

  /// The extents where they are whole numbers.
  fileprivate var extent: (width: Int, height: Int)? { Self.whole(width, height) }

  private static func whole(_ first: Double, _ second: Double) -> (Int, Int)? {
    let rounded = (first.rounded(), second.rounded())
    guard abs(first - rounded.0) < 1e-6, abs(second - rounded.1) < 1e-6, rounded.0 >= 0,
      rounded.1 >= 0
    else { return nil }
    return (Int(rounded.0), Int(rounded.1))
  }
}

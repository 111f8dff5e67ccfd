public import FoveaTensor

extension ImageSet {
  /// The pictures at places drawn by chance on a larger black ground, as in translated MNIST (Jaderberg and others 2015).
  ///
  /// Each row and each column of the ranges is as likely as any other; what lies beyond the ground is cut off.
  ///
  /// - Parameters:
  ///   - height: the ground's rows.
  ///   - width: the ground's columns.
  ///   - tops: where a picture's first row may lie, 0 being the ground's first row.
  ///   - lefts: where its first column may lie.
  ///   - source: what places are drawn from: for each picture its row, then its column.
  /// - Precondition: the ground has a pixel.
  public func placed(
    onto height: Int, by width: Int, tops: ClosedRange<Int>, lefts: ClosedRange<Int>,
    from source: inout RandomSource
  ) -> ImageSet {
    precondition(height > 0 && width > 0, "a ground of \(height)×\(width) pixels")
    var moved = [UInt8](repeating: 0, count: count * channels * height * width)
    for sample in 0..<count {
      let start = rows[sample] * pixelsPerImage
      let top = tops.lowerBound + source.index(below: tops.count)
      let left = lefts.lowerBound + source.index(below: lefts.count)
      // What is left on the ground.
      let down = max(0, -top)..<max(0, -top, min(self.height, height - top))
      let across = max(0, -left)..<max(0, -left, min(self.width, width - left))
      for channel in 0..<channels {
        for row in down {
          let from = start + (channel * self.height + row) * self.width
          let to = ((sample * channels + channel) * height + top + row) * width + left
          for column in across {
            moved[to + column] = pixels[from + column]
          }
        }
      }
    }
    return ImageSet(
      pixels: moved, labels: labels, channels: channels, height: height, width: width,
      classNames: classNames)
  }
}

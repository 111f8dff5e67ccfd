extension PixelImage {
  /// The part of the picture that begins at column `x` of row `y`.
  ///
  /// - Precondition: the part lies inside of the picture.
  public func cropped(x: Int, y: Int, width: Int, height: Int) -> PixelImage {
    precondition(
      x >= 0 && y >= 0 && width >= 0 && height >= 0 && x + width <= self.width
        && y + height <= self.height,
      "(\(x), \(y)) with \(width) x \(height) leaves a picture of \(self.width) x \(self.height)")
    var target: [UInt8] = []
    target.reserveCapacity(width * height * channels)
    for row in y..<y + height {
      let start = (row * self.width + x) * channels
      target.append(contentsOf: samples[start..<start + width * channels])
    }
    return PixelImage(width: width, height: height, channels: channels, samples: target)
  }

  /// The largest square in the middle.
  public var centralSquare: PixelImage {
    let side = min(width, height)
    return cropped(x: (width - side) / 2, y: (height - side) / 2, width: side, height: side)
  }

  /// The picture repeated `factor` times along both sides, each pixel a block.
  ///
  /// - Precondition: `factor` is at least 1.
  public func enlarged(_ factor: Int) -> PixelImage {
    precondition(factor >= 1, "a picture is enlarged at least once, got \(factor)")
    guard factor > 1 else { return self }
    var target: [UInt8] = []
    target.reserveCapacity(samples.count * factor * factor)
    for y in 0..<height {
      let start = target.count
      for x in 0..<width {
        let pixel = samples[(y * width + x) * channels..<(y * width + x + 1) * channels]
        for _ in 0..<factor { target.append(contentsOf: pixel) }
      }
      let row = target[start...]
      for _ in 1..<factor { target.append(contentsOf: row) }
    }
    return PixelImage(
      width: width * factor, height: height * factor, channels: channels, samples: target)
  }

  /// The picture turned and mirrored as an EXIF orientation of 1 to 8 asks for; others leave it as it is.
  public func oriented(exif orientation: Int) -> PixelImage {
    guard (2...8).contains(orientation) else { return self }
    let swaps = orientation >= 5
    let newWidth = swaps ? height : width
    let newHeight = swaps ? width : height
    var target = [UInt8](repeating: 0, count: samples.count)
    for y in 0..<newHeight {
      for x in 0..<newWidth {
        let (u, v) = swaps ? (y, x) : (x, y)
        let mirrorsX = [2, 3, 7, 8].contains(orientation)
        let mirrorsY = [3, 4, 6, 7].contains(orientation)
        let sourceX = mirrorsX ? width - 1 - u : u
        let sourceY = mirrorsY ? height - 1 - v : v
        let source = (sourceY * width + sourceX) * channels
        let destination = (y * newWidth + x) * channels
        for channel in 0..<channels { target[destination + channel] = samples[source + channel] }
      }
    }
    return PixelImage(width: newWidth, height: newHeight, channels: channels, samples: target)
  }
}

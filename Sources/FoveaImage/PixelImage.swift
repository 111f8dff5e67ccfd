/// A picture of 8-bit pixels: grey, RGB or RGBA, a plain value.
///
/// Pixels are interleaved, row by row from the top: the sample of channel `c` at column `x` of row `y` lies at
/// `(y * width + x) * channels + c`.
public struct PixelImage: Hashable, Sendable {
  /// The number of columns.
  public let width: Int

  /// The number of rows.
  public let height: Int

  /// The samples of a pixel: 1 grey, 3 red, green, blue, 4 these and opacity.
  public let channels: Int

  /// The samples, interleaved, row by row from the top.
  public var samples: [UInt8] {
    didSet {
      precondition(samples.count == oldValue.count, "a picture keeps its number of samples")
    }
  }

  /// Creates a picture of its samples.
  ///
  /// - Precondition: `channels` is 1, 3 or 4, and there are `width * height * channels` samples.
  public init(width: Int, height: Int, channels: Int, samples: [UInt8]) {
    precondition(
      width >= 0 && height >= 0, "a picture has no negative side, got \(width) x \(height)")
    precondition(
      [1, 3, 4].contains(channels), "a picture has 1, 3 or 4 channels, got \(channels)")
    precondition(
      samples.count == width * height * channels,
      "a picture of \(width) x \(height) with \(channels) channels has "
        + "\(width * height * channels) samples, got \(samples.count)")
    self.width = width
    self.height = height
    self.channels = channels
    self.samples = samples
  }

  /// Creates a picture of one colour.
  ///
  /// - Precondition: `pixel` has 1, 3 or 4 samples.
  public init(width: Int, height: Int, repeating pixel: [UInt8]) {
    var samples: [UInt8] = []
    samples.reserveCapacity(width * height * pixel.count)
    for _ in 0..<width * height { samples.append(contentsOf: pixel) }
    self.init(width: width, height: height, channels: pixel.count, samples: samples)
  }

  /// The samples of the pixel at column `x` of row `y`; for single pixels, not for loops over pictures.
  ///
  /// - Precondition: the pixel lies inside of the picture, and has the picture's channels.
  public subscript(x: Int, y: Int) -> [UInt8] {
    get {
      let start = offset(x, y)
      return Array(samples[start..<start + channels])
    }
    set {
      precondition(
        newValue.count == channels, "a pixel has \(channels) samples, got \(newValue.count)")
      let start = offset(x, y)
      for channel in 0..<channels { samples[start + channel] = newValue[channel] }
    }
  }

  private func offset(_ x: Int, _ y: Int) -> Int {
    precondition(
      x >= 0 && x < width && y >= 0 && y < height,
      "pixel (\(x), \(y)) is outside of a picture of \(width) x \(height)")
    return (y * width + x) * channels
  }
}

extension PixelImage: CustomStringConvertible {
  /// The sides and the kind of pixel.
  public var description: String {
    "\(width) x \(height) \(channels == 1 ? "grey" : channels == 3 ? "RGB" : "RGBA")"
  }
}

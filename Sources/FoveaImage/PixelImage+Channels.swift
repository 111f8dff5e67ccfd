extension PixelImage {
  /// The picture in grey: ITU-R BT.601's luma, `0.299 R + 0.587 G + 0.114 B`; opacity is dropped.
  public var grey: PixelImage {
    guard channels != 1 else { return self }
    var target = [UInt8](repeating: 0, count: width * height)
    var source = 0
    for index in target.indices {
      // Weights in 1/65536 that add up to one, so that white stays white.
      let red = 19595 * Int(samples[source])
      let green = 38470 * Int(samples[source + 1])
      let blue = 7471 * Int(samples[source + 2])
      target[index] = UInt8((red + green + blue + 32768) >> 16)
      source += channels
    }
    return PixelImage(width: width, height: height, channels: 1, samples: target)
  }

  /// The picture in red, green and blue; what is transparent shows white.
  public var rgb: PixelImage {
    guard channels != 3 else { return self }
    var target: [UInt8] = []
    target.reserveCapacity(width * height * 3)
    if channels == 1 {
      for sample in samples {
        target.append(sample)
        target.append(sample)
        target.append(sample)
      }
    } else {
      for start in stride(from: 0, to: samples.count, by: 4) {
        let opacity = Int(samples[start + 3])
        for channel in 0..<3 {
          let mixed = Int(samples[start + channel]) * opacity + 255 * (255 - opacity)
          target.append(UInt8((mixed + 127) / 255))
        }
      }
    }
    return PixelImage(width: width, height: height, channels: 3, samples: target)
  }

  /// The picture with 1 or 3 channels, whichever a network asks for.
  ///
  /// - Precondition: `count` is 1 or 3.
  public func converted(toChannels count: Int) -> PixelImage {
    precondition(count == 1 || count == 3, "a picture converts to 1 or 3 channels, not \(count)")
    return count == 1 ? grey : rgb
  }
}

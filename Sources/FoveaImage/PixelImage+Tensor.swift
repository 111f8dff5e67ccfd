public import FoveaTensor

extension PixelImage {
  /// Creates a picture of a tensor `[channels, height, width]` with values of 0 to 1.
  ///
  /// Each value goes to the nearest of the 256 steps: `floor(255 v + 0.5)`, held inside of 0 and 255. What is not a
  /// number becomes 0.
  ///
  /// - Precondition: the rank is 3 and there are 1, 3 or 4 channels.
  public init(_ tensor: Tensor) {
    precondition(
      tensor.shape.rank == 3, "a picture is [channels, height, width], got \(tensor.shape)")
    let channels = tensor.shape[0]
    let height = tensor.shape[1]
    let width = tensor.shape[2]
    let plane = height * width
    var samples = [UInt8](repeating: 0, count: plane * channels)
    for channel in 0..<channels {
      let values = tensor.scalars[channel * plane..<(channel + 1) * plane]
      var target = channel
      for value in values {
        samples[target] = eightBits(value)
        target += channels
      }
    }
    self.init(width: width, height: height, channels: channels, samples: samples)
  }

  /// The picture as a tensor `[channels, height, width]` with values of 0 to 1.
  public var tensor: Tensor {
    let plane = width * height
    var scalars = [Float](repeating: 0, count: plane * channels)
    for channel in 0..<channels {
      var source = channel
      for target in channel * plane..<(channel + 1) * plane {
        scalars[target] = Float(samples[source]) / 255
        source += channels
      }
    }
    return Tensor(shape: [channels, height, width], scalars: scalars)
  }
}

/// The nearest of 256 steps to a value of 0 to 1; 0 for what is not a number.
func eightBits(_ value: Float) -> UInt8 {
  let scaled = value * 255 + 0.5
  // The comparison is false for what is not a number.
  guard scaled >= 0 else { return 0 }
  return scaled >= 255 ? 255 : UInt8(scaled)
}

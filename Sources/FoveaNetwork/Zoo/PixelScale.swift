/// How the pixels that a network reads were scaled when it was trained: (pixel − mean) / deviation, pixels from 0 to 1.
public struct PixelScale: Hashable, Sendable {
  /// What is subtracted: one number for each channel, or one for all.
  public let mean: [Float]
  /// What is divided by, as many numbers.
  public let deviation: [Float]

  /// Creates a scale.
  public init(mean: [Float], deviation: [Float]) {
    self.mean = mean
    self.deviation = deviation
  }
}

extension Zoo {
  /// The moments of ImageNet's photographs, by which torchvision's networks are fed.
  static let imageNet = PixelScale(mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225])

  /// The usual size of ImageNet's networks.
  static let photograph = NetworkInput.image(channels: 3, height: 224, width: 224)
}

extension BorderSize {
  /// For a window not smaller than its stride: as many windows as touch the image, the last one half empty where the size
  /// asks for it ("ceil mode").
  static func roundingUp(stride: Int) -> BorderSize {
    .explicit(before: [0, 0], behind: [stride - 1, stride - 1])
  }
}

import FoveaTensor

// What chance may do to a set: the controls of experiments on what networks learn by heart (Zhang et al. 2017).
extension ImageSet {
  /// The same pictures, of which a share get a class drawn by chance from all classes, their own included.
  ///
  /// - Parameter share: the share of pictures whose class is drawn anew, rounded to whole pictures.
  /// - Precondition: the share lies in 0...1.
  public func drawingLabels(share: Double = 1, seed: UInt64) -> ImageSet {
    precondition((0...1).contains(share), "a share lies in 0...1, got \(share)")
    var source = RandomSource(seed: seed, purpose: "drawn labels")
    var labels = self.labels
    let order = source.permutation(count)
    for sample in order.prefix(Int((Double(count) * share).rounded())) {
      labels[sample] = source.index(below: classNames.count)
    }
    return replacing(pixels: storedBytes, labels: labels)
  }

  /// The same classes for pictures whose pixels have changed places.
  ///
  /// - Parameter alike: whether all pictures are shuffled in one way, so that sets shuffled with one seed still belong
  ///   together; else each in its own.
  public func shufflingPixels(alike: Bool, seed: UInt64) -> ImageSet {
    var source = RandomSource(seed: seed, purpose: "shuffled pixels")
    let bytes = storedBytes
    var order = source.permutation(pixelsPerImage)
    var shuffled: [UInt8] = []
    shuffled.reserveCapacity(bytes.count)
    for start in stride(from: 0, to: bytes.count, by: pixelsPerImage) {
      if !alike, start > 0 { order = source.permutation(pixelsPerImage) }
      shuffled += order.map { bytes[start + $0] }
    }
    return replacing(pixels: shuffled, labels: labels)
  }

  /// The same classes for pictures of noise: normal, with the mean and deviation that the set's own pixels have.
  public func replacingByNoise(seed: UInt64) -> ImageSet {
    var source = RandomSource(seed: seed, purpose: "pictures of noise")
    let plane = height * width
    let (means, deviations) = channelStatistics
    let noise = (0..<count * pixelsPerImage).map { index in
      let channel = index / plane % channels
      let value = 255 * (means[channel] + deviations[channel] * source.normal())
      return UInt8(min(255, max(0, value.rounded())))
    }
    return replacing(pixels: noise, labels: labels)
  }

  /// The bytes of this set's pictures alone, in its order.
  private var storedBytes: [UInt8] {
    rows.flatMap { pixels[$0 * pixelsPerImage..<($0 + 1) * pixelsPerImage] }
  }

  private func replacing(pixels: [UInt8], labels: [Int]) -> ImageSet {
    ImageSet(
      pixels: pixels, labels: labels, channels: channels, height: height, width: width,
      classNames: classNames)
  }
}

public import FoveaImage

extension ColorMap {
  /// Numbers as a picture: each gets its colour on the scale.
  ///
  /// - Precondition: there are `width * height` values.
  public func image(
    _ values: [Float], width: Int, height: Int, scale: ColorScale
  ) -> PixelImage {
    precondition(
      values.count == width * height, "\(values.count) values do not fill \(width) x \(height)")
    var samples: [UInt8] = []
    samples.reserveCapacity(values.count * 3)
    for value in values {
      if let position = scale.position(of: Double(value)) {
        let (red, green, blue) = lookUp(position)
        samples.append(red)
        samples.append(green)
        samples.append(blue)
      } else {
        samples += scale.color(of: Double(value), in: self).samples
      }
    }
    return PixelImage(width: width, height: height, channels: 3, samples: samples)
  }
}

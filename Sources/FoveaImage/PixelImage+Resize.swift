/// How a picture takes another size.
public enum ResizeMethod: String, CaseIterable, Hashable, Sendable {
  /// The area under each new pixel where it shrinks, bilinear where it grows; free of aliasing.
  case smooth
  /// As `smooth` with Keys' cubic instead of the triangle (a = −1/2; Keys 1981): sharper; Pillow's bicubic filter.
  case bicubic
  /// The pixel under each new pixel's middle: hard edges.
  case nearest
}

extension PixelImage {
  /// The picture with another size.
  ///
  /// `smooth` convolves each axis with a triangle as wide as a new pixel (Pillow's and torchvision's antialiased
  /// bilinear filter), in fractions that add up to one, so a flat picture stays flat; `bicubic` with a wider curve.
  ///
  /// - Precondition: both sides are at least 1, and the picture is not empty.
  public func resized(width: Int, height: Int, method: ResizeMethod = .smooth) -> PixelImage {
    precondition(width >= 1 && height >= 1, "a size of \(width) x \(height) holds no picture")
    precondition(self.width >= 1 && self.height >= 1, "an empty picture cannot be resized")
    guard width != self.width || height != self.height else { return self }
    let columns = Resampling(from: self.width, to: width, method: method)
    let rows = Resampling(from: self.height, to: height, method: method)
    // Rounded in between, as Pillow does, so that networks see the pixels that they were measured with.
    let narrow = resampleRows(
      samples.map(Float.init), rows: self.height, columns: self.width, channels: channels,
      by: columns
    ).map { min(max($0 + 0.5, 0), 255).rounded(.down) }
    let target = resampleColumns(
      narrow, rows: self.height, rowLength: width * channels, by: rows)
    return PixelImage(
      width: width, height: height, channels: channels,
      samples: target.map { UInt8(min(max($0 + 0.5, 0), 255)) })
  }

  /// The picture made just large enough to cover `width` x `height`, and its middle cut out.
  public func filling(width: Int, height: Int) -> PixelImage {
    let scale = max(Double(width) / Double(self.width), Double(height) / Double(self.height))
    let cover = resized(
      width: max(width, Int((Double(self.width) * scale).rounded())),
      height: max(height, Int((Double(self.height) * scale).rounded())))
    return cover.cropped(
      x: (cover.width - width) / 2, y: (cover.height - height) / 2, width: width, height: height)
  }
}

/// For each new position along one axis, which old ones it is made of and how much of each.
private struct Resampling {
  var count: Int
  var starts: [Int] = []
  var weights: [[Float]] = []

  init(from old: Int, to new: Int, method: ResizeMethod) {
    count = new
    let ratio = Double(old) / Double(new)
    for position in 0..<new {
      let centre = (Double(position) + 0.5) * ratio
      guard method != .nearest else {
        starts.append(min(Int(centre), old - 1))
        weights.append([1])
        continue
      }
      let scale = max(ratio, 1)
      let reach = method == .bicubic ? 2 * scale : scale
      let first = max(0, Int((centre - reach + 0.5).rounded(.down)))
      let last = min(old - 1, Int((centre + reach - 0.5).rounded(.up)))
      var row = (first...max(first, last)).map { source in
        method.weight((Double(source) + 0.5 - centre) / scale)
      }
      let sum = row.reduce(0, +)
      row = row.map { $0 / sum }
      starts.append(first)
      weights.append(row.map { Float($0) })
    }
  }
}

extension ResizeMethod {
  /// How much a pixel counts by its distance from the middle, in new pixels (or old ones where the picture grows).
  fileprivate func weight(_ distance: Double) -> Double {
    let x = abs(distance)
    switch self {
    case .smooth: return max(0, 1 - x)
    case .bicubic where x < 1: return (1.5 * x - 2.5) * x * x + 1
    case .bicubic where x < 2: return ((-0.5 * x + 2.5) * x - 4) * x + 2
    case .bicubic: return 0
    case .nearest: return x < 0.5 ? 1 : 0
    }
  }
}

private func resampleRows(
  _ source: [Float], rows: Int, columns: Int, channels: Int, by resampling: Resampling
) -> [Float] {
  var target = [Float](repeating: 0, count: rows * resampling.count * channels)
  var index = 0
  for row in 0..<rows {
    for position in 0..<resampling.count {
      var from = (row * columns + resampling.starts[position]) * channels
      for weight in resampling.weights[position] {
        for channel in 0..<channels { target[index + channel] += weight * source[from + channel] }
        from += channels
      }
      index += channels
    }
  }
  return target
}

private func resampleColumns(
  _ source: [Float], rows: Int, rowLength: Int, by resampling: Resampling
) -> [Float] {
  var target: [Float] = []
  target.reserveCapacity(resampling.count * rowLength)
  for position in 0..<resampling.count {
    var sum = [Float](repeating: 0, count: rowLength)
    var row = resampling.starts[position]
    for weight in resampling.weights[position] {
      let line = source[row * rowLength..<(row + 1) * rowLength]
      for (index, value) in zip(sum.indices, line) { sum[index] += weight * value }
      row += 1
    }
    target.append(contentsOf: sum)
  }
  return target
}

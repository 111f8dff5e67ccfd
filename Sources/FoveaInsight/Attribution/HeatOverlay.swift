public import FoveaDrawing
public import FoveaTensor

/// A map of numbers laid over the picture that it belongs to.
public enum HeatOverlay {
  /// The map as large as a picture, bilinear between the middles of its cells.
  ///
  /// - Precondition: the map is `[rows, columns]` and not empty.
  public static func enlarged(_ map: Tensor, height: Int, width: Int) -> Tensor {
    precondition(map.shape.rank == 2 && map.shape.count > 0, "a map is [rows, columns]")
    let rows = weights(from: map.shape[0], to: height)
    let columns = weights(from: map.shape[1], to: width)
    let values = map.scalars
    let length = map.shape[1]
    var result = [Float](repeating: 0, count: height * width)
    for (y, row) in rows.enumerated() {
      for (x, column) in columns.enumerated() {
        func mixed(_ line: Int) -> Float {
          let start = line * length
          return values[start + column.low] * (1 - column.share)
            + values[start + column.high] * column.share
        }
        result[y * width + x] = mixed(row.low) * (1 - row.share) + mixed(row.high) * row.share
      }
    }
    return Tensor(shape: [height, width], scalars: result)
  }

  private static func weights(
    from old: Int, to new: Int
  ) -> [(low: Int, high: Int, share: Float)] {
    (0..<new).map { place in
      let middle = (Float(place) + 0.5) * Float(old) / Float(new) - 0.5
      let held = min(max(middle, 0), Float(old - 1))
      let low = Int(held)
      return (low, min(low + 1, old - 1), held - Float(low))
    }
  }

  /// The picture in grey under the map's colours, `[3, height, width]`.
  ///
  /// - Parameters:
  ///   - map: `[rows, columns]`, enlarged to the picture.
  ///   - image: `[1 or 3, height, width]`, from 0 to 1.
  ///   - scale: how numbers become positions on the colour map.
  ///   - strength: the share of the map's colour.
  /// - Precondition: the picture has one channel or three.
  public static func picture(
    _ map: Tensor, on image: Tensor, scale: ColorScale, colors: ColorMap = .inferno,
    strength: Float = 0.55
  ) -> Tensor {
    let (height, width) = (image.shape[1], image.shape[2])
    let large = enlarged(map, height: height, width: width).scalars
    let plane = height * width
    let pixels = image.scalars
    let grey =
      image.shape[0] == 1
      ? pixels
      : (0..<plane).map {
        0.299 * pixels[$0] + 0.587 * pixels[plane + $0] + 0.114 * pixels[2 * plane + $0]
      }
    // 256 steps are all that a colour map has.
    let table = (0...255).map { colors.color(at: Double($0) / 255) }
    var result = [Float](repeating: 0, count: 3 * plane)
    for place in 0..<plane {
      let position = scale.position(of: Double(large[place])) ?? 0
      let color = table[Int(position * 255 + 0.5)]
      for (channel, part) in [color.red, color.green, color.blue].enumerated() {
        result[channel * plane + place] = strength * Float(part) + (1 - strength) * grey[place]
      }
    }
    return Tensor(shape: [3, height, width], scalars: result)
  }
}

import FoveaTensor

extension Primitive.ConvolutionGeometry {
  /// Whether weights may be kept transformed, which takes four times their memory.
  var isSmall: Bool { weights.count <= 1 << 18 }

  /// Whether F(4×4, 3×3) of Winograd (Lavin & Gray 2016) is worth its transforms.
  ///
  /// It multiplies 36 times for a tile of 16 results where the direct way does 144 times, but computes whole tiles, reads and
  /// writes each tensor once more, and transforms the weights: it needs enough channels, an image that its tiles cover
  /// without much waste, and, unless weights are transformed once for all runs, many pixels for each weight.
  func favoursWinograd(weightsStay: Bool) -> Bool {
    guard weights.rank == 4, weights.dimensions.suffix(2) == [3, 3], stride == [1, 1],
      dilation == [1, 1], min(weights[0], weights[1]) >= 32
    else { return false }
    let (height, width) = (destination[2], destination[3])
    let tiles = ((height + 3) / 4) * ((width + 3) / 4)
    guard 9 * height * width >= 90 * tiles else { return false }
    // A few tiles for each of the 36 products would leave them bound by the memory that weights come from.
    return source[0] * tiles >= (weightsStay && isSmall ? 12 : 40)
  }
}

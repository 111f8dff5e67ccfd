public import FoveaTensor

extension Tensor {
  /// Total variation of a picture `[channels, height, width]`: the mean over channels and pixels of √(dx² + dy²) to the
  /// right and lower neighbour, the number that `Objective.totalVariation` penalises.
  ///
  /// - Precondition: there are two rows and two columns at least.
  public var totalVariation: Double {
    precondition(
      shape.rank == 3 && shape[1] > 1 && shape[2] > 1,
      "total variation needs [channels, height, width] of two rows and columns, got \(shape)")
    let (height, width) = (shape[1], shape[2])
    var sum = 0.0
    for channel in 0..<shape[0] {
      for y in 0..<height - 1 {
        for x in 0..<width - 1 {
          let index = (channel * height + y) * width + x
          let here = Double(scalars[index])
          let dx = Double(scalars[index + 1]) - here
          let dy = Double(scalars[index + width]) - here
          sum += (dx * dx + dy * dy).squareRoot()
        }
      }
    }
    return sum / Double(shape[0] * (height - 1) * (width - 1))
  }
}

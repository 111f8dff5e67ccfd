public import FoveaNetwork
public import FoveaTensor

extension ImageKernel {
  /// What the kernel answers on a picture `[channels, height, width]`, each channel by itself, computed by the engine.
  ///
  /// - Parameters:
  ///   - border: how far the picture is extended.
  ///   - padding: with what.
  /// - Throws: `FoveaError` where the tensor is no picture, or the kernel does not fit into it.
  public func applied(
    to picture: Tensor, stride: Int = 1, border: BorderSize = .same,
    padding: Padding.Mode = .replicate
  ) throws(FoveaError) -> Tensor {
    guard picture.shape.rank == 3, picture.shape.count > 0 else {
      throw FoveaError(
        "'\(name)' slides over pictures [channels, height, width], got \(picture.shape)")
    }
    let network = try network(
      channels: picture.shape[0], height: picture.shape[1], width: picture.shape[2],
      stride: stride, border: border, padding: padding)
    let batch = picture.reshaped(to: Shape([1] + picture.shape.dimensions))
    return try network.answer(to: batch).element(0)
  }

  /// What the kernel answers on a series of numbers, which is a picture of one row.
  ///
  /// - Throws: `FoveaError` where the kernel does not fit into the series.
  public func applied(
    to series: [Float], stride: Int = 1, border: BorderSize = .same,
    padding: Padding.Mode = .replicate
  ) throws(FoveaError) -> [Float] {
    let row = Tensor(shape: [1, 1, series.count], scalars: series)
    return try applied(to: row, stride: stride, border: border, padding: padding).scalars
  }
}

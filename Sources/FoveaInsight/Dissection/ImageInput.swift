public import FoveaNetwork
public import FoveaTensor

/// The input of a network that takes pictures.
public struct ImageInput: Hashable, Sendable {
  /// The input's name.
  public let name: String
  /// The usual picture, `[channels, height, width]`.
  public let shape: Shape

  /// One picture as a batch.
  ///
  /// - Throws: `FoveaError` that says both sizes where they differ.
  public func batch(of image: Tensor) throws(FoveaError) -> Tensor {
    guard image.shape == shape else {
      throw FoveaError(
        "the network takes pictures of the shape \(shape) (channels, height, width), got \(image.shape)"
      )
    }
    return image.reshaped(to: Shape([1] + shape.dimensions))
  }
}

extension Network {
  /// The only input that takes pictures.
  ///
  /// - Throws: `FoveaError` where there is none, or several.
  public func imageInput() throws(FoveaError) -> ImageInput {
    let pictures = inputs.filter { nominalShape(of: $0.id).rank == 4 }
    guard pictures.count == 1, let node = pictures.first else {
      throw FoveaError(
        pictures.isEmpty
          ? "the network takes no pictures: its inputs are "
            + inputs.map { "\($0.name) \(nominalShape(of: $0.id))" }.joined(separator: ", ")
          : "the network takes several pictures: \(pictures.map(\.name).joined(separator: ", "))")
    }
    return ImageInput(
      name: node.name, shape: Shape(Array(nominalShape(of: node.id).dimensions.dropFirst())))
  }
}

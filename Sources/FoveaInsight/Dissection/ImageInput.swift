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
    let node = try onlyInput("pictures") { $0.rank == 4 }
    return ImageInput(
      name: node.name, shape: Shape(Array(nominalShape(of: node.id).dimensions.dropFirst())))
  }

  /// The only input, or the only one of those whose usual shape, with the batch, fits.
  ///
  /// - Parameter kind: what such inputs are called in errors.
  /// - Throws: `FoveaError` where there is none, or several.
  func onlyInput(
    _ kind: String = "inputs", where fits: (Shape) -> Bool = { _ in true }
  ) throws(FoveaError) -> Node {
    let found = inputs.filter { fits(nominalShape(of: $0.id)) }
    guard found.count == 1, let node = found.first else {
      throw FoveaError(
        found.isEmpty
          ? "the network takes no \(kind): its inputs are "
            + inputs.map { "\($0.name) \(nominalShape(of: $0.id))" }.joined(separator: ", ")
          : "the network takes several \(kind): \(found.map(\.name).joined(separator: ", "))")
    }
    return node
  }
}

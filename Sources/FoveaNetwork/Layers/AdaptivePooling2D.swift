public import FoveaTensor

/// The mean of windows that divide an image into a given number of parts along both sides, for images of several sizes.
///
/// `[batch, channels, height, width]` becomes `[batch, channels, side, side]`. An image of that size is passed on as it is.
public struct AdaptiveAveragePool2D: NamedLayer {
  /// The name of its node, where there is one.
  public var name: String?
  private let side: Int

  /// Creates a layer.
  ///
  /// - Precondition: the side is positive.
  public init(_ name: String? = nil, side: Int) {
    precondition(side > 0, "an image is divided into at least one part, got \(side)")
    self.name = name
    self.side = side
  }

  /// Adds a pooling where the image is larger.
  ///
  /// - Throws: `FoveaError` where the image does not fall into equal parts.
  public func attach(to network: inout Network, _ input: Node.ID) throws(FoveaError) -> Node.ID {
    let shape = network.nominalShape(of: input)
    guard shape.rank == 4, shape[2] % side == 0, shape[3] % side == 0, shape[2] > 0, shape[3] > 0
    else {
      throw FoveaError(
        "\(name ?? "avgpool"): \(shape) does not fall into \(side)×\(side) equal parts; choose an "
          + "input of another size")
    }
    let kernel = [shape[2] / side, shape[3] / side]
    guard kernel != [1, 1] else { return input }
    let window = Window(kernel: kernel, stride: kernel, dilation: [1, 1], border: .valid)
    return try network.add(
      Pooling(.average, window: window), to: [input], name: name, stem: "avgpool")
  }
}

public import FoveaTensor

/// A convolution without shared weights: at each place there are filters of its own (LeCun 1989).
///
/// Shapes: input `[batch, channels, height, width]`; parameter `NAME.weights.value` `[places, channels · kernel², filters]`,
/// bias `NAME.bias.value` `[filters, places]`; output `[batch, filters, rows, columns]` with the sizes of `Conv2D`. Weights
/// are drawn as He et al. (2015) have it, for a fan-in of channels · kernel².
public struct LocallyConnected2D: Layer {
  /// The name of its last node and the first part of the others'.
  public let name: String
  /// The number of filters at each place.
  public let filters: Int
  /// The height and width of the filters.
  public let kernel: Int
  /// The distance between neighbouring places.
  public let stride: Int
  /// The number of zeros added at each border.
  public let padding: Int

  /// Creates a layer.
  ///
  /// - Precondition: the numbers are positive, the padding not negative.
  public init(_ name: String, filters: Int, kernel: Int, stride: Int = 1, padding: Int = 0) {
    precondition(
      filters > 0 && kernel > 0 && stride > 0 && padding >= 0,
      "'\(name)' needs positive filters, kernel and stride")
    self.name = name
    self.filters = filters
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
  }

  /// Adds nodes that gather each place's window, multiply it with the place's filters and put the maps in order.
  public func attach(to network: inout Network, _ input: Node.ID) throws(FoveaError) -> Node.ID {
    let shape = network.nominalShape(of: input)
    guard shape.rank == 4 else {
      throw FoveaError("\(name) (locally connected): takes [batch, c, h, w], got \(shape)")
    }
    let (channels, height, width) = (shape[1], shape[2] + 2 * padding, shape[3] + 2 * padding)
    guard height >= kernel, width >= kernel else {
      throw FoveaError("\(name) (locally connected): \(shape) has no room for windows of \(kernel)")
    }
    let (rows, columns) = ((height - kernel) / stride + 1, (width - kernel) / stride + 1)
    let (places, fan) = (rows * columns, channels * kernel * kernel)
    let windows = try windows(of: input, in: &network, channels, height, width, rows, columns)
    let byPlace = try network.add(
      Transposition(order: [1, 0, 2]), to: [windows], name: "\(name).byplace")
    let weights = try network.add(
      ParameterValue(
        shape: [places, fan, filters],
        initializer: .normal(deviation: (2 / Float(fan)).squareRoot())),
      to: [], name: "\(name).weights")
    let products = try network.add(
      MatrixProduct(), to: [byPlace, weights], name: "\(name).products")
    let maps = try network.add(
      Transposition(order: [1, 2, 0]), to: [products], name: "\(name).maps")
    let bias = try network.add(
      ParameterValue(shape: [filters, places]), to: [], name: "\(name).bias")
    let sum = try network.add(Arithmetic(.add), to: [maps, bias], name: "\(name).sum")
    return try network.add(Reshaping(to: [0, filters, rows, columns]), to: [sum], name: name)
  }

  /// The node of `[batch, places, channels · kernel²]`: what lies under the window at each place.
  private func windows(
    of input: Node.ID, in network: inout Network, _ channels: Int, _ height: Int, _ width: Int,
    _ rows: Int, _ columns: Int
  ) throws(FoveaError) -> Node.ID {
    var picture = input
    if padding > 0 {
      let border = [0, 0, padding, padding]
      picture = try network.add(
        Padding(before: border, behind: border, mode: .zeros), to: [picture], name: "\(name).pad")
    }
    let flat = try network.add(Flattening(from: 1), to: [picture], name: "\(name).flat")
    var indices: [Float] = []
    for place in 0..<rows * columns {
      let (top, left) = (place / columns * stride, place % columns * stride)
      for channel in 0..<channels {
        for y in top..<top + kernel {
          for x in left..<left + kernel {
            indices.append(Float((channel * height + y) * width + x))
          }
        }
      }
    }
    let table = try network.add(
      ParameterValue(
        shape: [rows * columns, channels * kernel * kernel], initializer: .values(indices),
        isTrainable: false), to: [], name: "\(name).places")
    return try network.add(Gathering(axis: 1), to: [flat, table], name: "\(name).windows")
  }
}

public import FoveaNetwork
public import FoveaTensor

/// Which part of the picture each place of a layer of maps looks at, through all convolutions and poolings before it.
public struct PatchGeometry: Hashable, Sendable {
  /// The height and width of the part, in pixels.
  public let extent: [Int]
  /// The distance between the parts of neighbouring places.
  public let stride: [Int]
  /// Where the part of place 0 begins; negative where it reaches into the border.
  public let start: [Int]

  /// Goes from a node back to the picture.
  ///
  /// - Throws: `FoveaError` for an unknown node, and where there is something between that is no window over the picture
  ///   and no function of single elements, such as a dense layer or a sum of two ways.
  public init(of network: Network, at label: String) throws(FoveaError) {
    var node = try network.node(label)
    var (extent, stride, start) = ([1, 1], [1, 1], [0, 0])
    while !(node.operation is Input) {
      guard node.inputs.count == 1 else {
        throw FoveaError("'\(network.label(of: node.id))' has several inputs: no one part is seen")
      }
      let before = network.nominalShape(of: node.inputs[0])
      if let window = Self.window(of: node.operation), before.rank == 4 {
        let borders = window.borders(for: Array(before.dimensions.suffix(2))).before
        for axis in 0..<2 {
          extent[axis] = (extent[axis] - 1) * window.stride[axis] + window.extent[axis]
          start[axis] = start[axis] * window.stride[axis] - borders[axis]
          stride[axis] *= window.stride[axis]
        }
      } else if network.nominalShape(of: node.id) != before || before.rank != 4 {
        throw FoveaError(
          "'\(network.label(of: node.id))' (\(type(of: node.operation).kind)) is no window over maps"
        )
      }
      node = network.nodes[node.inputs[0].position]
    }
    self.extent = extent
    self.stride = stride
    self.start = start
  }

  private static func window(of operation: any Operation) -> Window? {
    if let convolution = operation as? Convolution { return convolution.window }
    return (operation as? Pooling)?.window
  }

  /// The part of a picture `[channels, height, width]` that a place looks at; what lies outside is 0.
  ///
  /// - Precondition: the picture has that rank.
  public func patch(of image: Tensor, row: Int, column: Int) -> Tensor {
    precondition(image.shape.rank == 3, "a picture is [channels, height, width]")
    let (channels, height, width) = (image.shape[0], image.shape[1], image.shape[2])
    let (top, left) = (start[0] + row * stride[0], start[1] + column * stride[1])
    var scalars = [Float](repeating: 0, count: channels * extent[0] * extent[1])
    let pixels = image.scalars
    for channel in 0..<channels {
      for y in max(0, -top)..<max(0, -top, min(extent[0], height - top)) {
        for x in max(0, -left)..<max(0, -left, min(extent[1], width - left)) {
          scalars[(channel * extent[0] + y) * extent[1] + x] =
            pixels[(channel * height + top + y) * width + left + x]
        }
      }
    }
    return Tensor(shape: [channels, extent[0], extent[1]], scalars: scalars)
  }

  /// A picture `[1 or 3, height, width]`, enlarged, with an orange frame around the part that a place looks at, as far as
  /// that lies inside; `[3, height, width]`.
  ///
  /// - Precondition: the picture has that rank, and the factor is positive.
  public func framing(_ image: Tensor, row: Int, column: Int, enlarged factor: Int = 4) -> Tensor {
    precondition(image.shape.rank == 3 && factor > 0, "a picture is [channels, height, width]")
    let (channels, height, width) = (image.shape[0], image.shape[1], image.shape[2])
    // The first and last row or column of the part in the enlarged picture.
    func ends(_ axis: Int, _ place: Int, _ length: Int) -> ClosedRange<Int> {
      let first = start[axis] + place * stride[axis]
      let last = min(length, first + extent[axis]) * factor - 1
      return max(0, first) * factor...max(max(0, first) * factor, last)
    }
    let (rows, columns) = (ends(0, row, height), ends(1, column, width))
    let line = max(1, factor / 2)
    func isFrame(_ y: Int, _ x: Int) -> Bool {
      guard rows.contains(y), columns.contains(x) else { return false }
      return min(y - rows.lowerBound, rows.upperBound - y) < line
        || min(x - columns.lowerBound, columns.upperBound - x) < line
    }
    let orange: [Float] = [1, 0.55, 0]
    var scalars: [Float] = []
    scalars.reserveCapacity(3 * height * width * factor * factor)
    for channel in 0..<3 {
      for y in 0..<height * factor {
        for x in 0..<width * factor {
          let source = (min(channel, channels - 1) * height + y / factor) * width + x / factor
          scalars.append(isFrame(y, x) ? orange[channel] : image.scalars[source])
        }
      }
    }
    return Tensor(shape: [3, height * factor, width * factor], scalars: scalars)
  }
}

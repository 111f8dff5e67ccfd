public import FoveaTensor

/// A convolution's weights that somebody chose instead of learning them: whole numbers, as a rule, and a common divisor.
///
/// The kernel slides over a picture without being flipped, as `Convolution` has it.
public struct ImageKernel: Hashable, Sendable {
  /// What it is called.
  public var name: String
  /// The numbers before division, `[height, width]`.
  public var numbers: Tensor
  /// What all numbers are divided by.
  public var divisor: Float

  /// Creates a kernel.
  ///
  /// - Precondition: the numbers are a matrix that is not empty, and the divisor is not zero.
  public init(_ name: String, _ numbers: Tensor, divisor: Float = 1) {
    precondition(
      numbers.shape.rank == 2 && numbers.shape.count > 0 && divisor != 0,
      "a kernel is [height, width] with a divisor that is not zero: \(numbers.shape), \(divisor)")
    self.name = name
    self.numbers = numbers
    self.divisor = divisor
  }

  /// Creates a kernel of its rows.
  ///
  /// - Precondition: the rows are of one length.
  public init(_ name: String, rows: [[Float]], divisor: Float = 1) {
    self.init(
      name, Tensor(shape: [rows.count, rows.first?.count ?? 0], scalars: rows.flatMap(\.self)),
      divisor: divisor)
  }

  /// The weights, `[height, width]`.
  public var weights: Tensor { numbers.map { $0 / divisor } }
  /// The number of rows.
  public var height: Int { numbers.shape[0] }
  /// The number of columns.
  public var width: Int { numbers.shape[1] }
  /// Whether some weight is negative, so that answers are to be read around zero.
  public var isSigned: Bool { weights.scalars.contains { $0 < 0 } }
  /// The sum of all weights: 1 keeps brightness, 0 takes flat areas away.
  public var sum: Float { weights.scalars.reduce(0, +) }

  /// The kernel with rows and columns exchanged.
  public func transposed(_ name: String) -> ImageKernel {
    var turned = Tensor.zeros([width, height])
    for row in 0..<height { for column in 0..<width { turned[column, row] = numbers[row, column] } }
    return ImageKernel(name, turned, divisor: divisor)
  }

  /// The same, turned by 180 degrees: sliding this one is convolution as signal processing has it.
  public var flipped: ImageKernel {
    ImageKernel(
      name + ", flipped", Tensor(shape: numbers.shape, scalars: numbers.scalars.reversed()),
      divisor: divisor)
  }

  /// A network of this one convolution on pictures of a size, the same on each channel.
  ///
  /// Its only weights are the kernel's; the input is called `image`, the convolution `kernel`.
  ///
  /// - Parameter padding: what lies beyond the borders, as wide as `border` asks for.
  /// - Throws: `FoveaError` where the kernel does not fit into the picture.
  public func network(
    channels: Int = 1, height: Int, width: Int, stride: Int = 1, border: BorderSize = .same,
    padding: Padding.Mode = .replicate
  ) throws(FoveaError) -> Network {
    let input = NetworkInput("image", element: [channels, height, width])
    let kernel = weights.scalars
    let all = (0..<channels).flatMap { _ in kernel }
    var network = try Network(input: input) {
      Conv2D(
        "kernel", filters: channels, kernel: (self.height, self.width), stride: (stride, stride),
        groups: channels, padding: border, paddingMode: padding, bias: false)
    }
    let shape: Shape = [channels, 1, self.height, self.width]
    network.setWeights(
      Tensor(shape: shape, scalars: all), at: try network.parameterPosition("kernel.weight"))
    return network
  }
}

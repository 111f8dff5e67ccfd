public import FoveaTensor

/// A convolution of one channel with given numbers: `[batch, 1, size…]` becomes `[batch, 1, outputs…]`.
///
/// One to three spatial axes, as many as the kernel has; no bias. The kernel slides as it stands, which signal processing
/// calls correlation, unless it is flipped first.
public struct KernelFilter: OperationLayer {
  /// The word for a layer without a name.
  public static let stem = "kernel"
  /// The name of its node.
  public var name: String?
  /// The weights as given, one extent for each axis.
  public let kernel: Tensor
  /// Whether the kernel is turned round on every axis before it slides: the convolution of signal processing.
  public let isFlipped: Bool
  /// What the node computes.
  public let operation: Convolution

  /// Creates a filter with a name.
  ///
  /// - Parameter padding: how far the input is extended by zeros.
  /// - Precondition: the kernel has one to three axes and an element; stride and dilation are positive.
  public init(
    _ name: String, _ kernel: Tensor, isFlipped: Bool = false, stride: Int = 1,
    dilation: Int = 1, padding: BorderSize = .valid
  ) {
    self.init(
      kernel, isFlipped: isFlipped, stride: stride, dilation: dilation, padding: padding)
    self.name = name
  }

  /// Creates a filter without a name.
  ///
  /// - Precondition: the kernel has one to three axes and an element; stride and dilation are positive.
  public init(
    _ kernel: Tensor, isFlipped: Bool = false, stride: Int = 1, dilation: Int = 1,
    padding: BorderSize = .valid
  ) {
    let axes = kernel.shape.rank
    precondition(
      (1...3).contains(axes) && kernel.shape.count > 0,
      "a kernel has one to three axes and at least one weight, got \(kernel.shape)")
    name = nil
    self.kernel = kernel
    self.isFlipped = isFlipped
    // To turn round every axis is to read the elements from the last to the first.
    let weights = isFlipped ? kernel.scalars.reversed() : kernel.scalars
    operation = Convolution(
      filters: 1,
      window: Window(
        kernel: kernel.shape.dimensions, stride: [Int](repeating: stride, count: axes),
        dilation: [Int](repeating: dilation, count: axes), border: padding),
      hasBias: false, initializer: .values(weights))
  }
}

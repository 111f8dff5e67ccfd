public import FoveaTensor

/// A convolution of images: `[batch, channels, height, width]` becomes `[batch, filters, outputs, outputs]`.
///
/// The kernel is not flipped. Borders are zeros unless `paddingMode` says otherwise; then a node `NAME.pad` extends the
/// image and the convolution itself is a valid one.
public struct Conv2D: NamedLayer {
  /// The name of its node.
  public var name: String?
  /// What the node computes, with borders of zeros.
  public let operation: Convolution
  /// What lies beyond the image's borders.
  public let paddingMode: Padding.Mode

  /// Creates a convolution with a square kernel.
  ///
  /// - Parameters:
  ///   - kernel: the kernel's height and width.
  ///   - padding: how far the image is extended: `.valid`, `.same`, `.full`, `.symmetric(1)` or `.explicit`.
  ///   - groups: how many groups the channels fall into; the number of channels makes it depthwise.
  /// - Precondition: all numbers are positive.
  public init(
    _ name: String? = nil, filters: Int, kernel: Int, stride: Int = 1, dilation: Int = 1,
    groups: Int = 1, padding: BorderSize = .valid, paddingMode: Padding.Mode = .zeros,
    bias: Bool = true, initializer: Initializer = .heNormal
  ) {
    self.init(
      name, filters: filters, kernel: (kernel, kernel), stride: (stride, stride),
      dilation: (dilation, dilation), groups: groups, padding: padding, paddingMode: paddingMode,
      bias: bias, initializer: initializer)
  }

  /// Creates a convolution whose kernel, stride and dilation have a height and a width.
  ///
  /// - Precondition: all numbers are positive.
  public init(
    _ name: String? = nil, filters: Int, kernel: (height: Int, width: Int),
    stride: (height: Int, width: Int) = (1, 1), dilation: (height: Int, width: Int) = (1, 1),
    groups: Int = 1, padding: BorderSize = .valid, paddingMode: Padding.Mode = .zeros,
    bias: Bool = true, initializer: Initializer = .heNormal
  ) {
    self.name = name
    self.paddingMode = paddingMode
    operation = Convolution(
      filters: filters,
      window: Window(
        kernel: [kernel.height, kernel.width], stride: [stride.height, stride.width],
        dilation: [dilation.height, dilation.width], border: padding),
      groups: groups, hasBias: bias, initializer: initializer)
  }

  /// Adds the convolution, behind a padding where the border is not zero.
  ///
  /// `.same` with a stride depends on the image's size: such a padding is made for the size that the network is built for.
  public func attach(to network: inout Network, _ input: Node.ID) throws(FoveaError) -> Node.ID {
    let shape = network.nominalShape(of: input)
    guard paddingMode != .zeros, operation.window.border != .valid, shape.rank == 4,
      let border = try? operation.window.checkedBorders(for: Array(shape.dimensions.suffix(2))),
      (border.before + border.behind).contains(where: { $0 > 0 })
    else { return try network.add(operation, to: [input], name: name, stem: "conv") }

    let padding = Padding(
      before: [0, 0] + border.before, behind: [0, 0] + border.behind, mode: paddingMode)
    let padded = try network.add(
      padding, to: [input], name: name.map { "\($0).pad" }, stem: "pad")
    let window = operation.window
    let valid = Convolution(
      filters: operation.filters,
      window: Window(
        kernel: window.kernel, stride: window.stride, dilation: window.dilation, border: .valid),
      groups: operation.groups, hasBias: operation.hasBias, initializer: operation.initializer)
    return try network.add(valid, to: [padded], name: name, stem: "conv")
  }
}

extension Padding.Mode {
  /// Zeros.
  public static let zeros = Padding.Mode.constant(0)
}

/// Extends images at their borders.
public struct Pad2D: OperationLayer {
  /// The word for a layer without a name.
  public static let stem = "pad"
  /// The name of its node.
  public var name: String?
  /// What the node computes.
  public let operation: Padding

  /// Creates a padding of the same width on all sides.
  ///
  /// - Precondition: the size is not negative.
  public init(_ name: String? = nil, size: Int, mode: Padding.Mode = .zeros) {
    self.init(name, top: size, bottom: size, left: size, right: size, mode: mode)
  }

  /// Creates a padding side by side, in pixels.
  ///
  /// - Precondition: no number is negative.
  public init(
    _ name: String? = nil, top: Int = 0, bottom: Int = 0, left: Int = 0, right: Int = 0,
    mode: Padding.Mode = .zeros
  ) {
    self.name = name
    operation = Padding(before: [0, 0, top, left], behind: [0, 0, bottom, right], mode: mode)
  }
}

/// The largest value in each window of each channel.
public struct MaxPool2D: OperationLayer {
  /// The word for a layer without a name.
  public static let stem = "maxpool"
  /// The name of its node.
  public var name: String?
  /// What the node computes.
  public let operation: Pooling

  /// Creates a pooling with a square window; without a stride, windows lie side by side.
  ///
  /// - Precondition: kernel and stride are positive.
  public init(
    _ name: String? = nil, kernel: Int, stride: Int? = nil, padding: BorderSize = .valid
  ) {
    self.name = name
    operation = Pooling(
      .max, window: .square(kernel, stride: stride ?? kernel, border: padding))
  }
}

/// The mean of each window of each channel.
public struct AveragePool2D: OperationLayer {
  /// The word for a layer without a name.
  public static let stem = "avgpool"
  /// The name of its node.
  public var name: String?
  /// What the node computes.
  public let operation: Pooling

  /// Creates a pooling with a square window; without a stride, windows lie side by side.
  ///
  /// - Parameter countsBorder: whether a window that reaches over the border counts zeros there.
  /// - Precondition: kernel and stride are positive.
  public init(
    _ name: String? = nil, kernel: Int, stride: Int? = nil, padding: BorderSize = .valid,
    countsBorder: Bool = false
  ) {
    self.name = name
    operation = Pooling(
      .average, window: .square(kernel, stride: stride ?? kernel, border: padding),
      countsBorder: countsBorder)
  }
}

/// The mean of each channel: `[batch, channels, height, width]` becomes `[batch, channels]`.
public struct GlobalAveragePool: OperationLayer {
  /// The word for a layer without a name.
  public static let stem = "globalpool"
  /// The name of its node.
  public var name: String?
  /// What the node computes.
  public let operation = GlobalPooling(.average)

  /// Creates a layer.
  public init(_ name: String? = nil) { self.name = name }
}

/// The largest value of each channel: `[batch, channels, height, width]` becomes `[batch, channels]`.
public struct GlobalMaxPool: OperationLayer {
  /// The word for a layer without a name.
  public static let stem = "globalpool"
  /// The name of its node.
  public var name: String?
  /// What the node computes.
  public let operation = GlobalPooling(.max)

  /// Creates a layer.
  public init(_ name: String? = nil) { self.name = name }
}

public import FoveaTensor

/// A fully connected layer: y = x · Wᵀ + b along the last axis.
///
/// Shapes: input `[…, inputs]`, weight `[units, inputs]` as in PyTorch, bias `[units]`, output `[…, units]`.
public struct DenseProduct: Operation {
  /// The name of the kind.
  public static let kind = "dense"
  /// The number of outputs.
  public let units: Int
  /// Whether a number is added to each output.
  public let hasBias: Bool
  /// The weight's first values.
  public let initializer: Initializer

  /// Creates a fully connected operation.
  ///
  /// - Precondition: there is a unit.
  public init(units: Int, hasBias: Bool = true, initializer: Initializer = .heNormal) {
    self.units = units
    self.hasBias = hasBias
    self.initializer = initializer
    requireSoundAttributes()
  }

  /// There are units.
  public func checkAttributes() throws(ShapeError) { try requirePositive([units], "units") }

  /// Weight and bias.
  public func parameters(for inputs: [Shape]) throws(ShapeError) -> [ParameterSpecification] {
    let weight = ParameterSpecification(
      "weight", try Shape(checking: [units, inputs[0][-1]]), initializer)
    return hasBias ? [weight, ParameterSpecification("bias", [units], .constant(0))] : [weight]
  }

  /// The input's shape with the last extent replaced.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    guard inputs[0].rank >= 2, inputs[0][-1] > 0 else {
      throw ShapeError("the input must have the shape [batch, …, features], got \(inputs[0])")
    }
    return try Shape(checking: inputs[0].dimensions.dropLast() + [units])
  }

  /// The number of units.
  public var summary: String { "\(units) unit\(units == 1 ? "" : "s")" }

  /// Two for each weight and row.
  public func arithmetic(for inputs: [Shape], output: Shape) -> Int {
    saturatingProduct([2, output.count, inputs[0][-1]])
  }
}

/// The product of two batches of matrices: `[…, m, k]` · `[…, k, n]` = `[…, m, n]`.
///
/// The leading extents broadcast by NumPy's rule.
public struct MatrixProduct: Operation {
  /// The name of the kind.
  public static let kind = "matmul"
  /// Whether the second factor is read transposed: `[…, n, k]`.
  public let transposesSecond: Bool

  /// Creates a product.
  public init(transposesSecond: Bool = false) { self.transposesSecond = transposesSecond }

  /// Two factors.
  public var arity: ClosedRange<Int> { 2...2 }

  /// `[…, m, n]`, the leading extents broadcast.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    let (a, b) = (inputs[0], inputs[1])
    guard a.rank >= 2, b.rank >= 2, a[-1] == (transposesSecond ? b[-1] : b[-2]),
      let lead = a.batch.broadcast(with: b.batch)
    else {
      throw ShapeError(
        "factors must be […, m, k] and "
          + (transposesSecond ? "[…, n, k]" : "[…, k, n]") + ", got \(a) and \(b)")
    }
    return try Shape(checking: lead.dimensions + [a[-2], transposesSecond ? b[-2] : b[-1]])
  }

  /// Two for each product.
  public func arithmetic(for inputs: [Shape], output: Shape) -> Int {
    saturatingProduct([2, output.count, inputs[0][-1]])
  }
}

extension Shape {
  /// All extents but those of the matrices in the last two axes.
  fileprivate var batch: Shape { Shape(Array(dimensions.dropLast(2))) }
}

public import FoveaTensor

/// The meaning of one node: what it computes, which parameters it has and what shape comes out.
///
/// An operation knows nothing of how it is computed; the engine holds a file of the same name for that. It is a plain
/// value that can be compared, saved and printed. Shapes include the batch dimension.
public protocol Operation: Sendable, Hashable, Codable {
  /// The name under which the operation is saved and printed.
  static var kind: String { get }

  /// How many inputs the operation takes.
  var arity: ClosedRange<Int> { get }

  /// Whether the attributes make sense together; initialisers demand it, and files are held to it.
  ///
  /// - Throws: `ShapeError` that says the rule.
  func checkAttributes() throws(ShapeError)

  /// The parameters that a node with such inputs owns, in order.
  ///
  /// - Throws: `ShapeError` where the inputs do not fit.
  func parameters(for inputs: [Shape]) throws(ShapeError) -> [ParameterSpecification]

  /// The shape of the output.
  ///
  /// - Throws: `ShapeError` where the inputs do not fit; the message says the rule.
  func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape

  /// The values inside of the operation that can be hooked, beside its output.
  func records(for inputs: [Shape]) -> [RecordSpecification]

  /// The attributes as a reader of a table wants them, such as `3×3, stride 2`.
  var summary: String { get }

  /// The multiply–add operations of one forward pass, counted as two each; zero where there are next to none.
  func arithmetic(for inputs: [Shape], output: Shape) -> Int
}

extension Operation {
  /// One input.
  public var arity: ClosedRange<Int> { 1...1 }

  /// All attributes make sense.
  public func checkAttributes() throws(ShapeError) {}

  /// Traps with the rule that the attributes break, if any: for initialisers, where the mistake is the caller's.
  func requireSoundAttributes() {
    do throws(ShapeError) { try checkAttributes() } catch { preconditionFailure(error.message) }
  }

  /// No parameters.
  public func parameters(for inputs: [Shape]) throws(ShapeError) -> [ParameterSpecification] { [] }

  /// Nothing inside.
  public func records(for inputs: [Shape]) -> [RecordSpecification] { [] }

  /// Nothing to add to the kind.
  public var summary: String { "" }

  /// Next to none.
  public func arithmetic(for inputs: [Shape], output: Shape) -> Int { 0 }
}

/// A parameter that an operation wants: its role, shape and initial values.
public struct ParameterSpecification: Hashable, Sendable {
  /// The last part of the parameter's name, such as `weight`.
  public let role: String
  /// The extents.
  public let shape: Shape
  /// The values at the start.
  public let initializer: Initializer
  /// Whether an optimizer changes it; running statistics are not trainable.
  public let isTrainable: Bool

  /// Creates a specification.
  public init(_ role: String, _ shape: Shape, _ initializer: Initializer, isTrainable: Bool = true)
  {
    self.role = role
    self.shape = shape
    self.initializer = initializer
    self.isTrainable = isTrainable
  }
}

/// A value inside of an operation that can be hooked, such as a recurrent cell's state at each time step.
public struct RecordSpecification: Hashable, Sendable {
  /// The name, such as `h`.
  public let name: String
  /// The number of time steps; each is a hook point of its own.
  public let steps: Int
  /// The shape at one step.
  public let shape: Shape

  /// Creates a specification.
  public init(_ name: String, steps: Int, shape: Shape) {
    self.name = name
    self.steps = steps
    self.shape = shape
  }
}

/// Why shapes do not fit: the rule and the shapes that break it.
public struct ShapeError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The rule and the shapes.
  public let message: String

  /// Creates an error from its message.
  public init(_ message: String) { self.message = message }

  /// The rule and the shapes.
  public var description: String { message }
}

/// The largest number that an attribute may be; sums and products of two stay far from overflow.
let attributeLimit = 1 << 30

/// Throws unless all numbers lie in 1 … 2³⁰.
func requirePositive(_ numbers: [Int], _ what: String) throws(ShapeError) {
  guard numbers.allSatisfy({ $0 > 0 && $0 <= attributeLimit }) else {
    let shown = numbers.map(String.init).joined(separator: ", ")
    throw ShapeError("\(what) must be positive and at most 2^30, got \(shown)")
  }
}

/// The product of numbers that are not negative; `Int.max` where it is larger.
func saturatingProduct(_ factors: [Int]) -> Int {
  guard !factors.contains(0) else { return 0 }
  return factors.reduce(1) { product, factor in
    let (result, overflow) = product.multipliedReportingOverflow(by: factor)
    return overflow ? .max : result
  }
}

extension Shape {
  /// The most elements that a node's output or parameter may have: 2³² are 16 GiB.
  static let countLimit = 1 << 32

  /// Creates the shape of a result or parameter.
  ///
  /// - Throws: `ShapeError` where it would have more than 2³² elements (empty extents counted as one).
  init(checking dimensions: [Int]) throws(ShapeError) {
    guard saturatingProduct(dimensions.map { max(1, $0) }) <= Self.countLimit else {
      throw ShapeError("\(dimensions) would have more than 2^32 elements")
    }
    self.init(dimensions)
  }

  /// Throws unless the rank is `rank`; `layout` names the dimensions for the message.
  func requireRank(_ rank: Int, _ layout: String) throws(ShapeError) {
    guard self.rank == rank else {
      throw ShapeError("the input must have the shape \(layout), got \(self)")
    }
  }

  /// The axis counted from the start, for one that may be negative.
  func normalized(axis: Int) throws(ShapeError) -> Int {
    guard axis >= -rank, axis < rank else {
      throw ShapeError("axis \(axis) is outside of the input's shape \(self)")
    }
    return axis < 0 ? axis + rank : axis
  }
}

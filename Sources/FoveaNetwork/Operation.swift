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

extension Shape {
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

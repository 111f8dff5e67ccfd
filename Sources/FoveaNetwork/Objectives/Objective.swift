public import FoveaTensor

/// A number to be made large, as a graph that grows onto a network: it compiles and differentiates like any other part.
///
/// Objectives are summed over the batch, so that each element is pushed as if it were alone; within an element they are
/// means or single values, so that they do not depend on the image's size. They are combined with `+`, `-` and factors:
///
///     .channel("conv3", 12) - 0.1 * .totalVariation()
public struct Objective: Sendable, CustomStringConvertible {
  /// How it is written, such as `conv3:12 - 0.1*tv`.
  public let name: String
  /// Adds its nodes and returns the scalar one.
  let attach: @Sendable (_ network: inout Network) throws(FoveaError) -> Node.ID
  /// Whether the name is a sum, which needs parentheses behind a factor.
  private let isSum: Bool

  /// Creates an objective from what it adds to a network.
  ///
  /// - Parameter attach: adds nodes and returns one whose output is a scalar; it may throw where the network lacks what is
  ///   asked for.
  public init(
    name: String,
    attach: @escaping @Sendable (_ network: inout Network) throws(FoveaError) -> Node.ID
  ) {
    self.init(name: name, isSum: false, attach: attach)
  }

  private init(
    name: String, isSum: Bool,
    attach: @escaping @Sendable (_ network: inout Network) throws(FoveaError) -> Node.ID
  ) {
    self.name = name
    self.isSum = isSum
    self.attach = attach
  }

  /// The name.
  public var description: String { name }

  private var factorName: String { isSum ? "(\(name))" : name }

  // MARK: - Algebra

  /// Both together.
  public static func + (left: Objective, right: Objective) -> Objective {
    combined(left, right, .add, name: "\(left.name) + \(right.name)")
  }

  /// The left one without the right one.
  public static func - (left: Objective, right: Objective) -> Objective {
    combined(left, right, .subtract, name: "\(left.name) - \(right.factorName)")
  }

  /// A multiple.
  public static func * (factor: Float, objective: Objective) -> Objective {
    scaled(objective, by: factor, name: "\(text(of: factor))*\(objective.factorName)")
  }

  /// A multiple.
  public static func * (objective: Objective, factor: Float) -> Objective { factor * objective }

  /// The opposite: what makes it small.
  public static prefix func - (objective: Objective) -> Objective {
    scaled(objective, by: -1, name: "-\(objective.factorName)")
  }

  private static func combined(
    _ left: Objective, _ right: Objective, _ function: Arithmetic.Function, name: String
  ) -> Objective {
    Objective(name: name, isSum: true) { network throws(FoveaError) in
      let a = try left.attach(&network)
      let b = try right.attach(&network)
      return try network.add(Arithmetic(function), to: [a, b])
    }
  }

  private static func scaled(_ objective: Objective, by factor: Float, name: String) -> Objective {
    Objective(name: name) { network throws(FoveaError) in
      let value = try objective.attach(&network)
      return try network.add(Elementwise(.linear(scale: factor, offset: 0)), to: [value])
    }
  }

  private static func text(of factor: Float) -> String {
    let text = "\(factor)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

extension Network {
  /// The network with an objective grown onto it, and the objective's node; the outputs stay what they were.
  ///
  /// The objective's nodes are called `objective.…`, those of a second one `objective2.…`.
  ///
  /// - Throws: `FoveaError` where the network lacks what the objective asks for; names come with the nearest ones.
  public func attaching(
    _ objective: Objective
  ) throws(FoveaError) -> (network: Network, objective: Node.ID) {
    var network = self
    network.outputs = outputs
    let taken = Set(nodes.compactMap { $0.name.split(separator: ".").first.map(String.init) })
    var prefix = "objective"
    var number = 2
    while taken.contains(prefix) {
      prefix = "objective\(number)"
      number += 1
    }
    network.scope = NameScope(prefix: prefix)
    let node = try objective.attach(&network)
    network.scope = nil
    let shape = network.nominalShape(of: node)
    guard shape.rank == 0 else {
      throw FoveaError(
        "an objective must be one number, but '\(objective.name)' has the shape \(shape)")
    }
    return (network, node)
  }
}

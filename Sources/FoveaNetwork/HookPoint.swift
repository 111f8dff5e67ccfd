public import FoveaTensor

/// A place in a network where a value, and the gradient that arrives at it, can be looked at or changed.
///
/// Either a node's output, or a value inside of a node at one time step. Written `conv1`, `shared[2]` for the third call
/// of a layer, `lstm/h[12]` for a recurrent state.
public struct HookPoint: Hashable, Sendable {
  /// The node.
  public let node: Node.ID
  /// The value inside of the node, `nil` for its output.
  public let record: String?
  /// The time step, `nil` for a node's output.
  public let step: Int?

  /// Creates a hook point.
  public init(node: Node.ID, record: String? = nil, step: Int? = nil) {
    self.node = node
    self.record = record
    self.step = step
  }

  /// Where the value of this point can be looked at as it was before an edit changed it.
  ///
  /// Such as `conv1/untouched` or `lstm/h.untouched[12]`; it exists in networks with an edit at this point.
  public var untouched: HookPoint {
    HookPoint(node: node, record: record.map { "\($0).untouched" } ?? "untouched", step: step)
  }
}

/// Which of the two quantities at a hook point is meant.
public enum Phase: String, Hashable, Sendable, Codable, CaseIterable {
  /// What the node computes.
  case value
  /// The derivative of the objective with respect to the value, all paths included.
  case gradient
}

extension Network {
  /// The name of a hook point.
  public func name(of point: HookPoint) -> String {
    let label = label(of: point.node)
    guard let record = point.record else { return label }
    return "\(label)/\(record)" + (point.step.map { "[\($0)]" } ?? "")
  }

  /// All hook points in the order of computation, with their shapes, for the given shapes of all nodes.
  ///
  /// A point with an edit shows what flows on from it; `untouched` behind it shows what came.
  public func hookPoints(shapes: [Shape]) -> [(point: HookPoint, name: String, shape: Shape)] {
    nodes.flatMap { node in
      let inside = node.operation.records(for: node.inputs.map { shapes[$0.position] })
      let output = (point: HookPoint(node: node.id), shape: shapes[node.id.position])
      let points =
        [output]
        + inside.flatMap { record in
          (0..<record.steps).map { step in
            (HookPoint(node: node.id, record: record.name, step: step), record.shape)
          }
        }
      return points.flatMap { point, shape in
        (edits[point] == nil ? [point] : [point, point.untouched]).map { ($0, name(of: $0), shape) }
      }
    }
  }
}

extension Network {
  /// Where a node's own value is, before any edit of it: for an input, what was given.
  public func ownPoint(of id: Node.ID) -> HookPoint {
    let point = HookPoint(node: id)
    return edits[point] == nil ? point : point.untouched
  }

  /// The shape at a hook point, for the given shapes of all nodes; `nil` where there is no such point.
  ///
  /// The untouched value of a point with an edit has the point's shape.
  public func shape(of point: HookPoint, shapes: [Shape]) -> Shape? {
    let point = edits.keys.first { $0.untouched == point } ?? point
    guard let name = point.record else {
      return point.step == nil ? shapes[point.node.position] : nil
    }
    let node = nodes[point.node.position]
    let inside = node.operation.records(for: node.inputs.map { shapes[$0.position] })
    guard let step = point.step, step >= 0 else { return nil }
    return inside.first { $0.name == name && step < $0.steps }?.shape
  }
}

/// A choice of hook points.
public struct HookSelector: Sendable, ExpressibleByStringLiteral {
  /// What a user wrote, for messages.
  public let description: String
  let matches: @Sendable (String) -> Bool

  /// Chooses by name or glob: `*` stands for anything, `?` for one character, `{a,b}` for either.
  ///
  /// A name without its step or call, such as `lstm/h` or `shared`, chooses all of them.
  public init(_ pattern: String) {
    let glob = Glob(pattern)
    description = pattern
    matches = { name in
      if glob.matches(name) { return true }
      guard name.hasSuffix("]"), let bracket = name.lastIndex(of: "[") else { return false }
      return glob.matches(String(name[..<bracket]))
    }
  }

  /// Chooses the hook point of that name, whatever characters it has.
  public init(exactly name: String) {
    description = name
    matches = { $0 == name }
  }

  /// Chooses by name or glob.
  public init(stringLiteral value: String) { self.init(value) }

  /// Chooses the hook points whose name satisfies a predicate.
  public init(where predicate: @escaping @Sendable (_ name: String) -> Bool) {
    description = "predicate"
    matches = predicate
  }

  /// The hook points chosen among `all`: by their own names, else by those that Lucid has for them.
  ///
  /// - Throws: `FoveaError` that lists the nearest names where nothing is chosen.
  public func select(
    from all: [(point: HookPoint, name: String, shape: Shape)]
  ) throws(FoveaError) -> [HookPoint] {
    let chosen = all.filter { matches($0.name) }.map(\.point)
    guard chosen.isEmpty else { return chosen }
    let known = all.filter { LucidNames.name(of: $0.name).map(matches) ?? false }.map(\.point)
    guard known.isEmpty else { return known }
    throw FoveaError.unknown("hook point", description, known: all.map(\.name))
  }
}

public import FoveaTensor

/// Puts axes of extent 1 into a shape; the elements stay.
public struct AxisInsertion: Operation {
  /// The name of the kind.
  public static let kind = "unsqueeze"
  /// Where the new axes lie in the output; negative ones count from its end.
  public let axes: [Int]

  /// Creates an insertion.
  public init(_ axes: [Int]) { self.axes = axes }

  /// The input's extents with ones between them.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    let rank = inputs[0].rank + min(axes.count, 65)
    guard rank <= 64 else { throw ShapeError("a shape of \(rank) axes") }
    let frame = Shape([Int](repeating: 1, count: rank))
    var places: Set<Int> = []
    for axis in axes { places.insert(try frame.normalized(axis: axis)) }
    guard places.count == axes.count else { throw ShapeError("the axes \(axes) repeat one") }
    var rest = inputs[0].dimensions.makeIterator()
    return Shape((0..<rank).map { places.contains($0) ? 1 : rest.next() ?? 1 })
  }

  /// The new axes.
  public var summary: String { "\(axes)" }
}

/// Takes axes of extent 1 out of a shape; the elements stay.
public struct AxisRemoval: Operation {
  /// The name of the kind.
  public static let kind = "squeeze"
  /// The axes, negative ones counted from the end; `nil` for all of extent 1.
  public let axes: [Int]?

  /// Creates a removal.
  public init(_ axes: [Int]? = nil) { self.axes = axes }

  /// The axes of an input that go.
  public func removed(from input: Shape) throws(ShapeError) -> Set<Int> {
    guard let axes else { return Set((0..<input.rank).filter { input[$0] == 1 }) }
    var places: Set<Int> = []
    for axis in axes {
      let place = try input.normalized(axis: axis)
      guard input[place] == 1 else {
        throw ShapeError("axis \(axis) of \(input) has more than one element and cannot go")
      }
      places.insert(place)
    }
    return places
  }

  /// The input's extents without those axes.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    let places = try removed(from: inputs[0])
    return Shape(inputs[0].dimensions.enumerated().filter { !places.contains($0.0) }.map(\.1))
  }

  /// The axes.
  public var summary: String { axes.map { "\($0)" } ?? "all of extent 1" }
}

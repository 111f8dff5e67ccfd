public import FoveaDrawing
import FoveaEngine
public import FoveaNetwork
public import FoveaTensor

/// Evenly spread points of the plane, to see what a network of two inputs answers everywhere.
public struct PlaneGrid: Hashable, Sendable {
  /// The reach of the first input.
  public let x: ClosedRange<Double>
  /// The reach of the second input.
  public let y: ClosedRange<Double>
  /// The number of points along the first input.
  public let columns: Int
  /// The number of points along the second input.
  public let rows: Int

  /// Creates a grid whose points are the middles of cells that fill the rectangle.
  ///
  /// - Precondition: the numbers are positive and both ranges have an extent.
  public init(
    x: ClosedRange<Double> = -1.2...1.2, y: ClosedRange<Double> = -1.2...1.2, columns: Int = 120,
    rows: Int = 120
  ) {
    precondition(columns > 0 && rows > 0, "a grid has points, got \(columns) x \(rows)")
    precondition(
      x.lowerBound < x.upperBound && y.lowerBound < y.upperBound, "the plane has an extent")
    self.x = x
    self.y = y
    self.columns = columns
    self.rows = rows
  }

  /// The points, `[rows · columns, 2]`, the lowest row first.
  public var points: Tensor {
    func place(_ index: Int, of count: Int, _ range: ClosedRange<Double>) -> Float {
      Float(
        range.lowerBound + (Double(index) + 0.5) / Double(count)
          * (range.upperBound - range.lowerBound))
    }
    let across = (0..<columns).map { place($0, of: columns, x) }
    return Tensor(
      shape: [rows * columns, 2],
      scalars: (0..<rows).flatMap { row in
        let up = place(row, of: rows, y)
        return across.flatMap { [$0, up] }
      })
  }

  /// What nodes of a network answer at the points: for each node `[units, rows, columns]`.
  ///
  /// - Parameter labels: the nodes, each `[batch, units]`.
  /// - Throws: `FoveaError` for an unknown node, with the nearest names, and where the network does not take `[batch, 2]`.
  public func values(of network: Network, at labels: [String]) throws(FoveaError) -> [Tensor] {
    let inputs = network.inputs
    guard inputs.count == 1, network.nominalShape(of: inputs[0].id).dimensions.dropFirst() == [2]
    else {
      throw FoveaError(
        "a network over the plane has one input [batch, 2], this one has "
          + inputs.map { "\(network.nominalShape(of: $0.id))" }.joined(separator: ", "))
    }
    var nodes: [Node.ID] = []
    for label in labels {
      let node = try network.node(label)
      guard network.nominalShape(of: node.id).rank == 2 else {
        throw FoveaError("'\(label)' is \(network.nominalShape(of: node.id)), not [batch, units]")
      }
      nodes.append(node.id)
    }
    let count = rows * columns
    let plan = try Plan(
      network, shapes: [inputs[0].name: [count, 2]], request: PlanRequest(outputs: nodes))
    try plan.setInput(inputs[0].name, to: points)
    try plan.run()
    return nodes.map { turned(plan.value(of: $0)) }
  }

  /// `[points, units]` as `[units, rows, columns]`.
  private func turned(_ values: Tensor) -> Tensor {
    let (count, units) = (values.shape[0], values.shape[1])
    var turned = [Float](repeating: 0, count: count * units)
    let numbers = values.scalars
    for unit in 0..<units {
      for point in 0..<count { turned[unit * count + point] = numbers[point * units + unit] }
    }
    return Tensor(shape: [units, rows, columns], scalars: turned)
  }

  /// The map of one field `[rows, columns]` over this grid.
  public func map(
    _ field: Tensor, title: String = "", kind: ColorScale.Kind = .linear, scale: ColorScale? = nil,
    colorMap: ColorMap? = nil, contours: [Double] = [], series: [Series] = []
  ) -> FieldMap {
    FieldMap(
      title: title, values: field, x: x, y: y, kind: kind, scale: scale, colorMap: colorMap,
      contours: contours, series: series)
  }

  /// How far a field `[rows, columns]` is from changing along one direction only: 1 − the largest eigenvalue of
  /// Σ ∇f ∇fᵀ over its trace; 0 for a straight fold, at most 1/2.
  ///
  /// Derivatives are differences of neighbours. A field that is the same everywhere has no bend: 0.
  ///
  /// - Precondition: the field is a matrix.
  public static func bend(of field: Tensor) -> Double {
    precondition(field.shape.rank == 2, "a field is [rows, columns], got \(field.shape)")
    let (rows, columns) = (field.shape[0], field.shape[1])
    let numbers = field.scalars
    var (xx, xy, yy) = (0.0, 0.0, 0.0)
    for row in 0..<max(rows - 1, 0) {
      for column in 0..<max(columns - 1, 0) {
        let here = row * columns + column
        let across = Double(numbers[here + 1] - numbers[here])
        let up = Double(numbers[here + columns] - numbers[here])
        xx += across * across
        xy += across * up
        yy += up * up
      }
    }
    guard xx + yy > 0 else { return 0 }
    let largest = (xx + yy) / 2 + ((xx - yy) * (xx - yy) / 4 + xy * xy).squareRoot()
    return 1 - largest / (xx + yy)
  }
}

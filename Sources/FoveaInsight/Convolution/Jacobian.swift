import FoveaEngine
public import FoveaNetwork
public import FoveaTensor

/// The derivatives of every element of one node by every element of another, at one point.
///
/// For a linear network it is the network's matrix, whatever the point: a convolution's is a Toeplitz matrix.
public struct Jacobian: Hashable, Sendable {
  /// ∂yᵢ/∂xⱼ, `[outputs, inputs]`, both counted row by row.
  public let matrix: Tensor
  /// The value of the node that is differentiated, without the batch.
  public let output: Tensor
  /// The value of the node by which it is differentiated, without the batch.
  public let input: Tensor

  /// Differentiates a node of a network by another, one seed for each output.
  ///
  /// - Parameters:
  ///   - source: the label of the node by which it is differentiated; without one, the input.
  ///   - target: the label of the node that is differentiated; without one, the output.
  ///   - point: the network's input without the batch.
  /// - Throws: `FoveaError` for unknown labels, a network of several inputs, or a point that does not fit.
  public init(
    of network: Network, by source: String? = nil, at target: String? = nil, on point: Tensor
  ) throws(FoveaError) {
    let first = try network.onlyInput()
    let from = try source.map { (label) throws(FoveaError) in try network.node(label).id }
    let to = try target.map { (label) throws(FoveaError) in try network.node(label).id }
    let by = network.ownPoint(of: from ?? first.id)
    let end = to ?? network.outputs[0]
    let one = try network.shapes(for: [first.name: Shape([1] + point.shape.dimensions)])
    let outputs = one[end.position].count
    let inputs = one[by.node.position].count
    // Each sample of a batch is the same point with the seed of another output.
    let rows = min(outputs, 128)
    let isInput = by.node == first.id
    let plan = try Plan(
      network, shapes: [first.name: Shape([rows] + point.shape.dimensions)],
      request: PlanRequest(
        outputs: [end], origin: .seeds([end]), inputs: isInput ? [first.name] : [],
        values: isInput ? [] : [by], gradients: isInput ? [] : [by], allowsWinograd: false))
    try plan.setInput(
      first.name, to: .stacking([Tensor](repeating: point, count: rows)))
    var scalars: [Float] = []
    scalars.reserveCapacity(outputs * inputs)
    for start in stride(from: 0, to: outputs, by: rows) {
      let count = min(rows, outputs - start)
      var seeds = [Float](repeating: 0, count: rows * outputs)
      for row in 0..<count { seeds[row * outputs + start + row] = 1 }
      plan.setSeed(of: end, to: Tensor(shape: plan.shapes[end.position], scalars: seeds))
      try plan.run()
      scalars += plan.gradient(of: by).scalars.prefix(count * inputs)
    }
    matrix = Tensor(shape: [outputs, inputs], scalars: scalars)
    output = plan.value(of: end).element(0)
    input = isInput ? point : plan.value(of: by).element(0)
  }

  /// The pairs of an output and an input that it depends on here.
  public var dependences: [(output: Int, input: Int)] {
    let columns = matrix.shape[1]
    return matrix.scalars.indices.filter { matrix.scalars[$0] != 0 }
      .map { ($0 / columns, $0 % columns) }
  }

  /// The share of zeros.
  public var sparsity: Double { 1 - Double(dependences.count) / Double(matrix.shape.count) }

  /// The matrix times the input: for a linear network without biases, its output, without the batch.
  public var product: Tensor {
    let columns = matrix.shape[1]
    let sums = (0..<matrix.shape[0]).map { row in
      var sum = 0.0
      for column in 0..<columns {
        sum += Double(matrix.scalars[row * columns + column]) * Double(input.scalars[column])
      }
      return Float(sum)
    }
    return Tensor(shape: output.shape, scalars: sums)
  }
}

import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct ReshapeTests {
  static let cases: [OperationCase] = [
    OperationCase(Reshaping(to: [3, -1]), [2, 3, 5]),
    OperationCase(Reshaping(to: [0, 15]), [2, 3, 5]),
    OperationCase(Reshaping(to: []), [1, 1]),
    OperationCase(Flattening(), [2, 3, 5]),
    OperationCase(Flattening(from: 0), [2, 3]),
    OperationCase(Flattening(from: 2), [2, 3]),
    OperationCase(Transposition(order: [0]), [1]),
    OperationCase(Transposition(order: [1, 0]), [3, 5]),
    OperationCase(Transposition(order: [2, 0, 1]), [2, 3, 5]),
    OperationCase(Transposition(order: [0, 2, 3, 1]), [2, 3, 1, 4]),
    OperationCase(Slicing(axis: 0, start: 0, count: 1), [1]),
    OperationCase(Slicing(axis: 1, start: 1, count: 2, step: 2), [2, 5, 3]),
    OperationCase(Slicing(axis: -1, start: -3, count: 3), [2, 5]),
    OperationCase(Slicing(axis: 0, start: 1, count: 1), [3, 2]),
    OperationCase(Concatenation(), [2, 3], [2, 1], [2, 4]),
    OperationCase(Concatenation(axis: 0), [1, 2], [3, 2]),
    OperationCase(Concatenation(axis: -1), [2, 3, 1], [2, 3, 2]),
    OperationCase(Concatenation(axis: 1), [2, 3]),
  ]

  @Test(arguments: cases)
  func gradients(_ entry: OperationCase) throws {
    try GradientCheck(entry.operation, on: entry.shapes).run()
  }

  /// Values of blocked images are taken in row-major order, and gradients find back.
  @Test(arguments: [
    OperationCase(Reshaping(to: [2, -1]), [2, 20, 3, 3]),
    OperationCase(Transposition(order: [0, 2, 1, 3]), [2, 20, 3, 3]),
    OperationCase(Slicing(axis: 1, start: 3, count: 5, step: 3), [2, 20, 3, 3]),
    OperationCase(Flattening(), [2, 20, 3, 3]),
  ])
  func readsBlockedImages(_ entry: OperationCase) throws {
    var network = Network(seed: 4)
    let x = try network.addInput("x", shape: [2, 3, 4, 4])
    let y = try network.add(Convolution(filters: 20, window: .square(2)), to: [x], name: "conv")
    #expect(network.nominalShape(of: y) == entry.shapes[0])
    try network.add(entry.operation, to: [y])
    try GradientCheck(network).run()
  }

  @Test func concatenationOfBlockedImages() throws {
    var network = Network(seed: 4)
    let x = try network.addInput("x", shape: [2, 3, 4, 4])
    let a = try network.add(Convolution(filters: 20, window: .square(2)), to: [x], name: "a")
    let b = try network.add(Convolution(filters: 17, window: .square(2)), to: [x], name: "b")
    let joined = try network.add(Concatenation(), to: [a, b, a])
    try network.add(Convolution(filters: 16, window: .square(3)), to: [joined], name: "after")
    try GradientCheck(network).run()
  }

  @Test func values() throws {
    func run(_ operation: any Operation, _ inputs: [Tensor]) throws -> Tensor {
      let check = try GradientCheck(operation, on: inputs.map(\.shape))
      let plan = try Plan(check.network, shapes: [:])
      for (index, tensor) in inputs.enumerated() { try plan.setInput("x\(index)", to: tensor) }
      try plan.run()
      return plan.value(of: check.output)
    }
    let x = Tensor(shape: [2, 3], scalars: [0, 1, 2, 3, 4, 5])
    let turned = try run(Transposition(order: [1, 0]), [x])
    #expect(turned == Tensor(shape: [3, 2], scalars: [0, 3, 1, 4, 2, 5]))
    let part = try run(Slicing(axis: 1, start: -3, count: 2, step: 2), [x])
    #expect(part == Tensor(shape: [2, 2], scalars: [0, 2, 3, 5]))
    let joined = try run(Concatenation(), [x, Tensor(shape: [2, 1], scalars: [8, 9])])
    #expect(joined == Tensor(shape: [2, 4], scalars: [0, 1, 2, 8, 3, 4, 5, 9]))
    #expect(try run(Reshaping(to: [3, -1]), [x]) == x.reshaped(to: [3, 2]))
  }
}

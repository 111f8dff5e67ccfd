import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct SoftmaxTests {
  static let cases: [OperationCase] = [false, true].flatMap { isLogarithm in
    [
      OperationCase(SoftmaxFunction(isLogarithm: isLogarithm), [1, 1]),
      OperationCase(SoftmaxFunction(isLogarithm: isLogarithm), [3, 7]),
      OperationCase(SoftmaxFunction(axis: 0, isLogarithm: isLogarithm), [5]),
      OperationCase(SoftmaxFunction(axis: 1, isLogarithm: isLogarithm), [2, 3, 4, 5]),
      OperationCase(SoftmaxFunction(axis: -2, isLogarithm: isLogarithm), [2, 5, 3]),
      OperationCase(SoftmaxFunction(axis: 0, isLogarithm: isLogarithm), [4, 3]),
      OperationCase(SoftmaxFunction(axis: 1, isLogarithm: isLogarithm), [1, 33]),
    ]
  }

  @Test(arguments: cases)
  func gradients(_ entry: OperationCase) throws {
    try GradientCheck(entry.operation, on: entry.shapes).run()
  }

  @Test(arguments: [Float(1e4), -1e4])
  func extremeInputs(_ size: Float) throws {
    for isLogarithm in [false, true] {
      let check = try GradientCheck(SoftmaxFunction(isLogarithm: isLogarithm), on: [[1, 2]])
      let plan = try Plan(check.network, shapes: [:])
      try plan.setInput("x0", to: Tensor(shape: [1, 2], scalars: [size, 0]))
      try plan.run()
      let expected: [Float] =
        isLogarithm ? (size > 0 ? [0, -1e4] : [-1e4, 0]) : (size > 0 ? [1, 0] : [0, 1])
      let value = plan.value(of: check.output)
      #expect(value.isClose(to: Tensor(shape: [1, 2], scalars: expected), relative: 1e-6))
    }
  }
}

import COneDNN
import Foundation
import Testing

extension OneDNN {
  @Suite struct ElementwiseTests {
    struct Case: CustomTestStringConvertible {
      var testDescription: String
      var function: fovea_elementwise_function
      var alpha: Float = 0
      var beta: Float = 0
      var isPositive = false
      var value: @Sendable (Double) -> Double
    }

    static let cases: [Case] = {
      let logistic: @Sendable (Double) -> Double = { 1 / (1 + exp(-$0)) }
      let softplus: @Sendable (Double) -> Double = { log1p(exp($0)) }
      let elu: @Sendable (Double) -> Double = { $0 > 0 ? $0 : 0.7 * expm1($0) }
      let leaky: @Sendable (Double) -> Double = { $0 > 0 ? $0 : 0.25 * $0 }
      let clip: @Sendable (Double) -> Double = { min(max($0, -0.55), 0.75) }
      return [
        Case(testDescription: "relu", function: FOVEA_RELU, value: { max($0, 0) }),
        Case(testDescription: "leaky relu", function: FOVEA_RELU, alpha: 0.25, value: leaky),
        Case(testDescription: "tanh", function: FOVEA_TANH, value: { tanh($0) }),
        Case(testDescription: "elu", function: FOVEA_ELU, alpha: 0.7, value: elu),
        Case(testDescription: "square", function: FOVEA_SQUARE, value: { $0 * $0 }),
        Case(testDescription: "abs", function: FOVEA_ABS, value: { abs($0) }),
        Case(testDescription: "sqrt", function: FOVEA_SQRT, isPositive: true, value: { sqrt($0) }),
        Case(
          testDescription: "linear", function: FOVEA_LINEAR, alpha: -2, beta: 0.5,
          value: { -2 * $0 + 0.5 }),
        Case(testDescription: "logistic", function: FOVEA_LOGISTIC, value: logistic),
        Case(testDescription: "exp", function: FOVEA_EXP, value: { exp($0) }),
        Case(
          testDescription: "gelu by erf", function: FOVEA_GELU_ERF,
          value: { $0 / 2 * (1 + erf($0 / 2.0.squareRoot())) }),
        Case(
          testDescription: "gelu by tanh", function: FOVEA_GELU_TANH,
          value: {
            $0 / 2 * (1 + tanh((2 / Double.pi).squareRoot() * ($0 + 0.044715 * $0 * $0 * $0)))
          }),
        Case(
          testDescription: "swish", function: FOVEA_SWISH, alpha: 1.5,
          value: { $0 * logistic(1.5 * $0) }),
        Case(testDescription: "log", function: FOVEA_LOG, isPositive: true, value: { log($0) }),
        Case(
          testDescription: "clip", function: FOVEA_CLIP, alpha: -0.55, beta: 0.75, value: clip),
        Case(testDescription: "softplus", function: FOVEA_SOFTPLUS, value: softplus),
      ]
    }()

    @Test(arguments: cases) func function(_ entry: Case) throws {
      // 19 × 7 elements, from −5 to 5 or 0.1 to 5; none lies on a kink, where a difference quotient says nothing.
      let dims = [7, 19]
      let x = (0..<133).map { i in
        let place = (Float(i) + 0.37) / 133
        return entry.isPositive ? 0.1 + 4.9 * place : 10 * place - 5
      }
      let wanted = x.map { entry.value(Double($0)) }
      let dy = numbers(133, seed: 1)
      let gradient = zip(x, dy).map { x, dy in
        let step = 1e-5
        let slope = entry.value(Double(x) + step) - entry.value(Double(x) - step)
        return Double(dy) * slope / (2 * step)
      }

      let layout = try Layout.plain(dims)
      let number = Int32(entry.function.rawValue)
      let forward = try unsafe Operation(
        fovea_elementwise_forward(number, entry.alpha, entry.beta, layout.handle, 1))
      try forward.set(FOVEA_SOURCE, dims, x)
      try forward.run(FOVEA_DESTINATION)
      expectClose(try forward.get(FOVEA_DESTINATION, dims), wanted, forward.name)

      let backward = try unsafe Operation(
        fovea_elementwise_backward(number, entry.alpha, entry.beta, layout.handle))
      #expect(try backward.layout(FOVEA_DESTINATION) == nil)
      try backward.set(FOVEA_SOURCE, dims, x)
      try backward.set(FOVEA_DESTINATION_GRADIENT, dims, dy)
      try backward.run(FOVEA_SOURCE_GRADIENT)
      expectClose(try backward.get(FOVEA_SOURCE_GRADIENT, dims), gradient, backward.name)
    }

    @Test func `Works in place`() throws {
      let layout = try Layout.plain([5])
      let memory = Memory([-2, -1, 0, 1, 2])
      let operation = try unsafe Operation(
        fovea_elementwise_forward(Int32(FOVEA_RELU.rawValue), 0.5, 0, layout.handle, 0))
      try operation.bind(Int32(FOVEA_SOURCE.rawValue), memory)
      try operation.bind(Int32(FOVEA_DESTINATION.rawValue), memory)
      try operation.run()
      #expect(memory.values == [-1, -0.5, 0, 1, 2])
    }

    @Test(arguments: [-1, 15]) func `Refuses an unknown function`(_ number: Int32) throws {
      let layout = try Layout.plain([5])
      #expect(throws: Refusal.self) {
        try unsafe Operation(fovea_elementwise_forward(number, 0, 0, layout.handle, 0))
      }
      #expect(throws: Refusal.self) {
        try unsafe Operation(fovea_elementwise_backward(number, 0, 0, layout.handle))
      }
    }
  }
}

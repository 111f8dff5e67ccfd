import Foundation
import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct NormalizationTests {
  static let batchShapes: [Shape] = [
    [2, 1], [5, 3], [1, 2, 3, 3], [3, 1, 2, 2], [2, 5, 3, 4], [2, 20, 3, 3], [4, 3, 7],
  ]

  @Test(arguments: PlanRequest.Mode.allCases, batchShapes)
  func batchGradients(_ mode: PlanRequest.Mode, _ shape: Shape) throws {
    var check = try GradientCheck(BatchNormalization(epsilon: 1e-2), on: [shape])
    check.mode = mode
    check.inputs = ["x0": .away(shape, sizes: 0.2...2)]
    check.step = 0.02
    check.tolerance = 1e-3
    try check.run()
  }

  @Test(arguments: PlanRequest.Mode.allCases, [20, 32])
  func batchGradientsInBlockedLayouts(_ mode: PlanRequest.Mode, _ channels: Int) throws {
    var network = Network(seed: 5)
    let x = try network.addInput("x", shape: [2, 3, 5, 5])
    let a = try network.add(
      Convolution(filters: channels, window: .square(3)), to: [x], name: "conv")
    let b = try network.add(BatchNormalization(), to: [a], name: "norm")
    let c = try network.add(Elementwise(.tanh), to: [b])
    try network.add(Convolution(filters: 17, window: .square(2)), to: [c], name: "after")
    var check = GradientCheck(network)
    check.mode = mode
    check.step = 0.02
    check.tolerance = 1e-3
    try check.run()
  }

  @Test func runningMoments() throws {
    let shape: Shape = [3, 2, 2, 1]
    let check = try GradientCheck(BatchNormalization(momentum: 0.25), on: [shape])
    let store = ParameterStore(check.network)
    let training = try Plan(
      check.network, shapes: [:], request: PlanRequest(mode: .training), parameters: store)
    let x = Tensor(shape: shape, scalars: (0..<12).map { Float($0 * $0) })
    try training.setInput("x0", to: x)
    try training.run()
    let channels = [0, 1].map { channel in
      (0..<3).flatMap { image in (0..<2).map { x[image, channel, $0, 0] } }
    }
    for (channel, values) in channels.enumerated() {
      let mean = values.reduce(0, +) / 6
      let unbiased = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 5
      let after = store.snapshot()
      #expect(abs(after[2][channel] - 0.25 * mean) < 1e-4 * mean)
      #expect(abs(after[3][channel] - (0.75 + 0.25 * unbiased)) < 1e-4 * unbiased)
    }
    // Inference of the same store reads them and leaves them alone.
    let before = store.snapshot()
    let inference = try Plan(check.network, shapes: [:], parameters: store)
    try inference.setInput("x0", to: x)
    try inference.run()
    #expect(store.snapshot() == before)
    let expected = (x[1, 1, 0, 0] - before[2][1]) / (before[3][1] + 1e-5).squareRoot()
    #expect(abs(inference.value(of: check.output)[1, 1, 0, 0] - expected) < 1e-5)
  }

  /// One image of one pixel has no variance: the output is the bias, and nothing is divided by zero.
  @Test func batchOfOneNumber() throws {
    let check = try GradientCheck(BatchNormalization(), on: [[1, 2]])
    let store = ParameterStore(check.network)
    let plan = try Plan(
      check.network, shapes: [:],
      request: PlanRequest(
        mode: .training, outputs: [check.output], origin: .seeds([check.output]), inputs: ["x0"]),
      parameters: store)
    try plan.setInput("x0", to: Tensor(shape: [1, 2], scalars: [3, -4]))
    plan.setSeed(of: check.output, to: Tensor(shape: [1, 2], scalars: [1, 1]))
    try plan.run()
    #expect(plan.value(of: check.output).scalars == [0, 0])
    #expect(try plan.gradient(ofInput: "x0").scalars == [0, 0])
    #expect(store.snapshot()[3].scalars.allSatisfy { abs($0 - 0.9) < 1e-6 })
  }

  static let rows: [OperationCase] = [
    OperationCase(LayerNormalization(epsilon: 1e-2), [1, 1]),
    OperationCase(LayerNormalization(), [3, 7]),
    OperationCase(LayerNormalization(axes: 2), [2, 3, 5]),
    OperationCase(LayerNormalization(axes: 3), [2, 3, 2, 2]),
    OperationCase(LayerNormalization(axes: 1), [2, 3, 33]),
    OperationCase(Standardization(mean: [0.5], deviation: [0.25]), [2, 3, 2, 2]),
    OperationCase(
      Standardization(mean: [0.5, -1, 2], deviation: [0.25, 2, -1]), [2, 3, 2, 2]),
    OperationCase(Standardization(mean: [1], deviation: [2]), [1, 1]),
  ]

  @Test(arguments: rows)
  func rowGradients(_ entry: OperationCase) throws {
    var check = try GradientCheck(entry.operation, on: entry.shapes)
    check.step = 0.02
    check.tolerance = 1e-3
    try check.run()
  }

  /// A mean a thousand times the deviation must not cost the gradient its digits.
  @Test func layerNormalizationFarFromZero() throws {
    var source = RandomSource(seed: 8)
    let near = Tensor.uniform([2, 8], in: -1...1, from: &source).map { ($0 * 64).rounded() / 64 }
    let seed = Tensor.uniform([2, 8], in: -1...1, from: &source)
    func gradient(_ x: Tensor) throws -> Tensor {
      let check = try GradientCheck(LayerNormalization(), on: [[2, 8]])
      let plan = try Plan(
        check.network, shapes: [:],
        request: PlanRequest(origin: .seeds([check.output]), inputs: ["x0"]))
      try plan.setInput("x0", to: x)
      plan.setSeed(of: check.output, to: seed)
      try plan.run()
      return try plan.gradient(ofInput: "x0")
    }
    let (a, b) = (try gradient(near), try gradient(near.map { $0 + 1024 }))
    #expect(a.furthest(from: b, relative: 1e-3, absolute: 1e-4) == nil)
  }

  static let responses: [OperationCase] = [
    OperationCase(LocalResponseNormalization(size: 1, alpha: 0.5), [1, 1, 1, 1]),
    OperationCase(LocalResponseNormalization(size: 5, alpha: 2, beta: 1.3), [2, 6, 9, 9]),
    OperationCase(LocalResponseNormalization(size: 3, alpha: 0.5, beta: 0.75), [2, 5, 2, 3]),
    OperationCase(LocalResponseNormalization(size: 5, alpha: 1, beta: 0.75, k: 2), [1, 7, 3, 2]),
    OperationCase(LocalResponseNormalization(size: 5, alpha: 1, beta: 0.5), [1, 16, 3, 3]),
    OperationCase(LocalResponseNormalization(size: 5, alpha: 1), [2, 32, 3, 3]),
    OperationCase(LocalResponseNormalization(size: 7, alpha: 1), [1, 3, 2, 2]),
  ]

  @Test(arguments: responses)
  func responseGradients(_ entry: OperationCase) throws {
    try GradientCheck(entry.operation, on: entry.shapes).run()
  }

  @Test(arguments: responses)
  func responseValues(_ entry: OperationCase) throws {
    guard let lrn = entry.operation as? LocalResponseNormalization else { return }
    let check = try GradientCheck(lrn, on: entry.shapes)
    let shape = entry.shapes[0]
    let plan = try Plan(check.network, shapes: [:])
    let x = Tensor.away(shape)
    try plan.setInput("x0", to: x)
    try plan.run()
    let y = plan.value(of: check.output)
    for (n, c) in [(0, 0), (shape[0] - 1, shape[1] - 1), (0, shape[1] / 2)] {
      let (low, high) = (max(0, c - lrn.size / 2), min(shape[1] - 1, c + lrn.size / 2))
      let sum = (low...high).reduce(Float(0)) { $0 + x[n, $1, 0, 0] * x[n, $1, 0, 0] }
      let base = Double(lrn.k + lrn.alpha / Float(lrn.size) * sum)
      let expected = x[n, c, 0, 0] / Float(pow(base, Double(lrn.beta)))
      #expect(abs(y[n, c, 0, 0] - expected) < 1e-5)
    }
  }

  @Test func responseReadsBlockedImages() throws {
    var network = Network(seed: 5)
    let x = try network.addInput("x", shape: [2, 3, 4, 4])
    let a = try network.add(Convolution(filters: 20, window: .square(2)), to: [x], name: "conv")
    let b = try network.add(LocalResponseNormalization(alpha: 0.5), to: [a])
    try network.add(Convolution(filters: 17, window: .square(2)), to: [b], name: "after")
    try GradientCheck(network).run()
  }
}

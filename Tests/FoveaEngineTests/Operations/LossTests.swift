import Foundation
import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct LossTests {
  static let classTargets: [(logits: Shape, targets: [Float])] = [
    ([1, 1], [0]), ([1, 5], [3]), ([4, 3], [2, 0, 1, 1]), ([4, 3], [2, -1, 1, -100]),
    ([2, 3, 4], [0, 3, -1, 2, 2, 1]), ([2, 4], [-1, -1]),
  ]

  @Test(arguments: LossReduction.allCases, [Float(0), 0.1])
  func crossEntropyGradients(_ reduction: LossReduction, _ smoothing: Float) throws {
    for (logits, targets) in Self.classTargets {
      let shape = Shape(Array(logits.dimensions.dropLast()))
      var check = try GradientCheck(
        CrossEntropy(labelSmoothing: smoothing, reduction: reduction), on: [logits, shape])
      check.inputs = ["x1": Tensor(shape: shape, scalars: targets)]
      check.excluding = ["x1"]
      try check.run()
    }
  }

  @Test(arguments: LossReduction.allCases)
  func elementLossGradients(_ reduction: LossReduction) throws {
    for shape in [[], [1], [3, 5], [2, 3, 4]] as [Shape] {
      var source = RandomSource(seed: 2)
      let losses: [any FoveaNetwork.Operation] = [
        SquaredError(reduction: reduction), BinaryCrossEntropy(reduction: reduction),
      ]
      for loss in losses {
        var check = try GradientCheck(loss, on: [shape, shape])
        check.inputs = ["x1": .uniform(shape, in: 0...1, from: &source)]
        check.excluding = ["x1"]
        try check.run()
      }
    }
  }

  @Test func ignoredTargetsCountForNothing() throws {
    let logits = Tensor(shape: [3, 2], scalars: [1, 2, 3, 4, 5, 7])
    func loss(_ reduction: LossReduction, _ targets: [Float]) throws -> Tensor {
      try Self.run(CrossEntropy(reduction: reduction), logits, targets).value
    }
    let each = try loss(.none, [0, -1, 1]).scalars
    #expect(abs(each[0] - 1.3132617) < 1e-6)
    #expect(each[1] == 0)
    #expect(abs(each[2] - 0.126928) < 1e-6)
    #expect(try loss(.sum, [0, -1, 1]).scalar == each[0] + each[2])
    #expect(abs(try loss(.mean, [0, -1, 1]).scalar - (each[0] + each[2]) / 2) < 1e-7)
    #expect(try loss(.mean, [-1, -1, -1]).scalar == 0)
  }

  @Test(arguments: [Float(1e4), -1e4])
  func extremeLogits(_ size: Float) throws {
    let logits = Tensor(shape: [1, 3], scalars: [size, 0, -size])
    let far = try Self.run(CrossEntropy(), logits, [size > 0 ? 2 : 0])
    #expect(far.value.scalar == 2e4)
    #expect(Self.rounded(far.gradient) == (size > 0 ? [1, 0, -1] : [-1, 0, 1]))
    let near = try Self.run(CrossEntropy(), logits, [size > 0 ? 0 : 2])
    #expect(near.value.scalar == 0)
    #expect(Self.rounded(near.gradient) == [0, 0, 0])
    let binary = try Self.run(
      BinaryCrossEntropy(reduction: .none), Tensor(shape: [2], scalars: [size, size]), [0, 1])
    #expect(Self.rounded(binary.value) == (size > 0 ? [1e4, 0] : [0, 1e4]))
    #expect(Self.rounded(binary.gradient) == (size > 0 ? [1, 0] : [0, -1]))
  }

  /// The exponential stops at the smallest normal number, about 1e-38, rather than at 0.
  private static func rounded(_ tensor: Tensor) -> [Float] {
    tensor.scalars.map { abs($0) < 1e-37 ? 0 : $0 }
  }

  @Test func notANumberIsHandedOn() throws {
    let logits = Tensor(shape: [1, 2], scalars: [0, .nan])
    #expect(try Self.run(CrossEntropy(), logits, [0]).value.scalar.isNaN)
    let loss = try Self.run(SquaredError(), logits, [0, 0], shape: [1, 2])
    #expect(loss.value.scalar.isNaN)
  }

  @Test(arguments: [Float(3), 1.5, .nan, .infinity, 1e20])
  func targetThatIsNoClass(_ target: Float) throws {
    #expect(
      throws: FoveaError("operation: target \(target) of row 1 is not one of 3 classes")
    ) {
      try Self.run(CrossEntropy(), .zeros([2, 3]), [0, target])
    }
  }

  /// The loss, and its gradient by the predictions for a seed of ones.
  @discardableResult
  private static func run(
    _ loss: any FoveaNetwork.Operation, _ input: Tensor, _ targets: [Float], shape: Shape? = nil
  ) throws -> (value: Tensor, gradient: Tensor) {
    let shape = shape ?? [targets.count]
    let check = try GradientCheck(loss, on: [input.shape, shape])
    let plan = try Plan(
      check.network, shapes: [:],
      request: PlanRequest(
        outputs: [check.output], origin: .seeds([check.output]), inputs: ["x0"]))
    try plan.setInput("x0", to: input)
    try plan.setInput("x1", to: Tensor(shape: shape, scalars: targets))
    plan.setSeed(
      of: check.output, to: Tensor(repeating: 1, shape: plan.shapes[check.output.position]))
    try plan.run()
    return (plan.value(of: check.output), try plan.gradient(ofInput: "x0"))
  }
}

import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct DropoutTests {
  @Test(arguments: [[1], [3, 5], [2, 3, 4, 4]] as [Shape], PlanRequest.Mode.allCases)
  func gradients(_ shape: Shape, _ mode: PlanRequest.Mode) throws {
    var check = try GradientCheck(DropoutMask(probability: 0.4), on: [shape])
    check.mode = mode
    try check.run()
  }

  @Test func gradientsInBlockedLayouts() throws {
    for mode in PlanRequest.Mode.allCases {
      var network = Network(seed: 5)
      let x = try network.addInput("x", shape: [2, 3, 4, 4])
      let a = try network.add(Convolution(filters: 20, window: .square(2)), to: [x], name: "conv")
      let b = try network.add(DropoutMask(probability: 0.3), to: [a])
      try network.add(Convolution(filters: 17, window: .square(2)), to: [b], name: "after")
      var check = GradientCheck(network)
      check.mode = mode
      try check.run()
    }
  }

  /// The masks of two dropouts of ones in one network, and the gradients of their sums.
  private static func masks(
    _ probability: Float, count: Int, seeds: [UInt64], mode: PlanRequest.Mode = .training
  ) throws -> [(first: [Float], second: [Float], gradient: [Float])] {
    var network = Network()
    let x = try network.addInput("x", shape: [count])
    let a = try network.add(DropoutMask(probability: probability), to: [x], name: "a")
    let b = try network.add(DropoutMask(probability: probability), to: [x], name: "b")
    let plan = try Plan(
      network, shapes: [:],
      request: PlanRequest(mode: mode, outputs: [a, b], origin: .seeds([a]), inputs: ["x"]))
    try plan.setInput("x", to: Tensor(repeating: 1, shape: [count]))
    plan.setSeed(of: a, to: Tensor(repeating: 1, shape: [count]))
    return try seeds.map { seed in
      try plan.run(seed: seed)
      return (
        plan.value(of: a).scalars, plan.value(of: b).scalars,
        try plan.gradient(ofInput: "x").scalars
      )
    }
  }

  @Test(arguments: [Float(0), 0.1, 0.5, 0.9])
  func shareAndScale(_ probability: Float) throws {
    let count = 100_000
    let mask = try Self.masks(probability, count: count, seeds: [7])[0].first
    let kept = mask.count { $0 != 0 }
    let expected = Float(count) * (1 - probability)
    // Five standard deviations of a binomial.
    #expect(abs(Float(kept) - expected) <= 5 * (expected * probability).squareRoot())
    #expect(mask.allSatisfy { $0 == 0 || abs($0 - 1 / (1 - probability)) < 1e-6 })
  }

  @Test func sameSeedSameMask() throws {
    let seeds: [UInt64] = [1, 2, 1, 1 << 40, 2]
    let runs = try Self.masks(0.5, count: 4096, seeds: seeds)
    #expect(runs[0].first == runs[2].first)
    #expect(runs[1].first == runs[4].first)
    #expect(runs[0].first != runs[1].first)
    #expect(runs[0].first != runs[3].first)
    // The backward pass drops what the forward pass dropped.
    for run in runs { #expect(run.first == run.gradient) }
  }

  /// Masks of neighbouring seeds, of two nodes and of neighbouring elements agree as often as chance has it.
  @Test func choicesAreIndependent() throws {
    let count = 40_000
    let runs = try Self.masks(0.5, count: count, seeds: Array(0..<6))
    func agreement(_ a: some Collection<Float>, _ b: some Collection<Float>) -> Float {
      Float(zip(a, b).count { ($0 == 0) == ($1 == 0) }) / Float(min(a.count, b.count))
    }
    for (index, run) in runs.enumerated() {
      #expect(abs(agreement(run.first, run.second) - 0.5) < 0.0125)
      for lag in [1, 2, 16, 64] {
        #expect(abs(agreement(run.first, run.first.dropFirst(lag)) - 0.5) < 0.0125)
      }
      for other in runs[(index + 1)...] {
        #expect(abs(agreement(run.first, other.first) - 0.5) < 0.0125)
      }
    }
  }

  @Test func inferenceDropsNothing() throws {
    let run = try Self.masks(0.5, count: 100, seeds: [3], mode: .inference)[0]
    #expect(run.first.allSatisfy { $0 == 1 })
    #expect(run.gradient.allSatisfy { $0 == 1 })
  }
}

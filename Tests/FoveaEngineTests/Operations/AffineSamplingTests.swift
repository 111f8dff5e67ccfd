import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct AffineSamplingTests {
  static let maps: [[Float]] = [
    [1, 0, 0, 0, 1, 0], [1, 0, 0.3, 0, 1, -0.7], [0.8, 0.6, 0.1, -0.6, 0.8, 0.2],
    [1.7, 0, 0, 0, 1.7, 0], [0.4, 0.1, 1, 0, 0.5, -1], [1, 0, 50, 0, 1, 0],
  ]

  @Test(arguments: maps, [nil, 0, 0.5] as [Float?])
  func gradients(_ map: [Float], _ fill: Float?) throws {
    for shape in [[1, 1, 1, 1], [2, 3, 5, 4]] as [Shape] {
      var check = try GradientCheck(AffineSampling(fill: fill), on: [shape, [1, 6]])
      check.inputs = ["x1": Tensor(shape: [1, 6], scalars: map)]
      check.excluding = ["x1"]
      try check.run()
    }
  }

  @Test func eachImageHasItsMap() throws {
    let shape: Shape = [2, 1, 3, 3]
    let maps = Tensor(shape: [2, 6], scalars: [1, 0, 1, 0, 1, 0] + [-1, 0, 0, 0, -1, 0])
    var check = try GradientCheck(AffineSampling(fill: -1), on: [shape, [2, 6]])
    check.inputs = ["x1": maps]
    check.excluding = ["x1"]
    try check.run()
    let plan = try Plan(check.network, shapes: [:])
    try plan.setInput("x0", to: Tensor(shape: shape, scalars: (0..<18).map(Float.init)))
    try plan.setInput("x1", to: maps)
    try plan.run()
    // The first is read one pixel to the right, the second is turned by 180 degrees.
    #expect(
      plan.value(of: check.output).scalars
        == [1, 2, -1, 4, 5, -1, 7, 8, -1] + (9..<18).reversed().map(Float.init))
  }
}

@Suite struct EditTests {
  static let shapes: [[Shape]] = [
    [[2, 3, 4, 4], [], []], [[2, 3, 4, 4], [3, 1, 1], [2, 3, 4, 4]], [[1], [1], [1]],
    [[2, 20, 3, 3], [1, 20, 1, 1], []],
  ]

  @Test(arguments: shapes)
  func gradients(_ shapes: [Shape]) throws {
    var check = try GradientCheck(Edit(), on: shapes)
    check.excluding = ["x1", "x2"]
    try check.run()
  }

  /// keep is ±1 and offset 0: sizes of 0.2 … 0.6 and 0.9 … 1.3 stay away from bounds of 0.75.
  @Test func gradientsWithBounds() throws {
    for sizes in [0.2...0.6, 0.9...1.3] as [ClosedRange<Float>] {
      for (low, high) in [(-0.75, 0.75), (nil, 0.75), (-0.75, nil)] as [(Float?, Float?)] {
        var check = try GradientCheck(Edit(low: low, high: high), on: [[3, 4], [3, 1], []])
        check.inputs = [
          "x0": .away([3, 4], sizes: sizes), "x1": Tensor(shape: [3, 1], scalars: [1, -1, 0]),
          "x2": .zeros([]),
        ]
        check.excluding = ["x1", "x2"]
        try check.run()
      }
    }
  }

  /// Zeroing removes infinities and what is not a number, in the value and in the gradient.
  @Test func zeroingIsComplete() throws {
    let check = try GradientCheck(Edit(), on: [[3], [3], []])
    let plan = try Plan(
      check.network, shapes: [:],
      request: PlanRequest(
        outputs: [check.output], origin: .seeds([check.output]), inputs: ["x0"]))
    try plan.setInput("x0", to: Tensor(shape: [3], scalars: [.nan, .infinity, 2]))
    try plan.setInput("x1", to: Tensor(shape: [3], scalars: [0, 0, 3]))
    try plan.setInput("x2", to: Tensor(1))
    plan.setSeed(of: check.output, to: Tensor(shape: [3], scalars: [.nan, .infinity, 5]))
    try plan.run()
    #expect(plan.value(of: check.output).scalars == [1, 1, 7])
    #expect(try plan.gradient(ofInput: "x0").scalars == [0, 0, 15])
  }
}

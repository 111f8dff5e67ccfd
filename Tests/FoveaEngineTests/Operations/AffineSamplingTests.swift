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

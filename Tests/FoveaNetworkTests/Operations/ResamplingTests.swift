import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct ResamplingTests {
  @Test func `Sizes come from scales or stand there`() throws {
    let targets = [
      Resampling.Target(axis: 2, scale: 0.6), Resampling.Target(axis: -1, scale: 3, size: 4),
    ]
    let operation = Resampling(.linear(), targets: targets)
    #expect(try operation.outputShape(for: [[1, 2, 5, 7]]) == [1, 2, 3, 4])
    #expect(throws: ShapeError("nothing is left of axis 2 of [1, 2, 1, 7] at that scale")) {
      try operation.outputShape(for: [[1, 2, 1, 7]])
    }
    #expect(throws: ShapeError("two targets for axis 1")) {
      try Resampling(.linear(), targets: [.init(axis: 1, size: 2), .init(axis: -1, size: 3)])
        .outputShape(for: [[4, 4]])
    }
  }

  /// Whatever the method, a constant stays one: the weights of each output add up to 1.
  @Test(arguments: Resampling.Coordinates.allCases, [1, 2, 5, 8])
  func `Weights add up`(_ coordinates: Resampling.Coordinates, inputs: Int) {
    let target = Resampling.Target(axis: 0, region: [0.1, 0.9])
    let methods: [Resampling.Method] = [
      .nearest(.preferCeil), .linear(), .cubic(), .linear(isSmoothed: true),
      .cubic(a: -0.5, isSmoothed: true),
    ]
    for method in methods {
      for excludesOutside in [false, true] {
        let operation = Resampling(
          method, coordinates: coordinates, targets: [], excludesOutside: excludesOutside)
        for outputs in 1...9 {
          for taps in operation.taps(for: target, inputs: inputs, outputs: outputs) {
            #expect(abs(taps.reduce(0) { $0 + $1.weight } - 1) < 1e-5)
            #expect(taps.allSatisfy { (0..<inputs).contains($0.index) })
          }
        }
      }
    }
  }
}

import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct PaddingTests {
  static let modes: [Padding.Mode] = [
    .constant(0), .constant(-1.5), .replicate, .reflect, .circular,
  ]

  struct Case: CustomTestStringConvertible {
    var shape: Shape
    var before: [Int]
    var behind: [Int]
    var testDescription: String { "\(shape) \(before)…\(behind)" }
  }

  static let cases: [Case] = [
    Case(shape: [1, 1, 4, 5], before: [0, 0, 1, 2], behind: [0, 0, 3, 0]),
    Case(shape: [2, 3, 3, 3], before: [0, 0, 2, 2], behind: [0, 0, 2, 2]),
    Case(shape: [2, 4], before: [1, 3], behind: [1, 3]),
    Case(shape: [5], before: [4], behind: [4]),
    Case(shape: [2, 2], before: [0, 1], behind: [1, 0]),
  ]

  @Test(arguments: modes) func gradientsOfCuts(_ mode: Padding.Mode) throws {
    let padding = Padding(before: [-1, 2], behind: [1, -2], mode: mode)
    try GradientCheck(padding, on: [[3, 5]]).run()
  }

  @Test(arguments: modes, cases)
  func gradients(_ mode: Padding.Mode, _ entry: Case) throws {
    try GradientCheck(
      Padding(before: entry.before, behind: entry.behind, mode: mode), on: [entry.shape]
    ).run()
  }

  /// Against the definition: each element by the rule of its axes.
  @Test(arguments: modes, cases)
  func values(_ mode: Padding.Mode, _ entry: Case) throws {
    let padding = Padding(before: entry.before, behind: entry.behind, mode: mode)
    let check = try GradientCheck(padding, on: [entry.shape])
    let plan = try Plan(check.network, shapes: [:])
    let x = Tensor.spaced(entry.shape, by: 1)
    try plan.setInput("x0", to: x)
    try plan.run()
    let y = plan.value(of: check.output)
    var expected: [Float] = []
    for position in 0..<y.shape.count {
      var (rest, offset): (Int, Int?) = (position, 0)
      for axis in entry.shape.dimensions.indices.reversed() {
        let place = rest % y.shape[axis] - entry.before[axis]
        let source = Self.source(of: place, extent: entry.shape[axis], mode)
        offset = offset.flatMap { o in source.map { o + $0 * entry.shape.strides[axis] } }
        rest /= y.shape[axis]
      }
      let fill: Float = if case .constant(let value) = mode { value } else { .nan }
      expected.append(offset.map { x.scalars[$0] } ?? fill)
    }
    #expect(y.scalars == expected)
  }

  private static func source(of place: Int, extent: Int, _ mode: Padding.Mode) -> Int? {
    if place >= 0, place < extent { return place }
    switch mode {
    case .constant: return nil
    case .replicate: return max(0, min(extent - 1, place))
    case .circular: return (place + extent) % extent
    case .reflect:
      let folded = abs(place) % max(1, 2 * (extent - 1))
      return folded < extent ? folded : 2 * (extent - 1) - folded
    }
  }

  @Test func sizeOne() throws {
    for mode in [.constant(2), .replicate, .circular] as [Padding.Mode] {
      try GradientCheck(Padding(before: [0, 1], behind: [0, 1], mode: mode), on: [[1, 1]]).run()
    }
  }

  @Test func readsBlockedImages() throws {
    for mode in Self.modes {
      var network = Network(seed: 4)
      let x = try network.addInput("x", shape: [2, 3, 4, 4])
      let y = try network.add(Convolution(filters: 20, window: .square(2)), to: [x], name: "conv")
      let z = try network.add(
        Padding(before: [0, 0, 1, 2], behind: [0, 0, 2, 0], mode: mode), to: [y])
      try network.add(Convolution(filters: 17, window: .square(3)), to: [z], name: "after")
      try GradientCheck(network).run()
    }
  }
}

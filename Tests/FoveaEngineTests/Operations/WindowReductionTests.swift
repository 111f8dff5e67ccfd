import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct WindowReductionTests {
  private static func window(
    _ kernel: [Int], _ stride: [Int], _ dilation: [Int]? = nil, _ before: [Int]? = nil,
    _ behind: [Int]? = nil
  ) -> Window {
    let (ones, zeros) = (kernel.map { _ in 1 }, kernel.map { _ in 0 })
    return Window(
      kernel: kernel, stride: stride, dilation: dilation ?? ones,
      border: .explicit(before: before ?? zeros, behind: behind ?? before ?? zeros))
  }

  private static let square = Window.square(3, stride: 2, border: .symmetric(1))

  static let cases: [(name: String, operation: WindowReduction)] =
    [
      ("max", WindowReduction(.maximum, window: square, roundsUp: true)),
      (
        "max-dilated", WindowReduction(.maximum, window: window([2, 3], [1, 2], [3, 2], [0, 1]))
      ),
      (
        "max-line", WindowReduction(.maximum, window: window([3], [2], nil, [1]), roundsUp: true)
      ),
      (
        "max-volume",
        WindowReduction(.maximum, window: window([2, 2, 2], [2, 2, 2]), roundsUp: true)
      ),
      (
        "max-uneven",
        WindowReduction(.maximum, window: window([3, 3], [2, 2], nil, [1, 0], [0, 2]))
      ),
      ("norm-2", WindowReduction(.norm(p: 2), window: .square(3, stride: 2))),
      ("norm-3", WindowReduction(.norm(p: 3), window: .square(2))),
      ("norm-1", WindowReduction(.norm(p: 1), window: window([3], [2], nil, [1]))),
    ]
    + [false, true].flatMap { border -> [(name: String, operation: WindowReduction)] in
      let (name, mean) = (
        border ? "average-border" : "average",
        WindowReduction.Function.average(countsBorder: border)
      )
      return [
        (name, WindowReduction(mean, window: square, roundsUp: true)),
        ("\(name)-line", WindowReduction(mean, window: window([4], [3], nil, [2]), roundsUp: true)),
        (
          "\(name)-volume",
          WindowReduction(mean, window: window([2, 3, 2], [2, 1, 2], nil, [1, 1, 0]))
        ),
      ]
    }

  @Test func oracle() throws {
    for (name, operation) in Self.cases {
      let oracle = try Oracle("windows", name)
      try oracle.check(oracle.network(operation), label: name)
    }
  }

  @Test(
    arguments: [
      WindowReduction.Function.maximum, .average(countsBorder: true), .average(countsBorder: false),
      .norm(p: 1), .norm(p: 2.5),
    ], [[1, 1, 1, 1], [2, 1, 5, 4], [1, 3, 2, 3]] as [Shape])
  func gradients(_ function: WindowReduction.Function, _ shape: Shape) throws {
    let window = Self.window([3, 2], [2, 1], nil, [2, 1], [0, 1])
    var check = try GradientCheck(
      WindowReduction(function, window: window, roundsUp: true), on: [shape])
    check.inputs = ["x0": .spaced(shape, by: 0.5)]
    try check.run()
  }

  /// oneDNN does not know such borders: our own loops must say the same where both can.
  @Test(arguments: [WindowReduction.Function.maximum, .average(countsBorder: false)])
  func windowsOutsideAreEmpty(_ function: WindowReduction.Function) throws {
    let x = Tensor.spaced([2, 3, 5, 4], by: 0.5)
    func run(border: Int) throws -> (value: Tensor, gradient: Tensor) {
      let window = Window.square(2, border: .symmetric(border))
      let check = try GradientCheck(WindowReduction(function, window: window), on: [x.shape])
      let plan = try Plan(
        check.network, shapes: [:],
        request: PlanRequest(
          outputs: [check.output], origin: .seeds([check.output]), inputs: ["x0"]))
      try plan.setInput("x0", to: x)
      let shape = plan.shapes[check.output.position]
      plan.setSeed(of: check.output, to: Tensor(repeating: 1, shape: shape))
      try plan.run()
      return (plan.value(of: check.output), try plan.gradient(ofInput: "x0"))
    }
    let (narrow, wide) = (try run(border: 1), try run(border: 2))
    #expect(wide.gradient.isClose(to: narrow.gradient))
    let empty: Float = function == .maximum ? -.infinity : 0
    for (index, value) in wide.value.scalars.enumerated() {
      let (plane, row, column) = (index / 56, index / 7 % 8 - 1, index % 7 - 1)
      let isInside = (0..<6).contains(row) && (0..<5).contains(column)
      let expected = isInside ? narrow.value.scalars[(plane * 6 + row) * 5 + column] : empty
      #expect(value == expected || abs(value - expected) < 1e-6)
    }
  }

  @Test func placesCountThroughTheWholeInput() throws {
    let x = Tensor.spaced([2, 2, 3, 4], by: 1)
    for (countsColumns, value) in [(false, 0), (true, 1)] {
      var network = Network()
      let input = try network.addInput("input", shape: x.shape)
      let window = Window.square(2)
      let top = try network.add(WindowReduction(.maximum, window: window), to: [input])
      let place = try network.add(
        WindowReduction(.place(countsColumns: countsColumns), window: window), to: [input])
      network.output(top, place)
      let plan = try Plan(network, batch: 2, request: PlanRequest(outputs: [top, place]))
      #expect(plan.partCount == 1)
      try plan.setInput("input", to: x)
      try plan.run()
      let places = plan.value(of: place).scalars.map(Int.init)
      let elements = places.map { place in
        guard value == 1 else { return x.scalars[place] }
        let (plane, rest) = (place / 12 * 12, place % 12)
        return x.scalars[plane + rest % 3 * 4 + rest / 3]
      }
      #expect(elements == plan.value(of: top).scalars)
    }
  }

  @Test func windowsThatBeginBehindTheInputAreLeftOut() throws {
    let mean = WindowReduction(
      .average(countsBorder: true), window: Self.window([1], [3], nil, [0], [0]), roundsUp: true)
    #expect(try mean.outputShape(for: [[1, 1, 6]]) == [1, 1, 2])
    let wide = WindowReduction(.maximum, window: Self.window([2], [2]), roundsUp: true)
    #expect(try wide.outputShape(for: [[1, 1, 5]]) == [1, 1, 3])
  }
}

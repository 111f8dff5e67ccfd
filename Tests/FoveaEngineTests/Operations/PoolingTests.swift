import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct PoolingTests {
  struct Case: CustomTestStringConvertible {
    var shape: Shape
    var window: Window
    var testDescription: String { "\(shape) \(window.summary)" }
  }

  static let cases: [Case] = [
    Case(shape: [1, 1, 1, 1], window: .square(1)),
    Case(shape: [2, 3, 6, 6], window: .square(2, stride: 2)),
    Case(shape: [1, 2, 7, 5], window: .square(3, stride: 2, border: .symmetric(1))),
    Case(shape: [2, 2, 5, 7], window: .square(3, border: .same)),
    Case(shape: [1, 17, 5, 5], window: .square(2, stride: 2, border: .same)),
    Case(shape: [1, 2, 7, 7], window: .square(2, dilation: 3)),
    Case(shape: [2, 1, 8, 8], window: .square(3, stride: 3)),
    Case(
      shape: [2, 3, 9], window: Window(kernel: [3], stride: [2], dilation: [1], border: .same)),
    Case(
      shape: [1, 2, 3, 4, 5],
      window: Window(
        kernel: [2, 2, 3], stride: [1, 2, 2], dilation: [1, 1, 1], border: .valid)),
  ]

  static func poolings(_ window: Window) -> [Pooling] {
    [
      Pooling(.max, window: window), Pooling(.average, window: window),
      Pooling(.average, window: window, countsBorder: true),
    ]
  }

  @Test(arguments: cases)
  func gradients(_ entry: Case) throws {
    for pooling in Self.poolings(entry.window) {
      var check = try GradientCheck(pooling, on: [entry.shape])
      check.inputs = ["x0": .spaced(entry.shape, by: 0.25)]
      try check.run()
    }
  }

  /// Against the definition, by going through each window.
  @Test(arguments: cases)
  func values(_ entry: Case) throws {
    for pooling in Self.poolings(entry.window) {
      let check = try GradientCheck(pooling, on: [entry.shape])
      let plan = try Plan(check.network, shapes: [:])
      let x = Tensor.spaced(entry.shape, by: 0.25)
      try plan.setInput("x0", to: x)
      try plan.run()
      let y = plan.value(of: check.output)
      let expected = Self.naive(pooling, x, outputs: y.shape)
      #expect(y.furthest(from: expected, relative: 1e-6) == nil, "\(pooling.summary)")
    }
  }

  private static func naive(_ pooling: Pooling, _ x: Tensor, outputs: Shape) -> Tensor {
    let sizes = Array(x.shape.dimensions.dropFirst(2))
    let area = sizes.reduce(1, *)
    let window = pooling.window
    let before = window.borders(for: sizes).before
    let kernel = Shape(window.kernel)
    let positions = Shape(Array(outputs.dimensions.dropFirst(2)))
    var result: [Float] = []
    for plane in 0..<x.shape[0] * x.shape[1] {
      for position in 0..<positions.count {
        var seen: [Float] = []
        for tap in 0..<kernel.count {
          var offset: Int? = 0
          for axis in sizes.indices {
            let place = position / positions.strides[axis] % positions[axis]
            let step = tap / kernel.strides[axis] % kernel[axis]
            let at = place * window.stride[axis] + step * window.dilation[axis] - before[axis]
            let stride = sizes.dropFirst(axis + 1).reduce(1, *)
            offset = at < 0 || at >= sizes[axis] ? nil : offset.map { $0 + at * stride }
          }
          if let offset { seen.append(x.scalars[plane * area + offset]) }
        }
        let count = pooling.countsBorder ? kernel.count : seen.count
        result.append(
          pooling.reduction == .max
            ? seen.max() ?? .nan : seen.reduce(0, +) / Float(count))
      }
    }
    return Tensor(shape: outputs, scalars: result)
  }

  /// Convolution, pooling, convolution: values lie in blocks of channels all the way.
  @Test(arguments: Pooling.Kind.allCases, [20, 32])
  func gradientsInBlockedLayouts(_ kind: Pooling.Kind, _ channels: Int) throws {
    var network = Network(seed: 3)
    let x = try network.addInput("x", shape: [2, channels, 6, 6])
    let y = try network.add(
      Convolution(filters: channels, window: .square(1), groups: channels), to: [x], name: "conv")
    let z = try network.add(
      Pooling(kind, window: .square(3, stride: 2, border: .symmetric(1))), to: [y])
    try network.add(Convolution(filters: 17, window: .square(2)), to: [z], name: "after")
    var check = GradientCheck(network)
    // One weight a channel: distances between neighbours stay above 0.25 · 0.8.
    check.inputs = ["x": Self.channelwise([2, channels, 6, 6])]
    check.parameters = ["conv.weight": .away([channels, 1, 1, 1], sizes: 1...1)]
    try check.run()
  }

  /// Distinct values within each channel, small enough for single precision.
  private static func channelwise(_ shape: Shape) -> Tensor {
    let area = shape[2] * shape[3]
    return Tensor(
      shape: shape,
      scalars: (0..<shape[0] * shape[1]).flatMap {
        Tensor.spaced([area], by: 0.25, seed: UInt64($0)).scalars
      })
  }

  @Test(arguments: Pooling.Kind.allCases, [[1, 1, 1], [2, 3, 4, 5], [1, 2, 3, 2, 2]] as [Shape])
  func globalGradients(_ kind: Pooling.Kind, _ shape: Shape) throws {
    var check = try GradientCheck(GlobalPooling(kind), on: [shape])
    check.inputs = ["x0": .spaced(shape, by: 0.25)]
    try check.run()
  }

  @Test(arguments: Pooling.Kind.allCases)
  func globalPoolingReadsBlockedImages(_ kind: Pooling.Kind) throws {
    var network = Network(seed: 3)
    let x = try network.addInput("x", shape: [2, 20, 3, 3])
    let y = try network.add(
      Convolution(filters: 20, window: .square(1), groups: 20), to: [x], name: "conv")
    try network.add(GlobalPooling(kind), to: [y])
    var check = GradientCheck(network)
    check.inputs = ["x": Self.channelwise([2, 20, 3, 3])]
    check.parameters = ["conv.weight": .away([20, 1, 1, 1], sizes: 1...1)]
    try check.run()
  }

  /// The first of equal elements gets the gradient, as in PyTorch.
  @Test func tiesGoToTheFirst() throws {
    for operation in [
      Pooling(.max, window: .square(2)) as any Operation, GlobalPooling(.max),
    ] {
      let check = try GradientCheck(operation, on: [[1, 1, 2, 2]])
      let plan = try Plan(
        check.network, shapes: [:],
        request: PlanRequest(origin: .seeds([check.output]), inputs: ["x0"]))
      try plan.setInput("x0", to: Tensor(repeating: 3, shape: [1, 1, 2, 2]))
      plan.setSeed(
        of: check.output, to: Tensor(repeating: 1, shape: plan.shapes[check.output.position]))
      try plan.run()
      #expect(try plan.gradient(ofInput: "x0").scalars == [1, 0, 0, 0])
    }
  }
}

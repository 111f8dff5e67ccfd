import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct TransposedConvolutionTests {
  private static func window(
    _ kernel: [Int], stride: [Int]? = nil, dilation: [Int]? = nil, before: [Int]? = nil,
    behind: [Int]? = nil
  ) -> Window {
    let (ones, zeros) = (kernel.map { _ in 1 }, kernel.map { _ in 0 })
    return Window(
      kernel: kernel, stride: stride ?? ones, dilation: dilation ?? ones,
      border: .explicit(before: before ?? zeros, behind: behind ?? before ?? zeros))
  }

  static let cases: [(String, TransposedConvolution)] = [
    ("plain", TransposedConvolution(filters: 4, window: .square(3))),
    (
      "strided",
      TransposedConvolution(
        filters: 17, window: window([3, 2], stride: [2, 3], before: [1, 1]), outputPadding: [1, 2])
    ),
    (
      "dilated",
      TransposedConvolution(filters: 3, window: window([2, 3], dilation: [2, 1]), hasBias: false)
    ),
    ("groups", TransposedConvolution(filters: 6, window: .square(3, stride: 2), groups: 2)),
    ("depthwise", TransposedConvolution(filters: 16, window: .square(2, stride: 2), groups: 16)),
    ("line", TransposedConvolution(filters: 2, window: window([4], stride: [2], before: [1]))),
    ("volume", TransposedConvolution(filters: 3, window: window([2, 2, 3], stride: [2, 2, 2]))),
    (
      "uneven",
      TransposedConvolution(
        filters: 2, window: window([3, 3], stride: [2, 2], before: [1, 0], behind: [0, 1]),
        hasBias: false)
    ),
  ]

  @Test func oracle() throws {
    for (name, operation) in Self.cases {
      let oracle = try Oracle("transposed", name)
      try oracle.check(oracle.network(operation), label: name)
    }
  }

  static let checks: [OperationCase] = [
    OperationCase(TransposedConvolution(filters: 1, window: .square(1)), [1, 1, 1, 1]),
    OperationCase(
      TransposedConvolution(filters: 3, window: .square(2, stride: 2, border: .same)), [2, 2, 3, 1]),
    OperationCase(
      TransposedConvolution(filters: 4, window: window([3], stride: [2]), groups: 2), [1, 2, 3]),
  ]

  @Test(arguments: checks) func gradients(_ entry: OperationCase) throws {
    try GradientCheck(entry.operation, on: entry.shapes).run()
  }

  @Test func sharedLayersAddTheirGradients() throws {
    var network = Network(seed: 2)
    let x = try network.addInput("x", shape: [2, 3, 4, 4])
    let operation = TransposedConvolution(filters: 3, window: .square(3, border: .symmetric(1)))
    let y = try network.add(operation, to: [x], name: "up")
    try network.add(operation, to: [try network.add(Elementwise(.tanh), to: [y])], name: "up")
    try GradientCheck(network).run()
  }

  @Test func sameKeepsTheRatio() throws {
    let operation = TransposedConvolution(filters: 1, window: .square(3, stride: 2, border: .same))
    #expect(try operation.outputShape(for: [[1, 2, 5, 7]]) == [1, 1, 10, 14])
  }
}

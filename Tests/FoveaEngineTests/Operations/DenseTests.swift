import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct DenseTests {
  static let products: [OperationCase] = [
    OperationCase(DenseProduct(units: 1), [1, 1]),
    OperationCase(DenseProduct(units: 3), [1, 5]),
    OperationCase(DenseProduct(units: 7), [4, 3]),
    OperationCase(DenseProduct(units: 5, hasBias: false), [3, 2]),
    OperationCase(DenseProduct(units: 2), [2, 3, 4]),
    OperationCase(DenseProduct(units: 33), [2, 17]),
    OperationCase(MatrixProduct(), [1, 1], [1, 1]),
    OperationCase(MatrixProduct(), [2, 3], [3, 5]),
    OperationCase(MatrixProduct(transposesSecond: true), [2, 3], [5, 3]),
    OperationCase(MatrixProduct(), [3, 2, 5], [3, 5, 4]),
    OperationCase(MatrixProduct(transposesSecond: true), [2, 2, 3, 4], [2, 2, 5, 4]),
  ]

  @Test(arguments: products)
  func gradients(_ entry: OperationCase) throws {
    try GradientCheck(entry.operation, on: entry.shapes).run()
  }

  @Test(arguments: [(1, 1), (4, 3), (3, 20)])
  func gradientsThroughReLU(_ rows: Int, _ units: Int) throws {
    var network = Network(seed: 4)
    let x = try network.addInput("x", shape: [rows, 5])
    let y = try network.add(DenseProduct(units: units), to: [x], name: "dense")
    try network.add(Elementwise(.relu), to: [y])
    var check = GradientCheck(network)
    check.inputs = ["x": Tensor.away([rows, 5]).map { $0.rounded(.awayFromZero) }]
    check.parameters = [
      "dense.weight": Tensor.away([units, 5], seed: 3).map { $0.rounded() },
      "dense.bias": Tensor(repeating: 0.5, shape: [units]),
    ]
    try check.run()
    check.allowsFusion = false
    try check.run()
  }

  @Test func readsBlockedImagesRowMajor() throws {
    var network = Network(seed: 4)
    let x = try network.addInput("x", shape: [2, 3, 5, 4])
    let y = try network.add(Convolution(filters: 20, window: .square(3)), to: [x], name: "conv")
    let flat = try network.add(Flattening(), to: [y])
    try network.add(DenseProduct(units: 6), to: [flat], name: "dense")
    try GradientCheck(network).run()
  }
}

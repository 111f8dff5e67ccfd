import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct MatrixProductTests {
  @Test(arguments: ["one", "repeat", "left", "single", "cross"], [false, true])
  func oracle(_ name: String, transposesSecond: Bool) throws {
    let oracle = try Oracle("products", name + (transposesSecond ? "-transposed" : ""))
    try oracle.check(oracle.network(MatrixProduct(transposesSecond: transposesSecond)))
  }

  static let cases: [OperationCase] = [
    OperationCase(MatrixProduct(), [1, 1], [1, 1]),
    OperationCase(MatrixProduct(), [2, 3], [3, 1]),
    OperationCase(MatrixProduct(), [1, 2, 3], [4, 3, 2]),
    OperationCase(MatrixProduct(transposesSecond: true), [2, 1, 3], [3, 1, 2, 3]),
  ]

  @Test(arguments: cases) func gradients(_ entry: OperationCase) throws {
    try GradientCheck(entry.operation, on: entry.shapes).run()
  }

  @Test func batchesAreCut() throws {
    for (second, isBatched, isCut) in [
      ([4, 5], false, true), ([8, 4, 5], true, true), ([1, 4, 5], false, false),
    ] as [(Shape, Bool, Bool)] {
      var network = Network()
      let a = try network.addInput("a", shape: [8, 3, 4])
      let b = try network.addInput("b", shape: second, isBatched: isBatched)
      try network.add(MatrixProduct(), to: [a, b])
      #expect(try Plan(network, batch: 8).partCount == (isCut ? Threads.count : 1))
    }
  }
}

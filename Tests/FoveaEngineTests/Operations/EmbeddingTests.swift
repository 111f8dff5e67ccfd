import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct EmbeddingTests {
  static let cases: [(table: EmbeddingLookup, indices: Tensor)] = [
    (EmbeddingLookup(vocabulary: 1, size: 1), Tensor(shape: [1], scalars: [0])),
    (
      EmbeddingLookup(vocabulary: 5, size: 3),
      Tensor(shape: [2, 4], scalars: [0, 4, 4, 1, 4, 2, 0, 0])
    ),
  ]

  @Test(arguments: cases.indices)
  func gradients(_ index: Int) throws {
    let (table, indices) = Self.cases[index]
    var check = try GradientCheck(table, on: [indices.shape])
    check.inputs = ["x0": indices]
    check.excluding = ["x0"]
    try check.run()
  }

  @Test func rowsAreCopied() throws {
    let (table, indices) = Self.cases[1]
    let check = try GradientCheck(table, on: [indices.shape])
    let plan = try Plan(check.network, shapes: [:])
    try plan.setInput("x0", to: indices)
    try plan.run()
    let weight = try check.network.weights(of: "operation.weight")
    let expected = indices.scalars.flatMap { weight.element(Int($0)).scalars }
    #expect(plan.value(of: check.output).scalars == expected)
  }

  @Test(arguments: [Float(5), -1, 0.5, .nan, .infinity, 1e30])
  func indexOutsideOfTheTable(_ index: Float) throws {
    let check = try GradientCheck(EmbeddingLookup(vocabulary: 5, size: 2), on: [[2]])
    let plan = try Plan(
      check.network, shapes: [:],
      request: PlanRequest(origin: .seeds([check.output]), parameters: .trainable))
    try plan.setInput("x0", to: Tensor(shape: [2], scalars: [0, index]))
    #expect(
      throws: FoveaError("operation: \(index) is not an index of a table with 5 rows")
    ) { try plan.run() }
    // The plan is as good as before.
    try plan.setInput("x0", to: Tensor(shape: [2], scalars: [0, 4]))
    try plan.run()
  }
}

import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct LogitMarginTests {
  static func network(
    _ function: LogitMargin.Function, rows: Int, classes: Int
  ) throws -> Network {
    try Network { graph in
      let logits = try graph.addInput("logits", shape: [rows, classes])
      let labels = try graph.addInput("labels", shape: [rows])
      let targets = try graph.addInput("targets", shape: [rows])
      graph.output(
        try graph.add(
          LogitMargin(function),
          to: function == .targetedRatio ? [logits, labels, targets] : [logits, labels]))
    }
  }

  static let logits = Tensor(
    shape: [3, 5],
    scalars: [
      2, -1, 0.5, 3.5, 1,
      0.2, 0.9, -0.4, 0.1, 0.6,
      -2, -1, 4, 0, 1.5,
    ])
  static let labels = Tensor([3, 0, 1])
  static let targets = Tensor([0, 2, 4])

  static func values(_ function: LogitMargin.Function, labels: Tensor = labels) throws -> [Float] {
    let network = try network(function, rows: 3, classes: 5)
    let plan = try Plan(network, shapes: [:], request: PlanRequest(outputs: network.outputs))
    try plan.setInput("logits", to: logits)
    try plan.setInput("labels", to: labels)
    if function == .targetedRatio { try plan.setInput("targets", to: targets) }
    try plan.run()
    return plan.value(of: network.outputs[0]).scalars
  }

  @Test func `Margins are those computed by hand`() throws {
    func expectEqual(_ a: [Float], _ b: [Float]) {
      #expect(zip(a, b).allSatisfy { abs($0 - $1) < 1e-6 })
    }
    expectEqual(try Self.values(.difference), [2 - 3.5, 0.9 - 0.2, 4 + 1])
    // The spreads first − third are 3.5 − 1, 0.9 − 0.2 and 4 − 0.
    expectEqual(try Self.values(.ratio), [-1.5 / 2.5, 0.7 / 0.7, 5 / 4])
    // Third and fourth: 1, 0.5; 0.2, 0.1; 0, −1.
    expectEqual(
      try Self.values(.targetedRatio),
      [(2 - 3.5) / (3.5 - 0.75), (-0.4 - 0.2) / (0.9 - 0.15), (1.5 + 1) / (4 + 0.5)])
  }

  @Test(arguments: LogitMargin.Function.allCases)
  func `Gradients are those of differences`(function: LogitMargin.Function) throws {
    var check = GradientCheck(try Self.network(function, rows: 3, classes: 5))
    check.inputs = ["logits": Self.logits, "labels": Self.labels, "targets": Self.targets]
    check.excluding = ["labels", "targets"]
    try check.run()
  }

  @Test func `A class that does not exist is an error that names the row`() {
    for wrong: [Float] in [[3, 5, 1], [3, -1, 1], [3, 0.5, 1]] {
      #expect(throws: FoveaError.self) { try Self.values(.difference, labels: Tensor(wrong)) }
    }
  }

  @Test func `Too few classes are refused by name`() {
    for function in LogitMargin.Function.allCases {
      #expect(throws: FoveaError.self) {
        try Self.network(function, rows: 2, classes: function.leastClasses - 1)
      }
    }
  }
}

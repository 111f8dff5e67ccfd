import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct InputTests {
  @Test func constantStaysOverRuns() throws {
    var network = Network()
    let x = try network.addInput("x", shape: [2, 3])
    let c = try network.add(Constant(Tensor(shape: [3], scalars: [1, 2, 3])), to: [])
    let y = try network.add(Arithmetic(.multiply), to: [x, c])
    try GradientCheck(network).run()
    let plan = try Plan(
      network, shapes: [:],
      request: PlanRequest(outputs: [y], origin: .seeds([y]), values: [HookPoint(node: c)]))
    try plan.setInput("x", to: Tensor(repeating: 2, shape: [2, 3]))
    for _ in 0..<3 { try plan.run() }
    #expect(plan.value(of: y).scalars == [2, 4, 6, 2, 4, 6])
    #expect(plan.value(of: c).scalars == [1, 2, 3])
  }

  @Test func inputIsItsOwnOutput() throws {
    var network = Network()
    let x = try network.addInput("x", shape: [2, 2])
    let plan = try Plan(
      network, shapes: [:],
      request: PlanRequest(outputs: [x], origin: .seeds([x]), inputs: ["x"]))
    let tensor = Tensor(shape: [2, 2], scalars: [1, 2, 3, 4])
    try plan.setInput("x", to: tensor)
    plan.setSeed(of: x, to: tensor.map { -$0 })
    try plan.run()
    #expect(plan.value(of: x) == tensor)
    #expect(try plan.gradient(ofInput: "x") == tensor.map { -$0 })
  }

  @Test func valuesAreWrittenInPlace() throws {
    var network = Network()
    let x = try network.addInput("x", shape: [2])
    let y = try network.add(Elementwise(.square), to: [x])
    let plan = try Plan(network, batch: 3)
    unsafe try plan.withInput("x") { floats in
      for index in floats.indices { unsafe floats[index] = Float(index) }
    }
    try plan.run()
    #expect(plan.value(of: y).scalars == [0, 1, 4])
  }
}

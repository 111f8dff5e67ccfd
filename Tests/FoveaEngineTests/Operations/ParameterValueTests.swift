import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct ParameterValueTests {
  private func network() throws -> Network {
    var network = Network(seed: 2)
    let x = try network.addInput("x", shape: [1, 3, 4])
    let initializer = Initializer.values([0.5, -1, 2])
    let slope = try network.add(
      ParameterValue(shape: [3, 1], initializer: initializer), to: [], name: "slope")
    let y = try network.add(Binary(.prelu), to: [x, slope], name: "prelu")
    try network.add(Arithmetic(.multiply), to: [y, slope], name: "scaled")
    return network
  }

  @Test func gradientsOfAParameterReadTwice() throws {
    var check = GradientCheck(try network())
    check.inputs = ["x": .away([2, 3, 4])]
    try check.run()
  }

  @Test func partsOfABatchAddUp() throws {
    let network = try network()
    #expect(network.parameters.map(\.name) == ["slope.value"])
    let x = Tensor.away([8, 3, 4])
    let gradients = try [false, true].map { inParts in
      let plan = try Plan(
        network, batch: 8,
        request: PlanRequest(
          origin: .seeds([network.outputs[0]]), parameters: .trainable, allowsParts: inParts))
      #expect(plan.partCount == (inParts ? Threads.count : 1))
      try plan.setInput("x", to: x)
      plan.setSeed(of: network.outputs[0], to: Tensor(repeating: 1, shape: [8, 3, 4]))
      try plan.run()
      return plan.gradient(ofParameter: 0)
    }
    #expect(gradients[0].isClose(to: gradients[1]))
  }

  @Test func mayBeTheOutput() throws {
    var network = Network()
    try network.add(
      ParameterValue(shape: [2], initializer: .values([3, 4])), to: [], name: "constant")
    let plan = try Plan(network, shapes: [:])
    try plan.run()
    #expect(plan.value(of: network.outputs[0]).scalars == [3, 4])
  }
}

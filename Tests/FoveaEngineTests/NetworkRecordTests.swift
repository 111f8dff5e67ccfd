import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct NetworkRecordTests {
  @Test func `Gradients of a linear state go back by the recurrent matrix`() throws {
    let network = try Samples.recurrent(.elman(.identity))
    let last = Objective(name: "last") { graph throws(FoveaError) in
      let step = try graph.add(Slicing(axis: 1, start: 4, count: 1), to: [graph.node("cell").id])
      return try graph.add(Reduction(.sum), to: [step])
    }
    let seen = try network.record(
      ["cell/h"], [.value, .gradient], on: Samples.uniform([2, 5, 3]), objective: last)
    let gradients = try seen.steps(of: "cell/h", .gradient)
    #expect(gradients.shape == [5, 2, 4])
    let weight = try network.weights(of: "cell.weight_hh")
    var expected = [Double](repeating: 1, count: 4)
    for step in (0..<5).reversed() {
      for sample in 0..<2 {
        for unit in 0..<4 {
          #expect(abs(Double(gradients[step, sample, unit]) - expected[unit]) < 1e-5)
        }
      }
      let after = expected
      expected = (0..<4).map { column in
        (0..<4).reduce(0) { $0 + Double(weight[$1, column]) * after[$1] }
      }
    }
    #expect(seen.objective == "last")
    #expect(try seen.entry("cell/h[3]/gradient").axes == ["batch", "unit"])
  }

  @Test func `A gradient that nothing reaches is zero`() throws {
    let network = try Samples.recurrent(.lstm)
    let objective = Objective(name: "input") { graph throws(FoveaError) in
      try graph.add(Reduction(.sum), to: [graph.node("input").id])
    }
    let seen = try network.record(
      ["cell/{h,f}", "logits"], [.gradient], on: Samples.uniform([2, 5, 3]), objective: objective)
    #expect(seen.entries.count == 11)
    #expect(seen.entries.allSatisfy { $0.tensor.scalars.allSatisfy { $0 == 0 } })
  }

  @Test func `One call records values and gradients with their axes`() throws {
    let network = try Samples.convolutional()
    let images = Samples.uniform([2, 2, 6, 6])
    let seen = try network.record(
      ["conv*", "logits"], [.value, .gradient], on: images, objective: .class(3), seed: 4)
    #expect(
      seen.names == ["conv1", "conv2", "logits"].flatMap { ["\($0)/value", "\($0)/gradient"] })
    #expect(try seen.entry("conv1/value").axes == ["batch", "channel", "row", "column"])
    #expect(try seen.entry("logits/gradient").axes == ["batch", "unit"])
    #expect(try seen["logits", .gradient].scalars == [0, 0, 0, 1, 0, 0, 0, 0, 1, 0])
    #expect(try distance(seen["logits"], Samples.output(of: network, for: images)) == 0)
    #expect((seen.seed, seen.objective) == (4, "class:3"))
    #expect(
      message { _ = try network.record(["*"], on: ["image": images]) }
        == "there is no input 'image'; the nearest are input")
    #expect(message { _ = try network.record(["*"], on: [:]) } == "input 'input' is missing")
    #expect(
      message { _ = try network.record(["*"], on: .zeros([1, 3, 6, 6])) }.contains("conv1 (conv)"))
  }

  @Test func `Several inputs are given by name`() throws {
    var network = Network()
    let a = try network.addInput("a", shape: [1, 2])
    let b = try network.addInput("b", shape: [1, 2])
    try network.add(Arithmetic(.multiply), to: [a, b], name: "product")
    let (x, y) = (
      Tensor(shape: [1, 2], scalars: [2, 3]), Tensor(shape: [1, 2], scalars: [5, 7])
    )
    let seen = try network.record(
      ["*"], [.value, .gradient], on: ["a": x, "b": y], objective: .output())
    #expect(try seen["product"].scalars == [10, 21])
    #expect(try seen["a", .gradient] == y)
    #expect(
      message { _ = try network.record(["*"], on: x) }
        == "the network has 2 inputs: give a tensor for each by name, a, b")
  }
}

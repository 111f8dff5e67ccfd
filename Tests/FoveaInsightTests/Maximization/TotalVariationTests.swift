import Fovea
import Testing

@Suite("Total variation")
struct TotalVariationTests {
  @Test("A ramp has its slope, a flat picture nothing")
  func values() {
    let ramp = Tensor(shape: [1, 3, 3], scalars: [0, 1, 2, 0, 1, 2, 0, 1, 2])
    #expect(abs(ramp.totalVariation - 1) < 1e-12)
    #expect(Tensor(repeating: 0.5, shape: [3, 4, 4]).totalVariation == 0)
    let slope = Tensor(shape: [1, 2, 2], scalars: [0, 3, 4, 0])
    #expect(abs(slope.totalVariation - 5) < 1e-12)
  }

  @Test("It is the number that the objective penalises")
  func objective() throws {
    let network = try Network(input: .image(channels: 2, height: 5, width: 6), seed: 1) {
      Flatten()
      Dense("logits", 2)
    }
    var source = RandomSource(seed: 3)
    let image = Tensor.uniform([2, 5, 6], in: 0...1, from: &source)
    let (graph, node) = try network.attaching(.totalVariation())
    let plan = try Plan(graph, batch: 1, request: PlanRequest(outputs: [node]))
    try plan.setInput(graph.inputs[0].name, to: image.reshaped(to: [1, 2, 5, 6]))
    try plan.run()
    #expect(abs(Double(plan.value(of: node).scalar) - image.totalVariation) < 1e-4)
  }
}

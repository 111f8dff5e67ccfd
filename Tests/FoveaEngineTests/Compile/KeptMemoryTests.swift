import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

/// Tensors that parts of a batch write into one memory are those of the whole batch.
struct KeptMemoryTests {
  @Test(arguments: ["deep-cnn", "shallow-cnn", "lenet5"])
  func `Every hook point of a batch in parts`(name: String) throws {
    var network = try Zoo.network(named: name, seed: 1)
    let targets = try network.addInput("targets", shape: [1])
    let loss = try network.add(CrossEntropy(), to: [network.outputs[0], targets], name: "loss")
    func recording(inParts: Bool) throws -> Recording {
      var recorder = Recorder(["*"], [.value, .gradient])
      var request = PlanRequest(
        mode: .training, origin: .scalar(loss), parameters: .trainable, allowsParts: inParts)
      try recorder.extend(&request, for: network, batch: 6)
      let plan = try Plan(network, batch: 6, request: request)
      #expect((plan.partCount > 1) == (inParts && Threads.count > 1))
      let input = network.inputs[0]
      try plan.setInput(
        input.name, to: Samples.uniform(plan.shapes[input.id.position], seed: 4))
      for _ in 0..<2 { try recorder.run(plan) }
      return recorder.recording
    }
    let (parts, whole) = (try recording(inParts: true), try recording(inParts: false))
    #expect(parts.entries.map(\.name) == whole.entries.map(\.name))
    for (a, b) in zip(parts.entries, whole.entries) {
      let largest = b.tensor.scalars.map(abs).max() ?? 0
      #expect(distance(a.tensor, b.tensor) <= 1e-4 * largest, "\(a.name)")
    }
  }
}

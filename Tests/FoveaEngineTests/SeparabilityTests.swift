import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

/// A batch computed in parts, one a thread, must be the batch computed whole.
@Suite(.serialized) struct SeparabilityTests {
  private func network(withTargets: Bool = true) throws -> (Network, logits: Node.ID) {
    var network = Network(seed: 4)
    var x = try network.addInput("image", shape: [1, 2, 9, 9])
    let convolution = Convolution(filters: 18, window: .square(3, stride: 2, border: .same))
    x = try network.add(convolution, to: [x], name: "conv")
    x = try network.add(Elementwise(.relu), to: [x])
    x = try network.add(DropoutMask(probability: 0.3), to: [x], name: "dropout")
    x = try network.add(Flattening(), to: [x])
    x = try network.add(DenseProduct(units: 5), to: [x], name: "logits")
    let logits = x
    if withTargets {
      let targets = try network.addInput("targets", shape: [1])
      try network.add(CrossEntropy(), to: [x, targets], name: "loss")
    }
    return (network, logits)
  }

  @Test(arguments: [4, 7, 32], [[0, 1, 4], [0, -1, 3, 2]])
  func lossAndGradients(batch: Int, classes: [Int]) throws {
    let (network, logits) = try network()
    let loss = network.outputs[0]
    var source = RandomSource(seed: 8)
    let images = Tensor.uniform([batch, 2, 9, 9], in: 0...1, from: &source)
    let targets = Tensor((0..<batch).map { Float(classes[$0 % classes.count]) })
    func run(inParts: Bool) throws -> (plan: Plan, results: [Tensor]) {
      let plan = try Plan(
        network, batch: batch,
        request: PlanRequest(
          mode: .training, outputs: [logits, loss], origin: .scalar(loss), parameters: .trainable,
          inputs: ["image"], gradients: [HookPoint(node: logits)], allowsParts: inParts))
      try plan.setInput("image", to: images)
      try plan.setInput("targets", to: targets)
      try plan.run(seed: 12)
      let parameters = network.parameters.indices.map { plan.gradient(ofParameter: $0) }
      let results = [
        plan.value(of: logits), plan.value(of: loss), try plan.gradient(ofInput: "image"),
        plan.gradient(of: HookPoint(node: logits)),
      ]
      return (plan, results + parameters)
    }
    let whole = try run(inParts: false)
    let parts = try run(inParts: true)
    #expect(whole.plan.partCount == 1)
    #expect(parts.plan.partCount == Threads.count)
    for (a, b) in zip(whole.results, parts.results) {
      #expect(a.shape == b.shape)
      let scale = max(1e-3, a.scalars.reduce(0) { max($0, abs($1)) })
      for (x, y) in zip(a.scalars, b.scalars) { #expect(abs(x - y) <= 1e-5 * scale) }
    }
  }

  @Test func seedsAreCut() throws {
    let (network, logits) = try network(withTargets: false)
    var source = RandomSource(seed: 8)
    let images = Tensor.uniform([6, 2, 9, 9], in: 0...1, from: &source)
    let seed = Tensor.uniform([6, 5], in: -1...1, from: &source)
    let gradients = try [false, true].map { inParts in
      let plan = try Plan(
        network, batch: 6,
        request: PlanRequest(
          origin: .seeds([logits]), inputs: ["image"], allowsParts: inParts))
      plan.setSeed(of: logits, to: seed)
      try plan.setInput("image", to: images)
      try plan.run()
      return try plan.gradient(ofInput: "image")
    }
    for (x, y) in zip(gradients[0].scalars, gradients[1].scalars) { #expect(abs(x - y) < 1e-5) }
  }

  @Test func batchMomentsKeepABatchWhole() throws {
    var network = Network(seed: 1)
    let x = try network.addInput("x", shape: [1, 3, 4, 4])
    try network.add(BatchNormalization(), to: [x])
    let training = try Plan(network, batch: 8, request: PlanRequest(mode: .training))
    #expect(training.partCount == 1)
    let inference = try Plan(network, batch: 8)
    #expect(inference.partCount == Threads.count)
  }

  @Test func failureOfOnePartIsReported() throws {
    let (network, _) = try network()
    let plan = try Plan(
      network, batch: 8,
      request: PlanRequest(origin: .scalar(network.outputs[0]), parameters: .trainable))
    try plan.setInput("targets", to: Tensor([0, 0, 0, 0, 0, 0, 5, 0]))
    #expect(throws: FoveaError("loss: target 5.0 of row 6 is not one of 5 classes")) {
      try plan.run()
    }
  }
}

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

  /// All parameters of this network fit in one line of the cache.
  @Test func fewWeightsGetAllPartsGradients() throws {
    var network = Network(seed: 1)
    let x = try network.addInput("x", shape: [1, 3])
    let y = try network.add(DenseProduct(units: 1, hasBias: false), to: [x])
    let plan = try Plan(
      network, batch: 8, request: PlanRequest(origin: .seeds([y]), parameters: .trainable))
    #expect(plan.partCount == Threads.count)
    try plan.setInput("x", to: Tensor(repeating: 1, shape: [8, 3]))
    plan.setSeed(of: y, to: Tensor(repeating: 1, shape: [8, 1]))
    for _ in 0..<2 {
      try plan.run()
      #expect(plan.gradient(ofParameter: 0).scalars == [8, 8, 8])
    }
  }

  /// What differs between parts although no batched input feeds it keeps a batch whole.
  @Test func unbatchedChoicesKeepABatchWhole() throws {
    let operations: [any Operation] = [DropoutMask(probability: 0.5), BatchNormalization()]
    for operation in operations {
      var network = Network(seed: 1)
      let x = try network.addInput("x", shape: [1, 6])
      let c = try network.add(Constant(Tensor(repeating: 1, shape: [2, 6])), to: [])
      let masked = try network.add(operation, to: [c])
      let mean = try network.add(Reduction(.mean, axes: [0]), to: [masked])
      try network.add(Arithmetic(.add), to: [x, mean])
      let training = try Plan(network, batch: 8, request: PlanRequest(mode: .training))
      #expect(training.partCount == 1)
      let inference = try Plan(network, batch: 8)
      #expect(inference.partCount == Threads.count)
    }
  }

  @Test func oneMapForAllImagesMayBeCut() throws {
    for (count, isCut) in [(1, true), (8, false)] {
      var network = Network(seed: 1)
      let x = try network.addInput("x", shape: [8, 1, 3, 3])
      let map: [Float] = [1, 0, 0, 0, 1, 0]
      let maps = Tensor(shape: [count, 6], scalars: (0..<count).flatMap { _ in map })
      let c = try network.add(Constant(maps), to: [])
      let y = try network.add(AffineSampling(), to: [x, c])
      let plan = try Plan(network, batch: 8)
      #expect(plan.partCount == (isCut ? Threads.count : 1))
      let images = Tensor.away([8, 1, 3, 3])
      try plan.setInput("x", to: images)
      try plan.run()
      #expect(plan.value(of: y).isClose(to: images))
    }
  }

  /// Targets that a node computes cannot be counted before a run.
  @Test func computedTargetsKeepABatchWhole() throws {
    var network = Network(seed: 1)
    let x = try network.addInput("x", shape: [1, 3])
    let t = try network.addInput("t", shape: [1])
    let moved = try network.add(Elementwise(.linear(scale: 1, offset: -1)), to: [t])
    let loss = try network.add(CrossEntropy(), to: [x, moved])
    let plan = try Plan(
      network, batch: 8, request: PlanRequest(origin: .scalar(loss), inputs: ["x"]))
    #expect(plan.partCount == 1)
    try plan.setInput("t", to: Tensor([0, 0, 0, 1, 1, 2, 3, 0]))
    try plan.run()
    #expect(abs(plan.value(of: loss).scalar - 1.0986123) < 1e-6)
  }
}
